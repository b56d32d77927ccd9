// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.service;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.keycloak.Readiness;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.devstack.process.GuardedProcess;
import org.mailwarden.devstack.process.GuardedProcess.StopSignal;
import org.mailwarden.devstack.secrets.SecretFiles;

/**
 * A service as operators run it: its own JVM with the flags of the image, a real broker and a real database. Keycloak is
 * there only where it is asked for; otherwise the service believes tokens that are signed here.
 */
public final class RunningService implements AutoCloseable {

    private final TestServers servers;
    private final Issuer issuer = new Issuer();
    private final int port = FreePorts.next();
    private final Map<String, String> database;
    private final GuardedProcess process;
    private final Thread ending = Thread.ofPlatform().unstarted(this::end);

    private RunningService(
            String name, Path folder, boolean withKeycloak, Function<TestServers, Map<String, String>> more) {
        Checkout checkout = Checkout.find();
        Path jar = checkout.root().resolve("services/" + name + "/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("The service " + name + " is not built: " + jar + " is missing");
        }
        servers = new TestServers(checkout);
        Runtime.getRuntime().addShutdownHook(ending);
        database = servers.database(name.replace('-', '_'));
        Map<String, String> settings = new TreeMap<>(database);
        settings.put("config_ordinal", "500");
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("kafka.bootstrap.servers", servers.kafka().bootstrapServers());
        if (withKeycloak) {
            String keycloak = servers.keycloak().url().toString();
            settings.put("quarkus.oidc.auth-server-url", keycloak + "/realms/mailwarden");
            settings.put("mailwarden.keycloak.url", keycloak);
            settings.put("mailwarden.client-secret", clientSecret("mailwarden-" + name));
        } else {
            settings.putAll(issuer.settings());
            settings.put("mailwarden.client-secret", "none");
            settings.put("mailwarden.keycloak.url", "http://127.0.0.1:9");
        }
        settings.put("mailwarden.keys.directory", servers.keysFolder().toString());
        settings.putAll(more.apply(servers));
        Path file = folder.resolve(name + ".properties");
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        SecretFiles.write(file, text.toString());
        process = GuardedProcess.start(new GuardedProcess.Spec(
                name,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        jar.toString()),
                Map.of("QUARKUS_CONFIG_LOCATIONS", file.toUri().toString()),
                folder,
                folder.resolve(name + ".log"),
                StopSignal.TERM));
    }

    /**
     * Starts it.
     *
     * @param name of the service, as its folder is called
     * @param folder for its settings and its log
     * @param more settings beside the usual ones
     * @return running and ready
     */
    public static RunningService start(String name, Path folder, Map<String, String> more) {
        return new RunningService(name, folder, false, servers -> more).ready();
    }

    /**
     * Starts it beside a real Keycloak with the realm and the provider.
     *
     * @param name of the service, as its folder is called
     * @param folder for its settings and its log
     * @param more settings beside the usual ones, given the servers of the run
     * @return running and ready
     */
    public static RunningService startWithKeycloak(
            String name, Path folder, Function<TestServers, Map<String, String>> more) {
        RunningService service = new RunningService(name, folder, true, more).ready();
        new ControlClient(service.servers.control().url().toString())
                .relayTo(service.at("").toString());
        return service;
    }

    private RunningService ready() {
        process.awaitReady(
                new Readiness(at("/q/health/ready"))::answersOk, Duration.ofMillis(250), Duration.ofSeconds(120));
        return this;
    }

    /** The address of a path. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** A token of an administrator. */
    public String administrator() {
        return issuer.administrator();
    }

    /** Where events are published. */
    public String bootstrapServers() {
        return servers.kafka().bootstrapServers();
    }

    /** Where its keys are. */
    public Path keys() {
        return servers.keysFolder();
    }

    /** A setting of its database, as Quarkus calls it. */
    public String database(String setting) {
        return database.getOrDefault("quarkus.datasource." + setting, "");
    }

    /** Where its Keycloak is, when there is one. */
    public URI keycloak() {
        return servers.keycloak().url();
    }

    /** The secret of a client of the realm. */
    public String clientSecret(String client) {
        return servers.clientSecrets().getOrDefault(client, "");
    }

    /** The end of its log. */
    public String logTail() {
        return process.logTail();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(ending);
        end();
    }

    private void end() {
        process.stop(Duration.ofSeconds(20));
        issuer.close();
        servers.close();
    }
}
