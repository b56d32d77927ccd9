// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import java.time.Instant;
import java.util.UUID;

/**
 * How a piece of slow work stands, as the REST interface shows it.
 *
 * @param id the job
 * @param kind what is done
 * @param state where it stands
 * @param done bytes read so far, or ranges; 0 at the start
 * @param total bytes to read, or ranges; 0 while unknown
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
        String message,
        Instant createdAt,
        Instant updatedAt) {}
