// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.process.Folders;
import org.mailwarden.devstack.process.GuardedProcess;
import org.mailwarden.devstack.secrets.SecretFiles;

/**
 * A PostgreSQL of its own as a child process, crash-safe, on loopback. PostgreSQL refuses to run as root, so a root parent
 * starts it as nobody. Can be stopped and started again on the same data.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String NOBODY = "65534";
    private static final String SUPERUSER = "postgres";

    private final Path home;
    private final Path data;
    private final Path log;
    private final int port;
    private final SecretFiles secrets;
    private @Nullable GuardedProcess process;

    /**
     * Describes a server; {@link #start()} starts it.
     *
     * @param wanted folder for its programs and data; another is taken when its user cannot reach it
     * @param port port on loopback
     * @param secrets where the superuser's password is kept
     * @param log where its output goes
     */
    public PostgresServer(Path wanted, int port, SecretFiles secrets, Path log) {
        this.home = asRoot() ? reachable(wanted.toAbsolutePath()) : wanted.toAbsolutePath();
        this.data = home.resolve("data");
        this.port = port;
        this.secrets = secrets;
        this.log = log;
    }

    /** Starts the server; the first time its data folder is made. */
    public synchronized void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        Path binaries = PostgresBinaries.unpacked(home);
        Folders.make(home);
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(binaries);
        }
        List<String> command = unprivileged();
        command.addAll(List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-h",
                "127.0.0.1",
                "-k",
                "",
                "-c",
                "max_connections=200"));
        process = GuardedProcess.start("postgres-" + port, command, Map.of("LC_ALL", "C.UTF-8"), "INT", log)
                .awaitReady(this::accepts, Duration.ofSeconds(60));
    }

    /** Stops the server cleanly; its data stay. */
    public synchronized void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** The folder that really holds the data. */
    public Path data() {
        return data;
    }

    /**
     * Creates a database with an owner that no other role may enter; sets the password when it exists already.
     *
     * @param database name of database and role, letters, digits and underscores
     * @param password the role's password
     * @return its JDBC address
     */
    public String createDatabase(String database, String password) {
        if (!database.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("Not a database name: " + database);
        }
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            String quoted = "'" + password.replace("'", "''") + "'";
            if (!exists(connection, "select 1 from pg_roles where rolname = ?", database)) {
                statement.execute("create role " + database + " login");
            }
            statement.execute("alter role " + database + " password " + quoted);
            if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
                statement.execute("create database " + database + " owner " + database);
                statement.execute("revoke connect on database " + database + " from public");
            }
            return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + database + " could not be created", e);
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Connection superuser() throws SQLException {
        DriverManager.setLoginTimeout(5);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", SUPERUSER, secrets.get("postgres"));
    }

    private boolean accepts() {
        try (Connection connection = superuser()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    private void initialise(Path binaries) {
        Path passwordFile = data.resolveSibling("initial-password-" + port);
        try {
            Folders.make(home);
            Files.writeString(passwordFile, secrets.get("postgres"));
            Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString("rw-------"));
            if (asRoot()) {
                Folders.make(data);
                Folders.run(List.of("chown", NOBODY + ":" + NOBODY, data.toString(), passwordFile.toString()));
            }
            List<String> command = unprivileged();
            command.addAll(List.of(
                    binaries.resolve("bin/initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    SUPERUSER,
                    "-A",
                    "scram-sha-256",
                    "--pwfile=" + passwordFile,
                    "--locale=C.UTF-8",
                    "-E",
                    "UTF8",
                    "-N"));
            Folders.run(command);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's data folder could not be made", e);
        } finally {
            passwordFile.toFile().delete();
        }
    }

    private static List<String> unprivileged() {
        return asRoot()
                ? new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"))
                : new ArrayList<>();
    }

    private static boolean asRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Nobody must be able to enter every folder above the data. */
    private static Path reachable(Path wanted) {
        try {
            Folders.make(wanted);
            Process test = new ProcessBuilder(
                            "setpriv",
                            "--reuid=" + NOBODY,
                            "--regid=" + NOBODY,
                            "--clear-groups",
                            "test",
                            "-x",
                            wanted.toString())
                    .start();
            if (test.waitFor() == 0) {
                return wanted;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("setpriv (util-linux) is needed to start PostgreSQL from root", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        return Path.of("/var/tmp/mailwarden-" + Folders.hash(wanted.toString()), "postgres");
    }
}
