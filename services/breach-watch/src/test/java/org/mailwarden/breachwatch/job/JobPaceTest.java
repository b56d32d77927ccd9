// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobPaceTest {

    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void saysNothingBeforeItWasSeenToMoveTwice() {
        // When
        JobPace pace = JobPace.UNKNOWN.seen(100, START);

        // Then
        assertThat(pace.rate()).isNull();
        assertThat(pace.end(1_000)).isEmpty();
    }

    @Test
    void estimatesTheEndBySteadyWork() {
        // Given
        JobPace pace = JobPace.UNKNOWN;

        // When
        for (int second = 0; second <= 60; second++) {
            pace = pace.seen(100L + 10L * second, START.plusSeconds(second));
        }

        // Then
        assertThat(pace.rate()).isCloseTo(10, within(1e-9));
        assertThat(pace.end(1_700)).contains(START.plusSeconds(160));
    }

    @Test
    void doesNotTakeForItsOwnWhatAnEarlierRunHadDone() {
        // Given: it begins at nothing, and then finds where it stood.
        JobPace pace = JobPace.UNKNOWN.seen(0, START).seen(1_000_000, START.plusSeconds(1));

        // When
        JobPace later = pace.seen(1_000_010, START.plusSeconds(2));

        // Then
        assertThat(later.rate()).isCloseTo(10, within(1e-9));
    }

    @Test
    void beginsAnewWhenTheWorkDoes() {
        // Given
        JobPace pace = JobPace.UNKNOWN.seen(100, START).seen(200, START.plusSeconds(1));

        // When
        JobPace again = pace.seen(50, START.plusSeconds(2));

        // Then
        assertThat(again.rate()).isNull();
        assertThat(again.seen(55, START.plusSeconds(3)).rate()).isCloseTo(5, within(1e-9));
    }

    @Test
    void isThatOfNowWhenTheWorkGetsSlower() {
        // Given
        JobPace pace = JobPace.UNKNOWN;
        long done = 1;
        for (int second = 0; second <= 600; second++) {
            done += 1_000;
            pace = pace.seen(done, START.plusSeconds(second));
        }

        // When
        for (int second = 601; second <= 781; second++) {
            done += 10;
            pace = pace.seen(done, START.plusSeconds(second));
        }

        // Then
        assertThat(pace.rate()).isBetween(10.0, 20.0);
    }

    @Test
    void goesOutWhenNothingMovesAnyMore() {
        // Given
        JobPace pace = JobPace.UNKNOWN.seen(100, START).seen(200, START.plusSeconds(1));

        // When
        for (int second = 2; second <= 900; second++) {
            pace = pace.seen(200, START.plusSeconds(second));
        }

        // Then
        assertThat(pace.end(Long.MAX_VALUE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "-1"})
    void estimatesNothingWhereTheTotalIsNotKnown(long total) {
        // Given
        JobPace pace = JobPace.UNKNOWN.seen(100, START).seen(200, START.plusSeconds(1));

        // When, Then
        assertThat(pace.end(total)).isEmpty();
    }

    @Test
    void isThroughNowWhenMoreIsDoneThanThereWas() {
        // Given
        JobPace pace = JobPace.UNKNOWN.seen(100, START).seen(200, START.plusSeconds(1));

        // When, Then
        assertThat(pace.end(150)).contains(START.plusSeconds(1));
    }

    @Test
    void staysAsItIsWhenTheClockStandsOrGoesBack() {
        // Given
        JobPace pace = JobPace.UNKNOWN.seen(100, START).seen(200, START.plusSeconds(1));

        // When
        JobPace same = pace.seen(300, START);

        // Then
        assertThat(same).isEqualTo(pace);
    }
}
