// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.devstack.process.GuardedProcess;
import org.mailwarden.devstack.process.GuardedProcess.StopSignal;
import org.mailwarden.devstack.process.Locked;

/**
 * A Keycloak server as a child process, on loopback, with its own database file and the realm imported.
 *
 * <p>The distribution is unpacked and built once per provider jar and shared by all servers; each server has its own data.
 * {@link #stop} and {@link #start} may follow each other any number of times. Safe for use by several threads.
 */
public final class KeycloakServer implements AutoCloseable {

    /** Name of the bootstrap administrator in the realm {@code master}. */
    public static final String ADMIN = "admin";

    /**
     * H2 2.4 frees what a query is still reading once it is 45 seconds old ("Chunk not found", h2database issue 4383), and Keycloak
     * then says that nobody is there. So it waits for an hour.
     */
    private static final String H2_PROPERTIES = ";RETENTION_TIME=3600000";

    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Settings settings;
    private final int port;
    private final int managementPort;
    private @Nullable GuardedProcess process;

    /**
     * How a server runs.
     *
     * @param cache folder of built distributions, shared
     * @param archive the distribution as tar.gz
     * @param providers the jars to build in, the provider first; none for a bare Keycloak
     * @param realm the realm file to import, if any
     * @param instance the folder of this server and its data; created when absent
     * @param log the file that takes its output
     * @param port the port, or 0 for a free one
     * @param managementPort the port of health and metrics, or 0 for a free one
     * @param adminPassword password of the bootstrap administrator, set when the data are first made
     * @param environment values for the realm file's placeholders, and settings of providers ({@code KC_SPI_...})
     */
    public record Settings(
            Path cache,
            Path archive,
            List<Path> providers,
            Optional<Path> realm,
            Path instance,
            Path log,
            int port,
            int managementPort,
            String adminPassword,
            Map<String, String> environment) {

        /** Copies list and map. */
        public Settings {
            providers = List.copyOf(providers);
            environment = Map.copyOf(environment);
        }

        @Override
        public String toString() {
            return "Settings[instance=" + instance + ", port=" + port + "]";
        }
    }

    /**
     * Describes a server; nothing runs yet.
     *
     * @param settings how it runs
     */
    public KeycloakServer(Settings settings) {
        this.settings = settings;
        this.port = settings.port() == 0 ? FreePorts.next() : settings.port();
        this.managementPort = settings.managementPort() == 0 ? FreePorts.next() : settings.managementPort();
    }

    /**
     * Starts the server and waits until realm and administrator are there; builds the distribution first when this provider
     * jar was never built. Does nothing when it runs.
     *
     * @return this
     */
    public synchronized KeycloakServer start() {
        if (isRunning()) {
            return this;
        }
        KeycloakDistribution distribution =
                KeycloakDistribution.built(settings.cache(), settings.archive(), settings.providers());
        Path home = distribution.instance(settings.instance());
        RealmImport realm = new RealmImport(settings, distribution.key());
        realm.prepare(home);
        process = launch(home);
        return this;
    }

    /** Stops the server; its data stay. Does nothing when it is stopped. */
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
     * Names the address of the server.
     *
     * @return {@code http://127.0.0.1:<port>}, which is also the base of every issuer
     */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Signs in as the bootstrap administrator.
     *
     * @return an access token for the admin API, valid for one minute
     */
    public String adminToken() {
        return new AdminSignIn(url(), settings.adminPassword()).token();
    }

    /** Stops the server. */
    @Override
    public void close() {
        stop();
    }

    /**
     * Imports the realm once into data that every later server of the same cache begins with, if they have the same realm
     * file, placeholder values, administrator password and provider jar. Costs one start the first time, and saves the import
     * at each later one.
     *
     * @return this
     */
    public KeycloakServer shareImport() {
        KeycloakDistribution distribution =
                KeycloakDistribution.built(settings.cache(), settings.archive(), settings.providers());
        Path template = new RealmImport(settings, distribution.key()).template();
        if (!Files.isDirectory(template)) {
            Locked.run(settings.cache().resolve("import.lock"), () -> {
                if (!Files.isDirectory(template)) {
                    importInto(template);
                }
            });
        }
        return this;
    }

    private void importInto(Path template) throws IOException {
        Path instance = Files.createTempDirectory(settings.cache(), "import-");
        Settings once = new Settings(
                settings.cache(),
                settings.archive(),
                settings.providers(),
                settings.realm(),
                instance,
                settings.log(),
                0,
                0,
                settings.adminPassword(),
                settings.environment());
        try (KeycloakServer importer = new KeycloakServer(once)) {
            importer.start().stop();
            Path draft = Files.createTempDirectory(settings.cache(), "data-draft-");
            FileTrees.copy(instance.resolve("data/h2"), draft.resolve("h2"));
            Files.move(draft, template, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTrees.delete(instance);
        }
    }

    private GuardedProcess launch(Path home) {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", settings.adminPassword());
        environment.put("KC_DB_URL_PROPERTIES", H2_PROPERTIES);
        environment.put("KC_HTTP_HOST", "127.0.0.1");
        environment.put("KC_HTTP_PORT", Integer.toString(port));
        environment.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(managementPort));
        GuardedProcess fresh = GuardedProcess.start(
                new GuardedProcess.Spec("Keycloak", command(home), environment, home, settings.log(), StopSignal.TERM));
        Readiness readiness = new Readiness(URI.create("http://127.0.0.1:" + managementPort + "/health/ready"));
        fresh.awaitReady(readiness::answersOk, POLL, START_LIMIT);
        return fresh;
    }

    // The java command itself, not kc.sh: a script in between would leave java behind when it is killed.
    private List<String> command(Path home) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx512m",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        for (String opened : List.of("java.util", "java.util.concurrent", "java.security", "java.lang")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Djava.net.preferIPv4Stack=true",
                "-Dfile.encoding=UTF-8",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                // A fixed name: otherwise the issuer would be taken from the Host header.
                "--hostname=" + url(),
                "--cache=local",
                "--log-level=info,io.smallrye.health:error"));
        return command;
    }
}
