// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an import stands.
 *
 * @param id the job
 * @param kind always {@code ACCOUNT_IMPORT}
 * @param state {@code QUEUED}, {@code RUNNING}, {@code DONE} or {@code CANCELLED}; failed rows do not fail the job
 * @param done rows that are through
 * @param total rows of the file
 * @param created accounts enrolled
 * @param changed accounts changed
 * @param skipped rows that changed nothing
 * @param failed rows that could not be imported; the outcome file says why
 * @param rate rows a second since the start; absent before it
 * @param eta when it will be through at this rate; absent before the start and at the end
 * @param resumable always true: it goes on by itself after a restart
 * @param message plain sentence
 * @param createdAt when it was asked for
 * @param updatedAt when it last moved
 */
public record ImportJob(
        UUID id,
        String kind,
        String state,
        long done,
        long total,
        long created,
        long changed,
        long skipped,
        long failed,
        @Nullable Double rate,
        @Nullable Instant eta,
        boolean resumable,
        String message,
        Instant createdAt,
        Instant updatedAt) {

    /** Rows by what became of them. */
    record Counts(long created, long changed, long skipped, long failed, long cancelled) {

        long done() {
            return created + changed + skipped + failed + cancelled;
        }
    }

    static ImportJob of(
            UUID id,
            String state,
            long total,
            Counts counts,
            @Nullable Instant startedAt,
            Instant createdAt,
            Instant updatedAt,
            Instant now) {
        Double rate = null;
        Instant eta = null;
        if (startedAt != null) {
            Instant until = state.equals("RUNNING") ? now : updatedAt;
            double seconds = Math.max(0.001, Duration.between(startedAt, until).toMillis() / 1_000.0);
            rate = Math.round(counts.done() / seconds * 10) / 10.0;
            if (state.equals("RUNNING") && rate > 0) {
                eta = now.plusMillis(Math.round((total - counts.done()) / rate * 1_000));
            }
        }
        return new ImportJob(
                id,
                "ACCOUNT_IMPORT",
                state,
                counts.done(),
                total,
                counts.created(),
                counts.changed(),
                counts.skipped(),
                counts.failed(),
                rate,
                eta,
                true,
                message(state, total, counts),
                createdAt,
                updatedAt);
    }

    private static String message(String state, long total, Counts counts) {
        return switch (state) {
            case "QUEUED" -> "Waiting to begin.";
            case "RUNNING" -> counts.done() + " of " + total + " rows are through.";
            case "CANCELLED" ->
                "Stopped after " + (counts.done() - counts.cancelled()) + " of " + total
                        + " rows; what was imported stays.";
            default ->
                counts.failed() == 0
                        ? "Every row is through."
                        : counts.failed() + " rows could not be imported. The outcome file says why; mend them and"
                                + " import the file again.";
        };
    }
}
