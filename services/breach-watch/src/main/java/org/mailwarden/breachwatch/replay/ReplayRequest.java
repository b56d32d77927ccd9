// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.tuning.SettingsDocument;
import org.mailwarden.breachwatch.tuning.SettingsText;
import org.mailwarden.kit.web.Problems;

/**
 * A replay that is asked for.
 *
 * @param settings what detectors are to go by
 * @param from the first time whose stories are told
 * @param to the time that is no longer meant
 * @param accounts the accounts that are meant; empty for all
 */
record ReplayRequest(SettingsDocument settings, Instant from, Instant to, List<UUID> accounts) {

    private static final int MOST_ACCOUNTS = 1_000;
    private static final Duration USUAL = Duration.ofDays(30);

    /**
     * Reads what a caller asks for. What is not understood is a problem, 400.
     *
     * @param settings what is to be other than it is
     * @param from absent for 30 days before {@code to}
     * @param to absent for now
     * @param accounts absent for all
     * @param current the settings that hold
     * @param now the time
     */
    static ReplayRequest read(
            @Nullable JsonNode settings,
            @Nullable String from,
            @Nullable String to,
            @Nullable List<@Nullable String> accounts,
            SettingsDocument current,
            Instant now) {
        Instant end = to == null ? now : time("to", to);
        Instant begin = from == null ? end.minus(USUAL) : time("from", from);
        if (!begin.isBefore(end)) {
            throw Problems.of(400, "invalid-period", "'from' must be before 'to'.");
        }
        return new ReplayRequest(changed(current, settings), begin, end, accounts(accounts));
    }

    private static SettingsDocument changed(SettingsDocument current, @Nullable JsonNode settings) {
        try {
            return SettingsText.changed(current, settings);
        } catch (IllegalArgumentException e) {
            throw Problems.of(400, "invalid-settings", String.valueOf(e.getMessage()));
        }
    }

    private static Instant time(String name, String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (!time.isBefore(Instant.EPOCH) && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw Problems.of(
                400, "invalid-period", "'" + name + "' is no time with its offset, such as 2026-01-31T12:00:00Z.");
    }

    private static List<UUID> accounts(@Nullable List<@Nullable String> accounts) {
        if (accounts == null) {
            return List.of();
        }
        Set<UUID> ids = new LinkedHashSet<>();
        for (String account : accounts) {
            try {
                ids.add(UUID.fromString(account == null ? "" : account));
            } catch (IllegalArgumentException e) {
                throw accountsInvalid();
            }
        }
        if (ids.isEmpty() || ids.size() > MOST_ACCOUNTS) {
            throw accountsInvalid();
        }
        return List.copyOf(ids);
    }

    private static RuntimeException accountsInvalid() {
        return Problems.of(
                400,
                "invalid-accounts",
                "'accounts' are 1 to " + MOST_ACCOUNTS + " account ids. Leave it out to replay all of them.");
    }
}
