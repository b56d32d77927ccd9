// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.mailwarden.fetcher.support.Organisation.config;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.fetcher.support.Dovecot;
import org.mailwarden.fetcher.support.MailRealm;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Topic;

/** Accounts without a mailbox password: Keycloak issues the tokens, Dovecot takes them. */
@QuarkusTest
class TokenAccountsTest {

    private static final String PASSWORD = "opal-Meadow-93-lantern";

    private static MailRealm realm;
    private static DovecotServer dovecot;

    @Inject
    EntityManager entities;

    private final Organisation organisation = new Organisation();

    @BeforeEach
    void startServers() {
        if (dovecot == null) {
            Dovecot.required();
            // With the key of breach-watch there, every password is announced; these credentials must not be.
            Organisation.breachWatch();
            realm = new MailRealm(organisation.control());
            CertificateAuthority authority = CertificateAuthority.in(
                    Path.of(config("mailwarden.devservices.mail.ca")).getParent());
            dovecot = Dovecot.start(authority, realm.issuer().in(DovecotServer.Options.usual()));
        }
    }

    @AfterAll
    static void stopServers() {
        if (dovecot != null) {
            dovecot.close();
            dovecot = null;
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void oneServiceAccountReadsEveryMailboxAndNoMailboxPasswordIsStored(Protocol protocol) {
        // Given
        UUID one = enrolled(protocol, mailbox(2), robot());
        eventually(() -> assertThat(messages(one)).as(reason(one)).hasSize(2));
        long tokens = count("select count(*) from oauth_token");

        // When
        UUID other = enrolled(protocol, mailbox(1), robot());

        // Then
        eventually(() -> assertThat(messages(other)).as(reason(other)).hasSize(1));
        assertThat(count("select count(*) from oauth_token")).isEqualTo(tokens);
        assertThat(count("select count(*) from credential where type = 'PASSWORD' and account_id in ('" + one + "', '"
                        + other + "')"))
                .isZero();
        assertThat(organisation.on(Topics.CREDENTIALS, one)).isEmpty();
        assertThat(organisation.<String>field(one, "credentialType")).isEqualTo("OAUTH2_CLIENT");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void tokenIsRenewedBeforeItEndsAndEachExchangedRefreshTokenIsKept(Protocol protocol) {
        // Given
        String user = mailbox(1);
        realm.user(user, PASSWORD);
        UUID account = enrolled(protocol, user, refresh(realm.refreshToken(user, PASSWORD)));
        eventually(() -> assertThat(messages(account)).as(reason(account)).hasSize(1));
        Object firstEnd = end(account);

        // When
        eventually(() -> assertThat(end(account)).isNotEqualTo(firstEnd));
        Object secondEnd = end(account);
        eventually(() -> assertThat(end(account)).isNotEqualTo(secondEnd));
        deliver(user, 1);

        // Then
        eventually(() -> assertThat(messages(account)).as(reason(account)).hasSize(2));
        assertThat(organisation.state(account)).isEqualTo("ACTIVE");
        assertThat(failedLogins(account)).isEmpty();
    }

    @Test
    void revokedGrantHoldsTheAccountWithASentenceAndANewOneGoesOn() {
        // Given
        String user = mailbox(1);
        realm.user(user, PASSWORD);
        UUID account = enrolled(Protocol.IMAP, user, refresh(realm.refreshToken(user, PASSWORD)));
        eventually(() -> assertThat(messages(account)).as(reason(account)).hasSize(1));

        // When
        realm.logout(user);

        // Then
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("CREDENTIAL_REFUSED"));
        assertThat(reason(account))
                .contains("no longer accepts the refresh token")
                .contains("new refresh token");
        organisation
                .as("mailwarden-cli")
                .body(refresh(realm.refreshToken(user, PASSWORD)))
                .put("/api/v1/accounts/" + account + "/credential")
                .then()
                .statusCode(200)
                .body("credentialVersion", equalTo(2));
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
    }

    @Test
    void tokenEndpointThatIsAwayIsNoWrongPassword() {
        // Given
        String user = mailbox(1);
        Map<String, Object> robot = robot();
        robot.put("tokenUrl", "http://127.0.0.1:" + FreePorts.next() + "/token");

        // When
        UUID account = enrolled(Protocol.IMAP, user, robot);

        // Then
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("UNREACHABLE"));
        assertThat(reason(account)).contains("token endpoint").contains("asked again");
        assertThat(failedLogins(account)).isEmpty();
        eventually(() -> assertThat(count("select count(*) from sign_in_attempt where account_id = '" + account
                        + "' and outcome is distinct from 'NOT_MADE'"))
                .isZero());
    }

    @Test
    void wrongSecretOfOneAccountGetsASentenceAndTakesNothingFromTheOthers() {
        // Given
        UUID good = enrolled(Protocol.IMAP, mailbox(1), robot());
        eventually(() -> assertThat(messages(good)).as(reason(good)).hasSize(1));
        Map<String, Object> wrong = robot();
        wrong.put("clientSecret", "not-the-secret");

        // When
        UUID bad = enrolled(Protocol.IMAP, mailbox(1), wrong);

        // Then
        eventually(() -> assertThat(reason(bad)).contains("does not know the client or its secret"));
        assertThat(messages(bad)).isEmpty();
        assertThat(organisation.state(good)).isEqualTo("ACTIVE");
        assertThat(count("select count(*) from oauth_token where problem like '%client or its secret%'"))
                .isZero();
    }

    @Test
    void tokenOfAClientWithoutTheRightIsRefusedTwiceAndNoMore() {
        // Given
        Map<String, Object> app = robot();
        app.put("scope", "openid");

        // When
        UUID account = enrolled(Protocol.IMAP, mailbox(1), app);

        // Then
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("CREDENTIAL_REFUSED"));
        eventually(() -> assertThat(failedLogins(account))
                .hasSize(2)
                .allSatisfy(
                        login -> assertThat(login.data().get("detail").asText()).contains("access token")));
    }

    private String mailbox(int messages) {
        String user = "user-" + UUID.randomUUID();
        dovecot.users(Map.of(user, "pw-" + UUID.randomUUID()));
        deliver(user, messages);
        return user;
    }

    private static void deliver(String user, int messages) {
        for (int i = 0; i < messages; i++) {
            dovecot.deliver(
                    user,
                    "INBOX",
                    ("From: sam@example.org\r\nSubject: " + UUID.randomUUID() + "\r\n\r\nHello\r\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, Object> robot() {
        return new HashMap<>(Map.of(
                "type",
                "OAUTH2_CLIENT",
                "tokenUrl",
                realm.tokenUrl(),
                "clientId",
                MailRealm.ROBOT,
                "clientSecret",
                MailRealm.SECRET,
                "scope",
                "mail-fleet",
                "masterUser",
                "service-account-" + MailRealm.ROBOT));
    }

    private static Map<String, Object> refresh(String token) {
        return Map.of(
                "type",
                "OAUTH2_REFRESH",
                "tokenUrl",
                realm.tokenUrl(),
                "clientId",
                MailRealm.APP,
                "clientSecret",
                MailRealm.SECRET,
                "refreshToken",
                token);
    }

    private UUID enrolled(Protocol protocol, String user, Map<String, Object> credential) {
        int port = protocol == Protocol.IMAP
                ? dovecot.ports().imaps()
                : dovecot.ports().pop3s();
        return UUID.fromString(organisation
                .as("mailwarden-cli")
                .body(Map.of(
                        "address",
                        user + "@mail.example",
                        "protocol",
                        protocol.name(),
                        "host",
                        "localhost",
                        "port",
                        port,
                        "security",
                        "TLS",
                        "username",
                        user,
                        "credential",
                        credential))
                .post("/api/v1/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    private List<Topic.Received> messages(UUID account) {
        return organisation.on(Topics.MESSAGES, account);
    }

    private List<Topic.Received> failedLogins(UUID account) {
        return organisation.on(Topics.LOGINS, account).stream()
                .filter(login -> login.type().contains("LoginFailed"))
                .toList();
    }

    private String reason(UUID account) {
        return String.valueOf(organisation.<String>field(account, "stateReason"));
    }

    private Object end(UUID account) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery("select expires_at from oauth_token where account_id = :account")
                        .setParameter("account", account)
                        .getSingleResult());
    }

    private long count(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(query).getSingleResult()).longValue());
    }
}
