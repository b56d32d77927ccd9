// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.suspend;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.config;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.fetcher.support.AuthStandIn;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.fetcher.support.People;
import org.mailwarden.fetcher.support.Resets;
import org.mailwarden.kit.event.EventPublisher;

/** After a reset, the retired password is tried once at the mail server, and never so that it could lock anybody out. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@WithTestResource(value = AuthStandIn.class, scope = TestResourceScope.GLOBAL)
class OldPasswordTest {

    private People people;

    @Inject
    EventPublisher publisher;

    @Inject
    EntityManager entities;

    private final Organisation organisation = new Organisation();

    private Reset refused;
    private Reset open;
    private Reset renewed;
    private Reset interrupted;
    private Reset away;
    private Reset spent;

    @BeforeEach
    void everyResetIsApplied() {
        if (people == null) {
            people = People.start(6);
            applied();
        }
    }

    @AfterAll
    void stopDovecot() {
        if (people != null) {
            people.close();
        }
    }

    /** One of the accounts whose resets are all applied at once: each waits for auth, which is away at first. */
    private record Reset(UUID account, UUID remediation) {}

    private void applied() {
        refused = suspended(
                "IMAP", "not the password any more", people.server().ports().imaps());
        open = suspended("POP3", null, people.server().ports().pop3s());
        renewed = suspended("IMAP", null, people.server().ports().imaps());
        given().body("{\"mayTry\":false}").put(proof(renewed) + "/mail-server");
        interrupted = suspended("IMAP", null, people.server().ports().imaps());
        run(
                "insert into proof_delivery (remediation_id, account_id, credential_version, next_attempt_at,"
                        + " mail_began_at) values (:remediation, :account, 1, now(), now())",
                interrupted);
        away = suspended("IMAP", "any", FreePorts.next());
        spent = suspended("IMAP", null, people.server().ports().imaps());
        run(
                "insert into sign_in_attempt (id, account_id, credential_version, host, started_at, outcome) select"
                        + " gen_random_uuid(), :account, 1, cast(:remediation as text), now(), 'BAD_CREDENTIALS' from"
                        + " generate_series(1, 1000)",
                spent);
        List.of(refused, open, renewed, away, spent).forEach(this::applied);
    }

    private void applied(Reset reset) {
        new Resets(publisher)
                .applied(reset.remediation(), reset.account(), new Mailbox("somebody@sample.example", ""), 1);
    }

    @Test
    void refusalOfTheMailServerIsProofAndIsAskedForOnceHoweverOftenAuthHasToBeAsked() {
        eventually(() -> assertThat(presented(refused))
                .endsWith("\"mail\":[{\"protocol\":\"IMAP\",\"outcome\":\"REFUSED\",\"reason\":null}]}"));
        assertThat(tries(refused)).isEqualTo(1);
        assertThat(organisation.state(refused.account())).isEqualTo("SUSPENDED");
    }

    @Test
    void mailServerThatStillTakesThePasswordIsAnOpenDoor() {
        eventually(() -> assertThat(presented(open))
                .contains("{\"protocol\":\"POP3\",\"outcome\":\"ACCEPTED\",\"reason\":null}"));
        assertThat(tries(open)).isEqualTo(1);
    }

    @Test
    void refusalIsNotRiskedOnceANewPasswordIsSet() {
        eventually(() -> assertThat(presented(renewed)).contains("NOT_CHECKED").contains("NEW_PASSWORD"));
        assertThat(tries(renewed)).isZero();
    }

    @Test
    void accountThatWasRefusedTooOftenTodayIsNotTried() {
        eventually(() -> assertThat(presented(spent)).contains("NOT_CHECKED").contains("BUDGET"));
        assertThat(tries(spent)).isZero();
    }

    /** A fetcher was killed between its note and the answer of the mail server. */
    @Test
    void tryWhoseEndIsNotKnownIsNotRepeated() {
        eventually(
                () -> assertThat(presented(interrupted)).contains("NOT_CHECKED").contains("INTERRUPTED"));
        assertThat(tries(interrupted)).isZero();
    }

    @Test
    void mailServerThatIsAwayHoldsUpNoProofAndARemediationThatBeginsAnewTriesAnew() {
        // Given
        eventually(() -> assertThat(presented(away)).contains("NOT_CHECKED").contains("NETWORK"));
        assertThat(tries(away)).isEqualTo(1);

        // When
        applied(away);

        // Then
        eventually(() -> assertThat(tries(away)).isEqualTo(2));
    }

    private Reset suspended(String protocol, @Nullable String password, int port) {
        Mailbox mailbox = people.next();
        UUID account = UUID.fromString(organisation
                .enrol(
                        mailbox,
                        protocol,
                        password == null ? mailbox.password() : password,
                        "localhost",
                        "TLS",
                        Integer.toString(port))
                .statusCode(201)
                .extract()
                .path("id"));
        Reset reset = new Reset(account, UUID.randomUUID());
        // As the start of a reset does it, without the way over Kafka.
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("update account set state = 'SUSPENDED' where id = :account")
                        .setParameter("account", account)
                        .executeUpdate());
        return reset;
    }

    private void run(String sql, Reset reset) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(sql)
                        .setParameter("remediation", reset.remediation())
                        .setParameter("account", reset.account())
                        .executeUpdate());
    }

    private long tries(Reset reset) {
        return QuarkusTransaction.requiringNew().call(() -> (Long) entities.createNativeQuery(
                        "select count(*) from sign_in_attempt where account_id = :account and purpose = 'PROOF'",
                        Long.class)
                .setParameter("account", reset.account())
                .getSingleResult());
    }

    private static String presented(Reset reset) {
        return given().get(proof(reset)).asString();
    }

    private static String proof(Reset reset) {
        return config("mailwarden.fetcher.auth-url") + "/api/v1/remediations/" + reset.remediation()
                + "/proof/old-password";
    }
}
