// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.devstack.launcher.Stack;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.Doveadm;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.mail.KeycloakSignIn;
import org.mailwarden.devstack.mail.LineClient;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.secrets.SecretFiles;
import org.mailwarden.e2e.outside.Http;

/**
 * A Dovecot whose users sign in with their Keycloak password or with a token, and that can be driven over HTTP. Its ports and
 * its key are there before it runs, for the settings of the services. For one thread.
 */
final class KeycloakDovecot implements AutoCloseable {

    /** The client of mail programs that a person signs in to in the browser. */
    static final String APP = "mail-app";

    /** The client whose service account opens every mailbox. */
    static final String ROBOT = "mail-robot";

    /** Domain of the addresses whose mailboxes it has. */
    static final String DOMAIN = "loop.example";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DovecotServer.Ports ports = DovecotServer.Ports.free();
    private final String clientSecret = UUID.randomUUID().toString();
    private final Path folder;
    private final Doveadm doveadm;
    private @Nullable DovecotServer server;
    private @Nullable CertificateAuthority authority;

    KeycloakDovecot() {
        try {
            folder = Files.createTempDirectory("mailwarden-doveadm");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        new SecretFiles(folder).get("doveadm");
        doveadm = Doveadm.free(folder.resolve("doveadm"));
    }

    /** What auth has to know to drive it. */
    Map<String, String> settings() {
        String server = "mailwarden.auth.mail-servers.dovecot.";
        return Map.of(
                server + "url",
                doveadm.url().toString(),
                server + "key-file",
                doveadm.keyFile().toString(),
                server + "domains",
                DOMAIN);
    }

    /** Starts it, and gives the realm what mail programs need; does nothing when it runs. */
    void start(Stack stack) {
        if (server != null) {
            return;
        }
        URI keycloak = stack.keycloak().url();
        addTokensForMail(keycloak, stack.keycloak().adminToken());
        String secret = stack.clientSecrets().getOrDefault(KeycloakSignIn.CLIENT, "");
        KeycloakSignIn realm = KeycloakSignIn.byUsername(keycloak, secret);
        authority = CertificateAuthority.in(stack.dataDirectory().resolve("mail"));
        server = DovecotServer.start(
                authority, doveadm.in(realm.in(realm.tokens().in(DovecotServer.Options.usual()))), ports);
    }

    /** The port of a protocol in TLS. */
    int port(Protocol protocol) {
        return protocol == Protocol.IMAP ? ports.imaps() : ports.pop3s();
    }

    /** Secret of the clients {@link #APP} and {@link #ROBOT}. */
    String clientSecret() {
        return clientSecret;
    }

    /** Puts a mail into an inbox. */
    void deliver(String user, String messageId) {
        running()
                .deliver(
                        user,
                        "INBOX",
                        ("Message-ID: " + messageId
                                        + "\r\nFrom: sam@elsewhere.example\r\nSubject: A word\r\n\r\nHello\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Connects as a person would. */
    LineClient connect(Protocol protocol) throws IOException {
        running();
        return LineClient.greeted(port(protocol), java.util.Objects.requireNonNull(authority), PATIENCE);
    }

    /** Signs in over IMAP; the answer without its tag. */
    static String imap(LineClient client, String user, String password) throws IOException {
        return client.imap("login " + user + " " + password);
    }

    /** Signs in over POP3; the answer to the password. */
    static String pop3(LineClient client, String user, String password) throws IOException {
        client.say("USER " + user);
        return String.valueOf(client.say("PASS " + password));
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        FileTrees.delete(folder);
    }

    private DovecotServer running() {
        if (server == null) {
            throw new IllegalStateException("Dovecot was not started");
        }
        return server;
    }

    /** The steps of docs/operations.md, which an administrator takes once. */
    private void addTokensForMail(URI keycloak, String token) {
        String realm = keycloak + "/admin/realms/mailwarden";
        for (String scope : List.of("mail", "mail-fleet")) {
            post(
                    realm + "/client-scopes",
                    token,
                    Map.of(
                            "name",
                            scope,
                            "protocol",
                            "openid-connect",
                            "attributes",
                            Map.of("include.in.token.scope", "true"),
                            "protocolMappers",
                            List.of(Map.of(
                                    "name",
                                    "audience",
                                    "protocol",
                                    "openid-connect",
                                    "protocolMapper",
                                    "oidc-audience-mapper",
                                    "config",
                                    Map.of(
                                            "included.client.audience",
                                            KeycloakSignIn.CLIENT,
                                            "access.token.claim",
                                            "true")))));
        }
        client(
                realm,
                token,
                APP,
                Map.of("directAccessGrantsEnabled", true, "optionalClientScopes", List.of("mail", "offline_access")));
        client(
                realm,
                token,
                ROBOT,
                Map.of("serviceAccountsEnabled", true, "optionalClientScopes", List.of("mail-fleet")));
    }

    private void client(String realm, String token, String id, Map<String, Object> more) {
        Map<String, Object> client = new HashMap<>(
                Map.of("clientId", id, "publicClient", false, "secret", clientSecret, "standardFlowEnabled", false));
        client.putAll(more);
        post(realm + "/clients", token, client);
    }

    private static void post(String url, String token, Map<String, Object> body) {
        Http.json("POST", url, token, body).orFail("Preparing the realm for mail programs");
    }
}
