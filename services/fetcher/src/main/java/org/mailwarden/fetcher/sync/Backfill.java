// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A long reading of a folder, as it stands. It goes on by itself after a break or a restart, and is stopped by pausing its
 * account.
 *
 * @param done messages of the folder that were announced
 * @param total messages in the folder when the reading began
 * @param rate messages a second since it began or last went on; absent before the first one
 * @param eta when it will be through at this rate; absent before the first message
 */
public record Backfill(
        long done,
        long total,
        @Nullable Double rate,
        @Nullable Instant eta) {

    /**
     * How it stands.
     *
     * @param known messages that were announced when it began or last went on
     * @param done messages that are announced now
     * @param total messages in the folder
     * @param from when it began or last went on
     * @param now the time
     * @return the backfill; what arrives meanwhile does not carry it beyond its total
     */
    static Backfill of(long known, long done, long total, Instant from, Instant now) {
        long read = done - known;
        double seconds = Duration.between(from, now).toMillis() / 1_000.0;
        long reached = Math.min(done, total);
        if (read <= 0 || seconds <= 0) {
            return new Backfill(reached, total, null, null);
        }
        double rate = read / seconds;
        return new Backfill(
                reached,
                total,
                Math.round(rate * 10) / 10.0,
                now.plusMillis(Math.round((total - reached) / rate * 1_000)));
    }
}
