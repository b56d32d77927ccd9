// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.credentiallink;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.fetcher.support.AuthStandIn;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.fetcher.support.People;
import org.mailwarden.fetcher.support.Resets;
import org.mailwarden.kit.event.EventPublisher;

/** The owner gives the new password over a link: reading goes on where it stopped, and nobody is locked out. */
@QuarkusTest
@WithTestResource(value = AuthStandIn.class, scope = TestResourceScope.GLOBAL)
class CredentialLinkTest {

    private static People people;

    @Inject
    EventPublisher publisher;

    @Inject
    EntityManager entities;

    private final Organisation organisation = new Organisation();

    @BeforeAll
    static void startDovecot() {
        people = People.start(7);
    }

    @AfterAll
    static void stopDovecot() {
        if (people != null) {
            people.close();
        }
    }

    @Test
    void readingGoesOnWhereItStoppedWithoutLossOrRepetition() {
        // Given an account that was read, was reset, and got mail meanwhile
        Mailbox mailbox = people.next();
        deliver(mailbox, "before");
        UUID account =
                enrolled(mailbox, mailbox.password(), people.server().ports().imaps());
        eventually(() -> assertThat(organisation.subjects(account)).containsExactly("before"));
        new Resets(publisher).started(UUID.randomUUID(), account, mailbox, 1);
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("SUSPENDED"));
        people.server().users(Map.of(People.name(mailbox), "Pw-quite-another"));
        // Dovecot looks once in each second whether its users changed.
        Instant known = Instant.now().plusSeconds(1);
        eventually(() -> assertThat(Instant.now()).isAfter(known));
        deliver(mailbox, "meanwhile");
        String token = token(account);

        // When
        use(token, "Pw-quite-another").statusCode(200).body("address", equalTo(mailbox.address()));

        // Then
        eventually(() -> assertThat(organisation.subjects(account)).containsExactly("before", "meanwhile"));
        deliver(mailbox, "afterwards");
        eventually(
                () -> assertThat(organisation.subjects(account)).containsExactly("before", "meanwhile", "afterwards"));
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
        assertThat(organisation.<Integer>field(account, "credentialVersion")).isEqualTo(2);
        use(token, "Pw-quite-another").statusCode(404).body("code", equalTo("credential-link-invalid"));
    }

    @Test
    void secondWrongPasswordIsTheLastAndTheLinkEnds() {
        // Given
        Mailbox mailbox = people.next();
        UUID account = waiting(mailbox);
        String token = token(account);

        // When
        use(token, "wrong one").statusCode(422).body("code", equalTo("password-refused"));
        use(token, "wrong two")
                .statusCode(422)
                .body("code", equalTo("link-used-up"))
                .body("detail", containsString("administrator"));

        // Then
        use(token, mailbox.password()).statusCode(404);
        assertThat(tries(account)).isEqualTo(2);
        assertThat(organisation.state(account)).isEqualTo("SUSPENDED");
        use(token(account), mailbox.password()).statusCode(200);
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
    }

    @Test
    void oldPasswordIsNotTakenAndNotEvenTried() {
        // Given a mail server that would take it
        Mailbox mailbox = people.next();
        UUID account =
                enrolled(mailbox, mailbox.password(), people.server().ports().imaps());
        suspend(account);

        // When
        ValidatableResponse answer = use(token(account), mailbox.password());

        // Then
        answer.statusCode(422).body("code", equalTo("password-retired"));
        assertThat(tries(account)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "expired", "replaced", "newer credential"})
    void everyLinkThatDoesNotWorkIsAnsweredAlike(String why) {
        // Given
        Mailbox mailbox = new Mailbox("user-" + UUID.randomUUID() + "@sample.example", "never tried");
        UUID account = enrolled(mailbox, "old", FreePorts.next());
        suspend(account);
        String token = token(account);
        switch (why) {
            case "unknown" -> token = "x".repeat(43);
            case "expired" ->
                change("update credential_link set expires_at = now() where account_id = :account", account);
            case "replaced" -> token(account);
            default ->
                organisation
                        .as("mailwarden-cli")
                        .body(Map.of("type", "PASSWORD", "password", "given by an administrator"))
                        .put("/api/v1/accounts/" + account + "/credential")
                        .then()
                        .statusCode(200);
        }

        // When
        ValidatableResponse answer = use(token, "a new password");

        // Then
        answer.statusCode(404)
                .body("code", equalTo("credential-link-invalid"))
                .body(
                        "detail",
                        equalTo(
                                "This link does not work: it is unknown, was used, or is too old. Ask your administrator"
                                        + " for a new one."));
        assertThat(tries(account)).isZero();
    }

    @Test
    void mailServerThatIsAwayCostsNoTryAndTheLinkIsLookedAtTenTimesAtMost() {
        // Given
        Mailbox mailbox = new Mailbox("user-" + UUID.randomUUID() + "@sample.example", "never tried");
        UUID account = enrolled(mailbox, "old", FreePorts.next());
        suspend(account);
        String token = token(account);

        // When
        for (int i = 0; i < 3; i++) {
            use(token, "a new password").statusCode(503).body("code", equalTo("mail-server-unavailable"));
        }

        // Then
        assertThat(count("select tries from credential_link where account_id = :account", account))
                .isZero();
        change("update credential_link set requests = 10 where account_id = :account", account);
        use(token, "a new password").statusCode(404);
    }

    @Test
    void accountThatWasRefusedTooOftenTodayIsNotTriedAndTheLinkStays() {
        // Given
        Mailbox mailbox = people.next();
        UUID account = waiting(mailbox);
        String token = token(account);
        change(
                "insert into sign_in_attempt (id, account_id, credential_version, host, started_at, outcome) select"
                        + " gen_random_uuid(), :account, 1, 'elsewhere', now(), 'BAD_CREDENTIALS' from generate_series(1, 1000)",
                account);

        // When
        ValidatableResponse answer = use(token, mailbox.password());

        // Then
        answer.statusCode(429).body("code", equalTo("not-now")).body("detail", containsString("hours"));
        assertThat(tries(account)).isZero();
        change("update sign_in_attempt set voided = true where account_id = :account", account);
        use(token, mailbox.password()).statusCode(200);
    }

    @Test
    void linkIsMadeForAuthAloneAndOnlyWhenAPasswordIsWaitedFor() {
        // Given
        Mailbox mailbox = people.next();
        UUID account =
                enrolled(mailbox, mailbox.password(), people.server().ports().imaps());
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));

        // When
        ValidatableResponse notWaiting = make("mailwarden-auth", account);

        // Then
        notWaiting.statusCode(409).body("code", equalTo("not-waiting"));
        make("mailwarden-breach-watch", account).statusCode(403).body("code", equalTo("not-this-service"));
        make("mailwarden-cli", account).statusCode(403);
        make("mailwarden-auth", UUID.randomUUID()).statusCode(404);
    }

    @Test
    void tokenIsKeptAsAHashAndFiveLinksAreEnoughForADay() {
        // Given
        Mailbox mailbox = new Mailbox("user-" + UUID.randomUUID() + "@sample.example", "never tried");
        UUID account = enrolled(mailbox, "old", FreePorts.next());
        suspend(account);
        String token = token(account);

        // When
        for (int i = 1; i < 5; i++) {
            token(account);
        }

        // Then
        make("mailwarden-auth", account).statusCode(429).body("code", equalTo("too-many-links"));
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(count(
                        "select count(*) from credential_link where account_id = :account and (length(token_hash) <> 32 or"
                                + " token_hash = sha256(convert_to('" + token + "', 'UTF8')))",
                        account))
                .isEqualTo(1);
    }

    @Test
    void networkThatAsksTooOftenHasToWait() {
        // Given
        String network = "203.0.113.7";
        for (int i = 0; i < 20; i++) {
            use(network, "y".repeat(43), "a password").statusCode(404);
        }

        // When
        ValidatableResponse answer = use(network, "y".repeat(43), "a password");

        // Then
        answer.statusCode(429).body("code", equalTo("too-many-requests"));
        use("203.0.113.8", "y".repeat(43), "a password").statusCode(404);
    }

    /** An account whose stored password is not the mailbox's any more. */
    private UUID waiting(Mailbox mailbox) {
        UUID account = enrolled(mailbox, "retired", people.server().ports().imaps());
        suspend(account);
        return account;
    }

    private UUID enrolled(Mailbox mailbox, String password, int port) {
        return UUID.fromString(organisation
                .enrol(mailbox, "IMAP", password, "localhost", "TLS", Integer.toString(port))
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** As the start of a reset does it, without the way over Kafka. */
    private void suspend(UUID account) {
        change("update account set state = 'SUSPENDED' where id = :account", account);
    }

    private static void deliver(Mailbox mailbox, String subject) {
        people.server()
                .deliver(
                        People.name(mailbox),
                        "INBOX",
                        ("Subject: " + subject + "\r\nMessage-ID: <" + UUID.randomUUID() + "@x>\r\n\r\nHello\r\n")
                                .getBytes(StandardCharsets.UTF_8));
    }

    private ValidatableResponse make(String client, UUID account) {
        return organisation
                .as(client)
                .body(Map.of("accountId", account))
                .post("/api/v1/credential-links")
                .then();
    }

    private String token(UUID account) {
        return make("mailwarden-auth", account).statusCode(201).extract().path("token");
    }

    private static ValidatableResponse use(String token, String password) {
        return use("198.51.100." + Math.floorMod(token.hashCode(), 250), token, password);
    }

    private static ValidatableResponse use(String network, String token, String password) {
        return given().contentType(ContentType.JSON)
                .header("X-Forwarded-For", network)
                .body(Map.of("token", token, "password", password))
                .post("/api/v1/credential-links/use")
                .then();
    }

    private long tries(UUID account) {
        return count("select count(*) from sign_in_attempt where account_id = :account and purpose = 'OWNER'", account);
    }

    private long count(String sql, UUID account) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(sql)
                                .setParameter("account", account)
                                .getSingleResult())
                        .longValue());
    }

    private void change(String sql, UUID account) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(sql)
                        .setParameter("account", account)
                        .executeUpdate());
    }
}
