// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads times of ISO 8601 as callers write them. The database keeps no year beyond 9999 that anybody means. */
final class Moments {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Moments() {}

    /** A day, or a time with its offset; a day is read as its beginning in UTC. */
    static Optional<Instant> from(String text) {
        return day(text).map(Moments::beginning).or(() -> time(text));
    }

    /** A day, or a time with its offset, as the first time after it: a day is meant to its end in UTC. */
    static Optional<Instant> until(String text) {
        return day(text).map(day -> beginning(day.plusDays(1))).or(() -> time(text));
    }

    /** A day of the years 1970 to 9999. */
    static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(day -> isKeepable(beginning(day)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static boolean isKeepable(Instant at) {
        return !at.isBefore(FIRST) && !at.isAfter(LAST);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(Moments::isKeepable);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant beginning(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
