// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.fetcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.bench.service.RunningService;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.fetcher.session.MailEndpoint;

/** The fetcher as operators run it, with its accounts. */
public final class FetcherService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningService service;
    private final HttpClient http = HttpClient.newHttpClient();

    private FetcherService(RunningService service) {
        this.service = service;
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
        Map<String, String> settings = new HashMap<>(more);
        settings.put("mailwarden.fetcher.allowed-networks", "127.0.0.0/8,::1/128");
        settings.put("mailwarden.fetcher.trusted-ca", authority.toString());
        return new FetcherService(RunningService.start("fetcher", folder, settings));
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
        HttpRequest request = HttpRequest.newBuilder(service.at("/api/v1/accounts"))
                .header("Authorization", "Bearer " + service.administrator())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new IOException("The account was not enrolled: " + response.body() + "\n" + service.logTail());
        }
        return UUID.fromString(JSON.readTree(response.body()).path("id").asText());
    }

    /** Where events are published. */
    public String bootstrapServers() {
        return service.bootstrapServers();
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
            throw new IOException("The mailbox was not read within ten minutes. " + service.logTail());
        } catch (SQLException e) {
            throw new IOException("The database did not answer", e);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(
                service.database("jdbc.url"), service.database("username"), service.database("password"));
    }

    /** The end of its log. */
    public String logTail() {
        return service.logTail();
    }

    @Override
    public void close() {
        service.close();
    }
}
