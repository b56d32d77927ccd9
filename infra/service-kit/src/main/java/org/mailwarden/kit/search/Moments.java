// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads times as callers write them. The database keeps no year beyond 9999 that anybody means. */
public final class Moments {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Moments() {}

    /** A day, or a time with its offset, of ISO 8601; a day is read as its beginning in UTC. */
    public static Optional<Instant> from(String text) {
        return day(text).map(Moments::beginning).or(() -> time(text));
    }

    /** A day, or a time with its offset, of ISO 8601, as the first time after it: a day is meant to its end in UTC. */
    public static Optional<Instant> until(String text) {
        return day(text).map(day -> beginning(day.plusDays(1))).or(() -> time(text));
    }

    /** A day of the years 1970 to 9999. */
    public static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(day -> isKeepable(beginning(day)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A time as the number that stands in a cursor, in microseconds, which the database keeps. */
    public static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    /** The time of such a number; empty when it is none that the database keeps. */
    public static Optional<Instant> ofMicros(String text) {
        try {
            return Optional.of(Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS))
                    .filter(Moments::isKeepable);
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static boolean isKeepable(Instant at) {
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
