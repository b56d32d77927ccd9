// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a piece of slow work stands, as the REST interface shows it.
 *
 * @param id the job
 * @param kind what is done
 * @param state where it stands
 * @param done bytes read so far, or ranges; 0 at the start
 * @param total bytes to read, or ranges; 0 while unknown
 * @param rate how much of it is done in a second by now; absent unless it runs and was seen to move
 * @param eta when it will be through at this rate; absent while that or the total is not known
 * @param message plain sentence: what happens, what came out, or what went wrong and what to do next
 * @param createdAt when it was asked for
 * @param updatedAt when it last moved
 */
public record Job(
        UUID id,
        JobKind kind,
        JobState state,
        long done,
        long total,
        @Nullable Double rate,
        @Nullable Instant eta,
        String message,
        Instant createdAt,
        Instant updatedAt) {}
