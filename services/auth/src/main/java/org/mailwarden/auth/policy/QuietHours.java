// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.contracts.finding.Severity;

/**
 * Hours in which nothing starts by itself, because nobody would be there to help the person.
 *
 * @param zone time zone of the hours, for instance {@code Europe/Berlin}; summer time is kept to
 * @param days days on which quiet hours begin; empty for none
 * @param from when they begin
 * @param to when they end: on the next day when this is not after {@code from}, so that the same time twice is a whole day
 * @param urgentFrom findings of this severity and above do not wait; absent when everything waits
 */
@Pure
public record QuietHours(
        ZoneId zone,
        Set<DayOfWeek> days,
        LocalTime from,
        LocalTime to,
        @Nullable Severity urgentFrom) {

    /** Copies the days. */
    public QuietHours {
        days = Set.copyOf(days);
    }

    /**
     * Tells whether a moment is quiet.
     *
     * @param now the moment
     * @param severity gravest finding that asks for the reset; absent when none is known
     * @return when it may start; empty when it need not wait
     */
    public Optional<Instant> endFor(Instant now, @Nullable Severity severity) {
        if (urgentFrom != null && severity != null && severity.compareTo(urgentFrom) >= 0) {
            return Optional.empty();
        }
        Instant end = now;
        // Quiet hours may follow each other without a gap, at most a week of them.
        for (int i = 0; i <= DayOfWeek.values().length; i++) {
            Optional<Instant> next = endOfOne(end);
            if (next.isEmpty()) {
                break;
            }
            end = next.get();
        }
        return end.equals(now) ? Optional.empty() : Optional.of(end);
    }

    private Optional<Instant> endOfOne(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return Optional.of(today)
                .filter(day -> within(day, now))
                .or(() -> Optional.of(today.minusDays(1)).filter(day -> within(day, now)))
                .map(day -> end(day).toInstant());
    }

    private boolean within(LocalDate day, Instant now) {
        return days.contains(day.getDayOfWeek())
                && !now.isBefore(ZonedDateTime.of(day, from, zone).toInstant())
                && now.isBefore(end(day).toInstant());
    }

    private ZonedDateTime end(LocalDate day) {
        return ZonedDateTime.of(to.isAfter(from) ? day : day.plusDays(1), to, zone);
    }
}
