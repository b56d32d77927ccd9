// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.proof.Proof;
import org.mailwarden.auth.proof.Verdict;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;

/** What was decided on an older reading does not undo what people said since. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class DeadlinesTest {

    private final Deadlines deadlines;
    private final Proving proving;
    private final Remediations remediations;
    private final KeycloakGateway keycloak;
    private final Database database;

    DeadlinesTest(
            Deadlines deadlines,
            Proving proving,
            Remediations remediations,
            KeycloakGateway keycloak,
            EntityManager entities) {
        this.deadlines = deadlines;
        this.proving = proving;
        this.remediations = remediations;
        this.keycloak = keycloak;
        this.database = new Database(entities);
    }

    @Test
    void aCancellationOutlivesADeadlineThatWasReadBeforeIt() {
        // Given
        Remediation read = applied("somebody", null);
        cancel(read);

        // When
        deadlines.expire(read, "late");
        deadlines.stop(read, "remediation.person-through", "through");

        // Then
        assertThat(state(read)).isEqualTo("APPLIED ROLL_BACK");
        assertThat(told("remediation.person-through", read)).isZero();
    }

    @Test
    void aCancellationOutlivesAProofThatWasReadBeforeIt() {
        // Given
        Remediation read = applied("somebody", null);
        cancel(read);

        // When
        Progress progress = QuarkusTransaction.requiringNew()
                .call(() -> proving.keep(
                        remediations.locked(read.remediationId()).orElseThrow(),
                        new Proof(List.of(), new Verdict.Holds()),
                        false));

        // Then
        assertThat(progress).isInstanceOf(Progress.Over.class);
        assertThat(state(read)).isEqualTo("APPLIED ROLL_BACK");
    }

    @Test
    void aResetThatWasProvedMeanwhileDoesNotExpireByAnOlderReading() {
        // Given
        Remediation read = applied("somebody", null);
        change(read, row -> remediations.enter(row, RemediationState.VERIFIED, null, "auth"));

        // When
        deadlines.expire(read, "late");

        // Then
        assertThat(state(read)).startsWith("VERIFIED");
    }

    @Test
    void nobodyIsDisabledWhileTheLedgerCannotBeWritten() {
        // Given
        Scene scene = Scene.somebody("/fleet");
        FleetUser user = ((Outcome.Done<FleetUser>) keycloak.read(scene.userId())).value();
        Remediation read = applied(scene.username(), user.id());
        Deadlines.Waiting waiting = new Deadlines.Waiting(
                read, "policy", read.changedAt(), 2, read.changedAt().minusSeconds(60));
        database.run("revoke insert on ledger from current_user");
        try {
            // When
            assertThatThrownBy(() -> deadlines.disable(waiting, user, "late")).isInstanceOf(RuntimeException.class);
        } finally {
            database.run("grant insert on ledger to current_user");
        }

        // Then
        assertThat(scene.enabled()).isTrue();
    }

    private Remediation applied(String owner, String userId) {
        Instant now = Instant.now();
        Remediation applied = new Remediation(
                UUID.randomUUID(),
                UUID.randomUUID(),
                owner + "@fleet.example",
                owner,
                userId,
                1,
                List.of(),
                RemediationAction.FORCE_RESET,
                ResponseMode.AUTO,
                "default",
                RemediationState.APPLIED,
                null,
                List.of("UPDATE_PASSWORD"),
                List.of(),
                now,
                now);
        QuarkusTransaction.requiringNew().run(() -> remediations.add(applied, "policy"));
        return applied;
    }

    private void cancel(Remediation remediation) {
        change(remediation, row -> {
            row.cancelledBy = "ann";
            row.cancelledReason = "a false alarm";
            row.step = "ROLL_BACK";
            row.nextAt = Instant.now().plusSeconds(3600);
        });
    }

    private void change(Remediation remediation, Consumer<RemediationRow> change) {
        QuarkusTransaction.requiringNew()
                .run(() -> change.accept(
                        remediations.locked(remediation.remediationId()).orElseThrow()));
    }

    private String state(Remediation remediation) {
        RemediationRow row = remediations.find(remediation.remediationId()).orElseThrow();
        return row.state + " " + row.step;
    }

    private long told(String action, Remediation remediation) {
        return database.count("select count(*) from ledger where action = '" + action + "' and object = '"
                + remediation.remediationId() + "'");
    }
}
