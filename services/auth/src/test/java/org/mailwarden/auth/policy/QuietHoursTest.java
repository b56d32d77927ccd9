// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.finding.Severity;

class QuietHoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final QuietHours THURSDAY_NIGHT =
            new QuietHours(BERLIN, Set.of(DayOfWeek.THURSDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), Severity.HIGH);

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T20:59:59Z,",
        "2026-11-26T21:00:00Z, 2026-11-27T05:00:00Z",
        "2026-11-27T04:59:59Z, 2026-11-27T05:00:00Z",
        "2026-11-27T05:00:00Z,",
        "2026-11-27T21:00:00Z,"
    })
    void lastFromTheEveningOfTheDayIntoTheNextMorning(Instant now, Instant end) {
        assertThat(THURSDAY_NIGHT.endFor(now, Severity.MEDIUM)).isEqualTo(Optional.ofNullable(end));
    }

    @Test
    void letWhatIsUrgentPass() {
        Instant night = Instant.parse("2026-11-26T23:00:00Z");

        assertThat(THURSDAY_NIGHT.endFor(night, Severity.HIGH)).isEmpty();
        assertThat(THURSDAY_NIGHT.endFor(night, null)).isPresent();
    }

    @Test
    void keepToSummerTime() {
        // Given the night in which the clock goes from two to three
        QuietHours night =
                new QuietHours(BERLIN, Set.of(DayOfWeek.SATURDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), null);

        // When
        Optional<Instant> end = night.endFor(Instant.parse("2026-03-28T21:30:00Z"), null);

        // Then
        assertThat(end).contains(Instant.parse("2026-03-29T04:00:00Z"));
    }

    @Test
    void joinWithoutAGap() {
        QuietHours weekend = new QuietHours(
                BERLIN, Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, null);

        assertThat(weekend.endFor(Instant.parse("2026-11-28T10:00:00Z"), null))
                .contains(Instant.parse("2026-11-29T23:00:00Z"));
    }

    @Test
    void areNeverWithoutDays() {
        QuietHours none = new QuietHours(BERLIN, Set.of(), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, null);

        assertThat(none.endFor(Instant.EPOCH, null)).isEmpty();
    }
}
