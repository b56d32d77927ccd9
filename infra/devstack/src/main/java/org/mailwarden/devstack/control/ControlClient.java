// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.mailwarden.devstack.mail.ReceivedMail;

/**
 * What a test asks of the servers of its run. Every call returns when it is done, so a stopped server is down and a started
 * one answers. A call fails with {@link IllegalStateException}. Safe for use by several threads.
 */
public final class ControlClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(240);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    /** A server that can be stopped and started. */
    public enum Server {
        /** The broker. */
        KAFKA,
        /** The database server. */
        POSTGRES,
        /** The identity server. */
        KEYCLOAK,
        /** The sample mail server. */
        MAIL
    }

    /**
     * Opens a client.
     *
     * @param url the value of {@code mailwarden.devservices.control-url}
     */
    public ControlClient(String url) {
        this.url = url;
    }

    /**
     * Stops a server cleanly; its data stay.
     *
     * @param server the server
     */
    public void stop(Server server) {
        call("POST", "/stop/" + name(server), Map.of());
    }

    /**
     * Ends a server by SIGKILL.
     *
     * @param server PostgreSQL or Keycloak; the others live in the test's own JVM
     */
    public void kill(Server server) {
        call("POST", "/kill/" + name(server), Map.of());
    }

    /**
     * Starts a stopped server on the same ports and data.
     *
     * @param server the server
     */
    public void start(Server server) {
        call("POST", "/start/" + name(server), Map.of());
    }

    /**
     * Opens a mailbox, or gives an existing one a new password.
     *
     * @param address the mail address
     * @param login the name to sign in with
     * @param password the password
     */
    public void addMailUser(String address, String login, String password) {
        call("POST", "/mail/users", Map.of("address", address, "login", login, "password", password));
    }

    /**
     * Changes the password of a mailbox.
     *
     * @param login the name to sign in with
     * @param password the new password
     */
    public void changeMailPassword(String login, String password) {
        call("PUT", "/mail/users", Map.of("login", login, "password", password));
    }

    /**
     * Removes a mailbox with its messages.
     *
     * @param login the name to sign in with
     */
    public void removeMailUser(String login) {
        call("DELETE", "/mail/users?user=" + encode(login), Map.of());
    }

    /**
     * Reads a mailbox without marking anything.
     *
     * @param login the name to sign in with, or the address
     * @return the messages of INBOX, oldest first
     */
    public List<ReceivedMail> inbox(String login) {
        try {
            String answer = call("GET", "/mail/inbox?user=" + encode(login), Map.of());
            return List.of(JSON.readValue(answer, ReceivedMail[].class));
        } catch (IOException cause) {
            throw new IllegalStateException("The answer is not a list of messages", cause);
        }
    }

    /**
     * Signs in to Keycloak as its bootstrap administrator.
     *
     * @return an access token for the admin API, valid for one minute
     */
    public String keycloakAdminToken() {
        try {
            return JSON.readTree(call("POST", "/keycloak/admin-token", Map.of()))
                    .path("token")
                    .asText();
        } catch (IOException cause) {
            throw new IllegalStateException("The answer is not a token", cause);
        }
    }

    /**
     * Puts a password into the corpus that Keycloak's provider asks.
     *
     * @param sha1 SHA-1 of the password in hex
     * @param count how often the corpus holds it
     */
    public void plantBreached(String sha1, long count) {
        call("POST", "/keycloak/range", Map.of("sha1", sha1, "count", Long.toString(count)));
    }

    /**
     * Lets the corpus that Keycloak's provider asks go away or come back.
     *
     * @param away whether it answers 503
     */
    public void corpusAway(boolean away) {
        call("PUT", "/keycloak/range", Map.of("away", Boolean.toString(away)));
    }

    /**
     * Lists what Keycloak's provider asked the corpus for.
     *
     * @return request targets, oldest first
     */
    public List<String> askedOfCorpus() {
        try {
            return List.of(JSON.readValue(call("GET", "/keycloak/range", Map.of()), String[].class));
        } catch (IOException cause) {
            throw new IllegalStateException("The answer is not a list", cause);
        }
    }

    /**
     * Tells Keycloak's provider where the service under test is.
     *
     * @param url its address, without a slash at its end
     */
    public void relayTo(String url) {
        call("PUT", "/keycloak/relay", Map.of("url", url));
    }

    private String call(String method, String path, Map<String, String> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .timeout(LIMIT)
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            var response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != 200) {
                throw new IllegalStateException(method + " " + path + ": " + response.body());
            }
            return response.body();
        } catch (IOException cause) {
            throw new IllegalStateException(method + " " + path + " got no answer", cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", interrupted);
        }
    }

    private static String name(Server server) {
        return server.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
