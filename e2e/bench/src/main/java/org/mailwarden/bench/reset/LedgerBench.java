// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.reset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.mailwarden.auth.ledger.AuditTool;
import org.mailwarden.auth.ledger.Checkpoint;
import org.mailwarden.auth.ledger.CheckpointFolder;
import org.mailwarden.auth.ledger.LedgerChain;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.devstack.postgres.PostgresServer;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.kit.seal.Ed25519Signer;
import org.postgresql.PGConnection;

/** How fast {@code ./mailwarden audit verify} reads a ledger from PostgreSQL, with a checkpoint for each 1,000 rows. */
final class LedgerBench implements Benchmark {

    private static final int CHECKPOINT_ROWS = 1000;
    private static final double GOAL = 50_000;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mailwarden-bench");
        int rows = size.of(20_000, 1_000_000);
        PostgresServer postgres = new PostgresServer(new PostgresServer.Settings(
                Checkout.find().data().resolve("postgres"),
                folder.resolve("postgres"),
                folder.resolve("postgres.log"),
                0,
                "bench"));
        Thread ending = Thread.ofPlatform().unstarted(() -> end(postgres, folder));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            postgres.start().createDatabase("auth", "auth", "auth");
            figures.say("Writing a ledger of %,d rows ...", rows);
            String publicKey = write(postgres.jdbcUrl("auth"), rows, folder);
            Path settings = Files.writeString(
                    folder.resolve("auth.properties"),
                    "quarkus.datasource.jdbc.url=" + postgres.jdbcUrl("auth")
                            + "\nquarkus.datasource.username=auth\nquarkus.datasource.password=auth\n");
            String[] command = {
                "verify",
                "--settings",
                settings.toString(),
                "--checkpoints",
                folder.resolve("checkpoints").toString(),
                "--public-key",
                publicKey
            };
            verify(command);
            figures.atLeast("ledger_rows_per_s", rows / Rounds.time(() -> verify(command)), GOAL);
        } catch (SQLException cause) {
            throw new IOException(cause);
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            end(postgres, folder);
        }
    }

    private static void verify(String... command) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = AuditTool.run(new PrintStream(said, true, StandardCharsets.UTF_8), command);
        if (status != 0) {
            throw new IOException("A whole ledger was not found whole: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static String write(String url, int rows, Path folder) throws IOException, SQLException {
        Ed25519Signer signer = Ed25519Signer.loadOrCreate(folder.resolve("signing.keyset"));
        CheckpointFolder checkpoints = new CheckpointFolder(folder.resolve("checkpoints"));
        try (Connection connection = DriverManager.getConnection(url, "auth", "auth");
                Statement statement = connection.createStatement()) {
            for (String file : List.of("V1__auth.sql", "V5__ledger_and_retired_passwords.sql")) {
                statement.execute(migration(file));
            }
            String hash = LedgerChain.GENESIS;
            String previous = LedgerChain.GENESIS;
            PGConnection copying = connection.unwrap(PGConnection.class);
            try (OutputStream out = new org.postgresql.copy.PGCopyOutputStream(copying, "copy ledger from stdin")) {
                for (int seq = 1; seq <= rows; seq++) {
                    Instant ts = BEGIN.plusMillis(seq);
                    String object = "5a1f6f7e-0000-4000-8000-" + String.format(java.util.Locale.ROOT, "%012d", seq);
                    String payload = "{\"account\":\"" + object + "\",\"policy\":\"default\"}";
                    String[] fields = {"auth", "remediation.started", object, "The governor let it run", payload};
                    String next = LedgerChain.hash(hash, seq, ts, fields);
                    String line = seq + "\t" + ts + "\t" + String.join("\t", fields) + "\t" + hash + "\t" + next + "\n";
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                    hash = next;
                    if (seq % CHECKPOINT_ROWS == 0) {
                        Checkpoint open = new Checkpoint(seq / CHECKPOINT_ROWS, seq, hash, ts, previous, "");
                        String signature = Base64.getEncoder().encodeToString(signer.sign(open.text()));
                        checkpoints.keep(new Checkpoint(open.number(), seq, hash, ts, previous, signature));
                        previous = open.digest();
                    }
                }
            }
            statement.execute("update ledger_head set seq = " + rows + ", checkpoint = " + rows / CHECKPOINT_ROWS
                    + ", hash = '" + hash + "'");
        }
        return Base64.getEncoder().encodeToString(signer.publicKey());
    }

    private static String migration(String file) throws IOException {
        try (InputStream in = AuditTool.class.getResourceAsStream("/db/migration/" + file)) {
            if (in == null) {
                throw new IOException("The tables of auth are not on the class path: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void end(PostgresServer postgres, Path folder) {
        postgres.close();
        FileTrees.delete(folder);
    }
}
