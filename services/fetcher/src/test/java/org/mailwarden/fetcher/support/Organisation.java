// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.devstack.chaos.Chaos;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.keycloak.ClientTokens;
import org.mailwarden.kit.seal.HpkeOpener;

/** The world around the fetcher in a test: real mail server, broker and Keycloak, reached from outside. */
public final class Organisation {

    static {
        // The sample mail server shares this JVM, and its threads die of a client that hangs up while it waits for
        // news.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private static final ClientTokens TOKENS = new ClientTokens(Organisation::token);

    private final ControlClient control = new ControlClient(config("mailwarden.devservices.control-url"));

    /** What breach-watch opens fingerprints with; made on the first call, and until then new credentials are not announced. */
    public static HpkeOpener breachWatch() {
        Path keys = Path.of(config("mailwarden.keys.directory"));
        return HpkeOpener.loadOrCreate(
                keys.resolve("breach-watch.private.keyset"), keys.resolve("breach-watch.public.keyset"));
    }

    public static String config(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }

    public ControlClient control() {
        return control;
    }

    /** A mailbox that no other test has. */
    public record Mailbox(String address, String password) {}

    public Mailbox mailbox() {
        String address = "user-" + UUID.randomUUID() + "@sample.example";
        String password = "Pw-" + UUID.randomUUID();
        control.addMailUser(address, address, password);
        return new Mailbox(address, password);
    }

    public void deliver(Mailbox mailbox, int messages) {
        deliver(mailbox, messages, 0);
    }

    /** Delivers messages with so many characters of body in addition. */
    public void deliver(Mailbox mailbox, int messages, int characters) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", config("mailwarden.devservices.mail.smtp-port"));
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            for (int i = 0; i < messages; i++) {
                MimeMessage message = new MimeMessage(session);
                message.setFrom(new InternetAddress("sender@elsewhere.example"));
                message.setRecipient(Message.RecipientType.TO, new InternetAddress(mailbox.address()));
                message.setSubject("Grüße " + i, "UTF-8");
                message.setText("Body " + i + "\r\n" + ("x".repeat(70) + "\r\n").repeat(characters / 72), "UTF-8");
                message.saveChanges();
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Delivers bytes as they are; lines end with CRLF. */
    public void deliverRaw(Mailbox mailbox, String mail) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", config("mailwarden.devservices.mail.smtp-port"));
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))),
                    new InternetAddress[] {new InternetAddress(mailbox.address())});
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public ValidatableResponse enrol(Mailbox mailbox, String protocol, String password) {
        String port = protocol.equals("IMAP") ? "imaps-port" : "pop3s-port";
        return enrol(mailbox, protocol, password, "localhost", "TLS", config("mailwarden.devservices.mail." + port));
    }

    public ValidatableResponse enrol(
            Mailbox mailbox, String protocol, String password, String host, String security, String port) {
        return as("mailwarden-cli")
                .body(Map.of(
                        "address", mailbox.address(),
                        "protocol", protocol,
                        "host", host,
                        "port", Integer.parseInt(port),
                        "security", security,
                        "username", mailbox.address(),
                        "credential", Map.of("type", "PASSWORD", "password", password)))
                .post("/api/v1/accounts")
                .then();
    }

    public UUID enrolled(Mailbox mailbox, String protocol) {
        return UUID.fromString(enrol(mailbox, protocol, mailbox.password())
                .statusCode(201)
                .extract()
                .path("id"));
    }

    public UUID enrolled(Mailbox mailbox, String protocol, List<String> folders) {
        return enrolled(mailbox, protocol, folders, Integer.parseInt(config("mailwarden.devservices.mail.imaps-port")));
    }

    public UUID enrolled(Mailbox mailbox, String protocol, List<String> folders, int port) {
        return UUID.fromString(as("mailwarden-cli")
                .body(Map.of(
                        "address",
                        mailbox.address(),
                        "protocol",
                        protocol,
                        "host",
                        "localhost",
                        "port",
                        port,
                        "security",
                        "TLS",
                        "folders",
                        folders,
                        "credential",
                        Map.of("type", "PASSWORD", "password", mailbox.password())))
                .post("/api/v1/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    public <T> T field(UUID account, String name) {
        return as("mailwarden-cli")
                .get("/api/v1/accounts/" + account)
                .then()
                .extract()
                .path(name);
    }

    public io.restassured.specification.RequestSpecification as(String client) {
        return given().auth().oauth2(TOKENS.of(client)).contentType(ContentType.JSON);
    }

    private static String token(String client) {
        return given().contentType(ContentType.URLENC)
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", client)
                .formParam("client_secret", config("mailwarden.devservices.secret." + client))
                .post(config("quarkus.oidc.auth-server-url") + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    public String state(UUID account) {
        return as("mailwarden-cli")
                .get("/api/v1/accounts/" + account)
                .then()
                .extract()
                .path("state");
    }

    public List<Topic.Received> on(String topic, UUID account) {
        return Topic.of(config("kafka.bootstrap.servers"), topic, account);
    }

    /** What was told of an account's messages, by the name of the event, in order. */
    public List<Topic.Received> messages(UUID account, String type) {
        return on(Topics.MESSAGES, account).stream()
                .filter(event -> event.type().equals("org.mailwarden." + type + ".v1"))
                .toList();
    }

    /** The subjects of an account's messages, in the order in which they were announced. */
    public List<String> subjects(UUID account) {
        return messages(account, "MessageReceived").stream()
                .map(event -> event.data().get("subject").asText())
                .toList();
    }

    public static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(Chaos.of(40, 1_500)))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion);
    }
}
