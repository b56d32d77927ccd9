// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.fetcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.keycloak.Readiness;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.devstack.process.GuardedProcess;
import org.mailwarden.devstack.process.GuardedProcess.StopSignal;
import org.mailwarden.devstack.secrets.SecretFiles;
import org.mailwarden.fetcher.session.MailEndpoint;

/**
 * The fetcher as operators run it: its own JVM with the flags of the image, a real broker and a real database. Only
 * Keycloak is not there: the fetcher believes tokens that are signed here.
 */
public final class FetcherService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestServers servers;
    private final Issuer issuer = new Issuer();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePorts.next();
    private final Map<String, String> database;
    private final GuardedProcess process;
    private final Thread ending = Thread.ofPlatform().unstarted(this::end);

    private FetcherService(Path folder, Path authority, Map<String, String> more) {
        Checkout checkout = Checkout.find();
        Path jar = checkout.root().resolve("services/fetcher/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("The fetcher is not built: " + jar + " is missing");
        }
        servers = new TestServers(checkout);
        Runtime.getRuntime().addShutdownHook(ending);
        database = servers.database("fetcher");
        Map<String, String> settings = new TreeMap<>(database);
        settings.put("config_ordinal", "500");
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("kafka.bootstrap.servers", servers.kafka().bootstrapServers());
        settings.putAll(issuer.settings());
        settings.put("mailwarden.client-secret", "none");
        settings.put("mailwarden.keycloak.url", "http://127.0.0.1:9");
        settings.put("mailwarden.keys.directory", servers.keysFolder().toString());
        settings.put("mailwarden.fetcher.allowed-networks", "127.0.0.0/8,::1/128");
        settings.put("mailwarden.fetcher.trusted-ca", authority.toString());
        settings.putAll(more);
        Path file = folder.resolve("fetcher.properties");
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        SecretFiles.write(file, text.toString());
        process = GuardedProcess.start(new GuardedProcess.Spec(
                "fetcher",
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
                folder.resolve("fetcher.log"),
                StopSignal.TERM));
    }

    /**
     * Starts it.
     *
     * @param folder for its settings and its log
     * @param authority who vouches for the mail servers
     * @param more settings beside the usual ones
     * @return running and ready
     */
    public static FetcherService start(Path folder, Path authority, Map<String, String> more) {
        FetcherService service = new FetcherService(folder, authority, more);
        service.process.awaitReady(
                new Readiness(URI.create("http://127.0.0.1:" + service.port + "/q/health/ready"))::answersOk,
                Duration.ofMillis(250),
                Duration.ofSeconds(120));
        return service;
    }

    /**
     * Enrols a mailbox.
     *
     * @param address of the account, unlike any other
     * @param endpoint where the mailbox is
     * @param user its user
     * @param password its password
     * @return the account
     */
    public UUID enrol(String address, MailEndpoint endpoint, String user, String password)
            throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(Map.of(
                "address",
                address,
                "protocol",
                Protocol.IMAP.name(),
                "host",
                endpoint.host(),
                "port",
                endpoint.port(),
                "security",
                endpoint.security().name(),
                "username",
                user,
                "credential",
                Map.of("type", "PASSWORD", "password", password)));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/accounts"))
                .header("Authorization", "Bearer " + issuer.administrator())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new IOException("The account was not enrolled: " + response.body() + "\n" + process.logTail());
        }
        return UUID.fromString(JSON.readTree(response.body()).path("id").asText());
    }

    /** Where events are published. */
    public String bootstrapServers() {
        return servers.kafka().bootstrapServers();
    }

    /**
     * Waits until the inbox of an account is known up to a UID: published, acknowledged, and written down.
     *
     * @return seconds since the fetcher began to sign in
     */
    public double secondsUntilKnown(UUID account, long uid) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        try (Connection connection = connection();
                PreparedStatement known = connection.prepareStatement("""
                        select extract(epoch from clock_timestamp() - min(a.started_at)) from folder_state f
                        join sign_in_attempt a on a.account_id = f.account_id
                        where f.account_id = ? and f.last_uid >= ? having count(*) > 0""")) {
            known.setObject(1, account);
            known.setLong(2, uid);
            while (System.nanoTime() < deadline) {
                try (ResultSet rows = known.executeQuery()) {
                    if (rows.next()) {
                        return rows.getDouble(1);
                    }
                }
                Thread.sleep(10);
            }
            throw new IOException("The mailbox was not read within ten minutes. " + process.logTail());
        } catch (SQLException e) {
            throw new IOException("The database did not answer", e);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(
                database.getOrDefault("quarkus.datasource.jdbc.url", ""),
                database.getOrDefault("quarkus.datasource.username", ""),
                database.getOrDefault("quarkus.datasource.password", ""));
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
