// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What was judged already. */
class PositionsTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final Positions positions = new Positions();

    @Test
    void knowsARepeatByItsPlaceAndNoOther() {
        // When
        positions.add(heard(0, 7, NOON));

        // Then
        assertThat(positions.isNew(heard(0, 7, NOON))).isFalse();
        assertThat(positions.isNew(heard(0, 6, NOON.minusSeconds(1)))).isFalse();
        assertThat(positions.isNew(heard(0, 8, NOON.minusSeconds(1)))).isTrue();
        assertThat(positions.isNew(heard(1, 7, NOON))).isTrue();
    }

    @Test
    void takesATopicThatWasMadeAnewFromItsBeginning() {
        // Given
        positions.add(heard(0, 900, NOON));

        // When
        boolean isNew = positions.isNew(heard(0, 0, NOON.plusSeconds(1)));

        // Then
        assertThat(isNew).isTrue();
    }

    private static Heard heard(int partition, long offset, Instant writtenAt) {
        return new Heard(partition, offset, writtenAt, null, false, false);
    }
}
