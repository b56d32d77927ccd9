// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.auth.lifecycle.Expiry.Due;

class ExpiryTest {

    private static final Instant SENT = Instant.parse("2026-11-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, 0, wait 24", "24, 0, remind 1", "25, 1, wait 48", "49, 0, remind 2", "71, 2, wait 72", "72, 2, end"
    })
    void remindsOnceForHoweverManyWereMissedAndThenEnds(int hours, int reminders, String expected) {
        // Given
        Instant now = SENT.plus(Duration.ofHours(hours));

        // When
        Due due = Expiry.STANDARD.due(SENT, reminders, now);

        // Then
        assertThat(
                        switch (due) {
                            case Due.Wait(Instant until) ->
                                "wait " + Duration.between(SENT, until).toHours();
                            case Due.Remind(int number) -> "remind " + number;
                            case Due.End() -> "end";
                        })
                .isEqualTo(expected);
    }

    @Test
    void refusesAnEndBeforeTheLastReminder() {
        assertThatThrownBy(() -> new Expiry(List.of(24, 48), 48, FinalStep.EXPIRE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Expiry(List.of(48, 24), 72, FinalStep.EXPIRE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
