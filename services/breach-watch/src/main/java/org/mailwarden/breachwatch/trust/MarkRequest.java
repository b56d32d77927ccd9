// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;

/** Reads what callers say about marks. What is not understood is a problem, 400. Pure. */
final class MarkRequest {

    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_VALUE = 400;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private MarkRequest() {}

    /** Reads a mark that is to be made. */
    static NewMark read(MarkResource.@Nullable Marking marking, Instant now) {
        if (marking == null) {
            throw kindMissing();
        }
        return new NewMark(
                account(marking.accountId()),
                value(kind(marking.what()), marking.value()),
                reason(marking.reason()),
                until(marking.until(), now),
                null);
    }

    static MarkKind kind(@Nullable String what) {
        for (MarkKind kind : MarkKind.values()) {
            if (kind.name().equals(what)) {
                return kind;
            }
        }
        throw kindMissing();
    }

    static MarkValue value(MarkKind kind, @Nullable String value) {
        try {
            return MarkValue.of(kind, value == null || value.length() > LONGEST_VALUE ? "" : value);
        } catch (IllegalArgumentException e) {
            throw Problems.of(400, "invalid-value", String.valueOf(e.getMessage()));
        }
    }

    static String reason(@Nullable String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty()
                || text.length() > LONGEST_REASON
                || text.codePoints()
                        .anyMatch(c -> Character.getType(c) == Character.SURROGATE
                                || (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t'))) {
            throw Problems.of(
                    400,
                    "reason-missing",
                    "Say why in 1 to " + LONGEST_REASON + " characters of plain text: {\"reason\": \"...\"}.");
        }
        return text;
    }

    static @Nullable Instant until(@Nullable String until, Instant now) {
        if (until == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(until).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (time.isAfter(now) && time.isBefore(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Told below, with what else it may be.
        }
        throw Problems.of(
                400,
                "invalid-until",
                "'until' is a time that has not come, with its offset, such as 2030-01-31T12:00:00Z. Leave it out to expect it"
                        + " for good.");
    }

    static @Nullable UUID account(@Nullable String text) {
        return text == null
                ? null
                : id(text).orElseThrow(() -> Problems.of(400, "invalid-account", "'accountId' is no account id."));
    }

    static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean flag(String name, @Nullable String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw Problems.of(400, "invalid-" + name, "'" + name + "' must be true or false.");
        }
        return Boolean.parseBoolean(text);
    }

    static int limit(@Nullable String text) {
        try {
            return Page.limit(text == null ? null : Integer.valueOf(text));
        } catch (NumberFormatException e) {
            throw Problems.of(400, "invalid-limit", "'limit' is no number.");
        }
    }

    private static RuntimeException kindMissing() {
        return Problems.of(
                400,
                "kind-missing",
                "Say what is expected: {\"what\": \"COUNTRY\", \"value\": \"PT\", \"reason\": \"...\"}. 'what' is COUNTRY,"
                        + " NETWORK or CLIENT.");
    }
}
