// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.devstack.process.GuardedProcess;
import org.mailwarden.devstack.process.GuardedProcess.StopSignal;
import org.mailwarden.devstack.process.ProcessFailedException;

/**
 * A PostgreSQL server as a child process, on loopback, with password authentication and full durability.
 *
 * <p>{@link #stop} and {@link #start} may follow each other any number of times; the data stay. Safe for use by several
 * threads.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String SUPERUSER = "postgres";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final ServerUser user = ServerUser.current();
    private final Settings settings;
    private final int port;
    private final Path data;
    private int bufferMegabytes = 64;
    private @Nullable GuardedProcess process;

    /**
     * Where a server lives.
     *
     * @param binaries folder below which the programs are unpacked; shared by all servers of the machine's user
     * @param data the folder of its data; created when absent. When root runs this JVM and "nobody" cannot reach the
     *     folder, one under {@code /var/tmp/mailwarden-<hash>} stands in for it
     * @param log the file that takes its output
     * @param port the port, or 0 for a free one
     * @param superuserPassword the password of the role {@code postgres}, set when the data are first made
     */
    public record Settings(Path binaries, Path data, Path log, int port, String superuserPassword) {
        @Override
        public String toString() {
            return "Settings[data=" + data + ", port=" + port + "]";
        }
    }

    /**
     * Describes a server; nothing runs yet.
     *
     * @param settings where it lives
     */
    public PostgresServer(Settings settings) {
        this.settings = settings;
        this.port = settings.port() == 0 ? FreePorts.next() : settings.port();
        this.data = user.reachable(settings.data());
    }

    /**
     * Chooses how much memory the server keeps pages in.
     *
     * @param megabytes at least 1; the usual 64 suit small databases
     * @return this
     */
    public synchronized PostgresServer withBuffers(int megabytes) {
        bufferMegabytes = megabytes;
        return this;
    }

    /**
     * Starts the server, after making its data on the first run. Does nothing when it runs.
     *
     * @return this
     */
    public synchronized PostgresServer start() {
        if (isRunning()) {
            return this;
        }
        try {
            Path home = PostgresBinaries.unpackedBelow(user.reachable(Files.createDirectories(settings.binaries())));
            Path cluster = data.resolve("cluster");
            if (!Files.exists(cluster.resolve("PG_VERSION"))) {
                initialise(home, cluster);
            }
            List<String> command = new ArrayList<>(user.prefix());
            command.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", cluster.toString()));
            command.addAll(List.of("-p", Integer.toString(port), "-h", "127.0.0.1"));
            // No unix socket: its path would have to be short, and everything here speaks TCP.
            command.addAll(List.of("-c", "unix_socket_directories=", "-c", "shared_buffers=" + bufferMegabytes + "MB"));
            command.addAll(List.of("-c", "max_connections=120", "-c", "fsync=on", "-c", "synchronous_commit=on"));
            GuardedProcess fresh = GuardedProcess.start(
                    new GuardedProcess.Spec("PostgreSQL", command, Map.of(), data, settings.log(), StopSignal.INT));
            fresh.awaitReady(this::accepts, Duration.ofMillis(50), START_LIMIT);
            process = fresh;
            return this;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Stops the server cleanly, ending its connections. Does nothing when it is stopped. */
    public synchronized void stop() {
        GuardedProcess running = process;
        if (running != null) {
            process = null;
            running.stop(STOP_LIMIT);
        }
    }

    /** Ends the server by SIGKILL, as a crash would. */
    public synchronized void kill() {
        GuardedProcess running = process;
        if (running != null) {
            process = null;
            running.kill();
        }
    }

    /**
     * Tells whether the server runs.
     *
     * @return true while its process lives
     */
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /**
     * Creates a database owned by a role of its own, or sets the role's password again when both exist. Other roles cannot
     * connect to it.
     *
     * @param name the database: lower case letters, digits, underscores
     * @param role the role: the same characters
     * @param password the role's password
     */
    public void createDatabase(String name, String role, String password) {
        requireIdentifier(name);
        requireIdentifier(role);
        try (Connection connection = connect()) {
            boolean roleExists = exists(connection, "select 1 from pg_roles where rolname = ?", role);
            execute(
                    connection,
                    (roleExists ? "alter" : "create") + " role " + role + " login password " + literal(password));
            if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
                execute(connection, "create database " + name + " owner " + role);
                execute(connection, "revoke connect on database " + name + " from public");
            }
        } catch (SQLException cause) {
            // The driver's own text may quote the statement, and with it the password.
            throw new IllegalStateException("Database " + name + " could not be created: " + cause.getSQLState());
        }
    }

    /**
     * Names the JDBC address of a database.
     *
     * @param database its name
     * @return the address, without credentials
     */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /**
     * Names the port.
     *
     * @return the port, also while the server is stopped
     */
    public int port() {
        return port;
    }

    /**
     * Names the folder of the data.
     *
     * @return the wanted folder, or the one that stands in for it
     */
    public Path dataFolder() {
        return data;
    }

    /** Stops the server. */
    @Override
    public void close() {
        stop();
    }

    private void initialise(Path home, Path cluster) throws IOException {
        Files.createDirectories(data);
        if (user == ServerUser.NOBODY) {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Path draft = data.resolve("cluster.draft");
        FileTrees.delete(draft);
        Path password = Files.createTempFile(data, "superuser", "");
        try {
            Files.writeString(password, settings.superuserPassword());
            user.own(password);
            Files.createDirectories(draft);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
            user.own(draft);
            List<String> command = new ArrayList<>(user.prefix());
            command.addAll(List.of(home.resolve("bin/initdb").toString(), "-D", draft.toString()));
            command.addAll(List.of("-U", SUPERUSER, "-A", "scram-sha-256", "--pwfile=" + password));
            command.addAll(List.of("--locale=C.UTF-8", "-E", "UTF8", "-N"));
            Process initdb = new ProcessBuilder(command)
                    .directory(data.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(initdb.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!initdb.waitFor(60, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
                initdb.destroyForcibly();
                throw new ProcessFailedException("initdb failed:\n" + output);
            }
            Files.move(draft, cluster);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProcessFailedException("Interrupted during initdb", interrupted);
        } finally {
            Files.deleteIfExists(password);
        }
    }

    private boolean accepts() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", settings.superuserPassword());
        properties.setProperty("connectTimeout", "2");
        // The driver itself, not DriverManager: that one sees only the drivers of the caller's class loader.
        Connection connection = new org.postgresql.Driver().connect(jdbcUrl("postgres"), properties);
        if (connection == null) {
            throw new SQLException("The driver refused its own address");
        }
        return connection;
    }

    private static boolean exists(Connection connection, String query, String value) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static void requireIdentifier(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("Not a plain database or role name: " + name);
        }
    }
}
