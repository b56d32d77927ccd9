// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a clock is believed. */
class ClockJumpsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration DAYS = Duration.ofDays(3);

    private final ClockJumps jumps = new ClockJumps(NOON, 0);

    @Test
    void timeThatPassesIsNoJump() {
        // Given
        Duration week = Duration.ofDays(7);

        // When
        Optional<String> doubt = look(week, week);

        // Then
        assertThat(doubt).isEmpty();
    }

    @Test
    void aClockThatDriftsALittleEachHourIsBelievedForEver() {
        // Given
        for (int hour = 1; hour < 1000; hour++) {
            look(Duration.ofHours(hour).plusSeconds(hour), Duration.ofHours(hour));
        }

        // When
        Optional<String> doubt = look(Duration.ofHours(1000).plusSeconds(1000), Duration.ofHours(1000));

        // Then
        assertThat(doubt).isEmpty();
    }

    @Test
    void aClockThatWasSetAheadIsDoubtedForAnHourAndThenBelieved() {
        // Given
        Optional<String> atOnce = look(DAYS, Duration.ofSeconds(10));
        Optional<String> later = look(DAYS.plusMinutes(50), Duration.ofMinutes(50));

        // When
        Optional<String> then = look(DAYS.plusMinutes(61), Duration.ofMinutes(61));

        // Then
        assertThat(atOnce).hasValueSatisfying(why -> assertThat(why).contains("set it back"));
        assertThat(later).isPresent();
        assertThat(then).isEmpty();
    }

    @Test
    void aClockThatIsSetBackInTimeIsBelievedAtOnce() {
        // Given
        look(DAYS, Duration.ofSeconds(10));

        // When
        Optional<String> doubt = look(Duration.ofMinutes(5), Duration.ofMinutes(5));

        // Then
        assertThat(doubt).isEmpty();
    }

    @Test
    void aClockThatIsNotTheDatabasesIsNeverBelieved() {
        // Given
        Instant wall = NOON.plus(Duration.ofHours(9));

        // When
        Optional<String> doubt = jumps.look(wall, Duration.ofHours(9).toNanos(), wall.minus(DAYS));

        // Then
        assertThat(doubt).hasValueSatisfying(why -> assertThat(why).contains("its database"));
    }

    private Optional<String> look(Duration wall, Duration passed) {
        return jumps.look(NOON.plus(wall), passed.toNanos(), NOON.plus(wall));
    }
}
