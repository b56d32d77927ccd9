// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.letter.LetterLimit.Sent;

class LetterLimitTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Sent NONE = new Sent(0, null);

    @Test
    void aLetterBelowBothLimitsGoes() {
        // When
        var held = LetterLimit.judge(new Sent(4, NOW), 5, new Sent(99, NOW), 100, NOW);

        // Then
        assertThat(held).isEmpty();
    }

    @Test
    void oneMoreToTheSamePersonIsHeldUntilTheFirstIsADayOld() {
        // When
        var held = LetterLimit.judge(new Sent(5, NOW.minus(Duration.ofHours(3))), 5, NONE, 100, NOW);

        // Then
        assertThat(held).hasValueSatisfying(found -> {
            assertThat(found.soon()).isFalse();
            assertThat(found.until()).isEqualTo(NOW.plus(Duration.ofHours(21)));
        });
    }

    @Test
    void oneMoreToAnybodyWaitsUntilTheFirstIsAnHourOld() {
        // When
        var held = LetterLimit.judge(NONE, 5, new Sent(100, NOW.minus(Duration.ofMinutes(20))), 100, NOW);

        // Then
        assertThat(held).hasValueSatisfying(found -> {
            assertThat(found.soon()).isTrue();
            assertThat(found.until()).isEqualTo(NOW.plus(Duration.ofMinutes(40)));
        });
    }
}
