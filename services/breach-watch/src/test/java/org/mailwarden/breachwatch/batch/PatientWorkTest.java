// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What work waits for, and what it passes over. */
class PatientWorkTest {

    private final PatientWork patient = new PatientWork();
    private final List<Integer> done = new ArrayList<>();
    private int tries;

    static Stream<RuntimeException> ofTheDatabase() {
        return Stream.of(
                new IllegalStateException(new SQLException("away", "08006")),
                new IllegalStateException(new SQLException("Acquisition timeout while waiting for new connection")),
                new PersistenceException("away"),
                new QuarkusTransactionException(new RollbackException("away")));
    }

    static Stream<RuntimeException> ofOne() {
        return Stream.of(
                new NullPointerException("nobody thought of it"),
                new IllegalStateException("A story cannot be written"),
                new PersistenceException(new SQLException("too long", "22001")),
                new QuarkusTransactionException(new SQLException("twice", "23505")));
    }

    @ParameterizedTest
    @MethodSource("ofTheDatabase")
    void waitsUntilTheDatabaseIsBackAndLosesNothing(RuntimeException away) {
        // When
        boolean whole = patient.done(List.of(1, 2, 3), one -> one, batch -> {
            if (++tries == 1) {
                throw away;
            }
            done.addAll(batch);
        });

        // Then
        assertThat(whole).isTrue();
        assertThat(tries).isEqualTo(2);
        assertThat(done).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @MethodSource("ofOne")
    void passesOverTheOneThatFailsForAnyOtherReason(RuntimeException failure) {
        // When
        boolean whole = patient.done(List.of(1, 2, 3, 4, 5), one -> one, batch -> {
            if (batch.contains(4)) {
                throw failure;
            }
            done.addAll(batch);
        });

        // Then
        assertThat(whole).isTrue();
        assertThat(done).containsExactly(1, 2, 3, 5);
    }

    @Test
    void passesNothingOverWhileTheServiceStops() {
        // Given
        patient.stop(new ShutdownEvent());

        // When
        boolean whole = patient.done(List.of(1), one -> one, batch -> {
            throw new IllegalStateException("taken down");
        });

        // Then
        assertThat(whole).isFalse();
    }
}
