// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;

/** What the answer to a mail server rests on: what was heard of resets, and a time of our own. */
@QuarkusTest
class ResetsHeardTest {

    private static final Instant THEN = Instant.parse("2026-03-02T12:00:00Z");

    /** More than Dovecot waits. */
    private static final int LONG_SECONDS = 5;

    private final Event<Remediation> told;
    private final EntityManager entities;
    private final Tables tables;

    ResetsHeardTest(Event<Remediation> told, EntityManager entities, Tables tables) {
        this.told = told;
        this.entities = entities;
        this.tables = tables;
    }

    @Test
    void theNewestChangeOfAResetCountsWhicheverIsToldLast() {
        // Given
        UUID account = UUID.randomUUID();
        tell(account, RemediationState.APPLIED, THEN.plusSeconds(9));

        // When
        tell(account, RemediationState.STARTED, THEN);

        // Then
        assertThat(underWay(account)).isEqualTo("false");
    }

    @Test
    void ofTwoChangesAtOneTimeTheEndCounts() {
        // Given
        UUID account = UUID.randomUUID();
        tell(account, RemediationState.APPLIED, THEN);

        // When
        tell(account, RemediationState.STARTED, THEN);

        // Then
        assertThat(underWay(account)).isEqualTo("false");
    }

    @Test
    void aResetThatBeginsLaterIsUnderWay() {
        // Given
        UUID account = UUID.randomUUID();
        tell(account, RemediationState.APPLIED, THEN);

        // When
        tell(account, RemediationState.STARTED, THEN.plusSeconds(9));

        // Then
        assertThat(underWay(account)).isEqualTo("true");
    }

    @Test
    void aDatabaseThatDoesNotAnswerLetsPeopleInBeforeTheirServerStopsWaiting() throws Exception {
        // Given
        LoginIntakeTest.writeKeys();
        String name = "somebody" + UUID.randomUUID();
        ask(name);
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch locked = new CountDownLatch(1);
        CompletableFuture<Void> busy = CompletableFuture.runAsync(
                () -> QuarkusTransaction.requiringNew().run(() -> {
                    entities.createNativeQuery("lock table account_reset in access exclusive mode")
                            .executeUpdate();
                    locked.countDown();
                    await(over);
                }));
        locked.await();

        // When
        long begin = System.nanoTime();
        int status = ask("another" + name);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);

        // Then
        over.countDown();
        busy.join();
        assertThat(status).isZero();
        assertThat(seconds).isLessThan(LONG_SECONDS);
    }

    private static void await(CountDownLatch over) {
        try {
            over.await(LONG_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int ask(String name) {
        return RestAssured.given()
                .header("X-Api-Key", LoginIntakeTest.KEY)
                .contentType("application/json")
                .body(Map.of("login", name, "remote", "192.0.2.7", "protocol", "imap"))
                .post("/policy?command=allow")
                .then()
                .statusCode(200)
                .extract()
                .path("status");
    }

    private void tell(UUID account, RemediationState state, Instant changedAt) {
        QuarkusTransaction.requiringNew()
                .run(() -> told.fire(new Remediation(
                        UUID.randomUUID(),
                        account,
                        "ada@example.org",
                        "ada",
                        null,
                        1,
                        List.of(),
                        RemediationAction.FORCE_RESET,
                        ResponseMode.AUTO,
                        "default",
                        state,
                        null,
                        List.of(),
                        List.of(),
                        THEN,
                        changedAt)));
    }

    private String underWay(UUID account) {
        return tables.text("select cast(under_way as text) from account_reset where account_id = '" + account + "'");
    }
}
