// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./mailwarden audit verify}: verifies the ledger without the service, from its database or from an export. It only
 * reads.
 */
public final class AuditTool {

    private static final int WHOLE = 0;
    private static final int MISUSED = 1;
    private static final int TAMPERED = 2;
    private static final int INCOMPLETE = 3;
    private static final int KEY_BYTES = 32;

    private static final String USAGE = """
            Usage: ./mailwarden audit verify [OPTION VALUE]...

              --settings FILE       settings of auth, which name database, checkpoints and key
                                    (default .mailwarden/config/auth.properties)
              --export FILE         verify this export (NDJSON) in place of the database
              --checkpoints FOLDER  the signed checkpoints
              --public-key KEY      the key of the checkpoints: base64, or a file that holds it. Give the copy you keep
                                    elsewhere: who can write this machine can replace the one that lies here
              --report FILE         write the result as JSON

            Ends with 0 when the ledger is whole, 2 when it was tampered with, 3 when something is missing to tell.
            """;

    private final PrintStream out;
    private final Map<String, String> options;
    private final Properties settings;

    private AuditTool(PrintStream out, Map<String, String> options, Properties settings) {
        this.out = out;
        this.options = options;
        this.settings = settings;
    }

    /**
     * Runs.
     *
     * @param arguments {@code verify} and options
     */
    public static void main(String[] arguments) {
        System.exit(run(new PrintStream(System.out, true, StandardCharsets.UTF_8), arguments));
    }

    /**
     * Runs without ending the JVM.
     *
     * @param out where the result is told
     * @param arguments {@code verify} and options
     * @return 0 whole, 1 called wrongly, 2 tampered, 3 incomplete
     */
    public static int run(PrintStream out, String... arguments) {
        Map<String, String> options = options(arguments);
        if (options == null) {
            out.print(USAGE);
            return MISUSED;
        }
        try {
            Path file = Path.of(options.getOrDefault("--settings", ".mailwarden/config/auth.properties"));
            AuditTool tool = new AuditTool(out, options, settings(file, options.containsKey("--settings")));
            return tool.tell(tool.verify());
        } catch (IllegalArgumentException misuse) {
            out.println(misuse.getMessage());
            return MISUSED;
        } catch (IOException | UncheckedIOException | LedgerRows.Unreadable cause) {
            out.println("INCOMPLETE  " + cause.getMessage() + ".");
            return INCOMPLETE;
        } catch (SQLException cause) {
            out.println("INCOMPLETE  The database cannot be read. Start it (./mailwarden up), or give an export with"
                    + " --export. It said: " + cause.getMessage());
            return INCOMPLETE;
        }
    }

    private static @Nullable Map<String, String> options(String... arguments) {
        if (arguments.length % 2 == 0 || !arguments[0].equals("verify")) {
            return null;
        }
        Map<String, String> options = new TreeMap<>();
        for (int i = 1; i < arguments.length; i += 2) {
            if (!List.of("--settings", "--export", "--checkpoints", "--public-key", "--report")
                    .contains(arguments[i])) {
                return null;
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private static Properties settings(Path file, boolean demanded) throws IOException {
        Properties settings = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            }
        } else if (demanded) {
            throw new IllegalArgumentException("There is no file " + file + ".");
        }
        return settings;
    }

    private LedgerVerification.Verdict verify() throws IOException, SQLException {
        CheckpointFolder folder = new CheckpointFolder(Path.of(options.getOrDefault(
                "--checkpoints",
                settings.getProperty("mailwarden.auth.ledger.checkpoints", ".mailwarden/ledger-checkpoints"))));
        CheckpointChain.SignatureCheck signatures = LedgerKeys.check(publicKey());
        long newest = folder.newest();
        String export = options.get("--export");
        if (export != null) {
            try (BufferedReader lines = Files.newBufferedReader(Path.of(export))) {
                return new LedgerVerification(folder.upTo(newest), signatures)
                        .verify(LedgerExport.read(lines), null, this::progress);
            }
        }
        String url = settings.getProperty("quarkus.datasource.jdbc.url");
        if (url == null) {
            throw new IllegalArgumentException(
                    "No database is named. Give the settings of auth with --settings, or an export with --export.");
        }
        try (LedgerRows rows = new LedgerRows(DriverManager.getConnection(
                url,
                settings.getProperty("quarkus.datasource.username"),
                settings.getProperty("quarkus.datasource.password")))) {
            return LedgerVerification.ofDatabase(rows, folder, newest, signatures, this::progress);
        }
    }

    private byte[] publicKey() throws IOException {
        String given = options.getOrDefault(
                "--public-key",
                Path.of(settings.getProperty("mailwarden.keys.directory", ".mailwarden/keys"), LedgerKeys.PUBLIC_KEY)
                        .toString());
        // Base64 has slashes too: a file of that name wins.
        Path file = Path.of(given);
        boolean isFile = Files.isRegularFile(file);
        try {
            byte[] key =
                    Base64.getDecoder().decode(isFile ? Files.readString(file).strip() : given);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException noBase64) {
            // Told below.
        }
        throw new IllegalArgumentException("'" + given + "' is neither a file that holds a public key nor a key. GET"
                + " /api/v1/audit/key shows it, and auth's log at its start.");
    }

    private void progress(long rows) {
        out.println("            " + rows + " rows ...");
    }

    private int tell(LedgerVerification.Verdict verdict) throws IOException {
        ObjectNode report = JsonMapper.builder().build().createObjectNode();
        List<String> remarks = new ArrayList<>();
        int status = switch (verdict) {
            case LedgerVerification.Verdict.Whole whole -> {
                report.put("verdict", "WHOLE").put("rows", whole.rows()).put("covered", whole.covered());
                out.println("WHOLE       " + whole.rows() + " rows are as they were written.");
                if (whole.covered() < whole.rows()) {
                    remarks.add("Rows from " + (whole.covered() + 1)
                            + " on are not under a checkpoint yet: those could be cut off unseen");
                }
                remarks.addAll(whole.remarks());
                yield WHOLE;
            }
            case LedgerVerification.Verdict.Tampered tampered -> {
                report.put("verdict", "TAMPERED")
                        .put("firstFault", tampered.seq())
                        .put("what", tampered.what());
                out.println("TAMPERED    " + tampered.what() + ".");
                out.println(
                        "            Rows before row " + tampered.seq() + " are as they were written; trust none from"
                                + " there on. Compare with a backup or an earlier export.");
                yield TAMPERED;
            }
            case LedgerVerification.Verdict.Incomplete incomplete -> {
                report.put("verdict", "INCOMPLETE")
                        .put("rows", incomplete.rows())
                        .put("what", incomplete.missing());
                out.println("INCOMPLETE  " + incomplete.missing());
                yield INCOMPLETE;
            }
        };
        remarks.forEach(remark -> {
            report.withArray("/remarks").add(remark);
            out.println("            " + remark + ".");
        });
        String file = options.get("--report");
        if (file != null) {
            Files.writeString(Path.of(file), report.toPrettyString() + "\n");
        }
        return status;
    }
}
