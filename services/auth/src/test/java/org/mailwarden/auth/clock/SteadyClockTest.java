// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.arc.ClientProxy;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.saga.Deadlines;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;

/** What a clock that was set ahead does to people who have days for a link: nothing. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class SteadyClockTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final SteadyClock steady;
    private final Deadlines deadlines;
    private final Remediations remediations;
    private final Database database;

    SteadyClockTest(SteadyClock steady, Deadlines deadlines, Remediations remediations, EntityManager entities) {
        this.steady = ClientProxy.unwrap(steady);
        this.deadlines = deadlines;
        this.remediations = remediations;
        this.database = new Database(entities);
    }

    @AfterEach
    void believe() {
        steady.believe(Instant.now());
    }

    @Test
    void nobodysTimeIsOverByAClockThatJumpedUntilItIsBelieved() {
        // Given
        Scene scene = Scene.somebody("/fleet");
        steady.believe(Instant.now().minus(Duration.ofDays(4)));
        UUID waiting = appliedFourDaysAgo(scene);

        // When
        deadlines.look();

        // Then
        assertThat(state(waiting)).isEqualTo("APPLIED");
        assertThat(database.count("select count(*) from ledger where action = 'clock.doubted'"))
                .isPositive();
        steady.believe(Instant.now());
        await().atMost(SOON).until(() -> state(waiting).equals("EXPIRED"));
    }

    private UUID appliedFourDaysAgo(Scene scene) {
        Instant then = Instant.now().minus(Duration.ofDays(4));
        UUID id = UUID.randomUUID();
        Remediation applied = new Remediation(
                id,
                scene.accountId(),
                scene.address(),
                scene.username(),
                scene.userId(),
                1,
                List.of(),
                RemediationAction.FORCE_RESET,
                ResponseMode.AUTO,
                "default",
                RemediationState.APPLIED,
                null,
                List.of("UPDATE_PASSWORD"),
                List.of(),
                then,
                then);
        QuarkusTransaction.requiringNew().run(() -> remediations.add(applied, "policy"));
        // Begun after the password was set: nobody takes that one for a new one.
        database.run("update remediation set started_at = now(), applied_at = now() - interval '4 days',"
                + " remind_at = now() - interval '1 day', reminders = 2 where id = '" + id + "'");
        return id;
    }

    private String state(UUID id) {
        return remediations.find(id).orElseThrow().state;
    }
}
