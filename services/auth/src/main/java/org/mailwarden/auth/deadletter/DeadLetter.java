// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that no consumer could read, as it is listed: without its content.
 *
 * @param id {@code topic/partition/offset}
 * @param topic the dead-letter topic where it lies
 * @param partition 0 or more
 * @param offset 0 or more
 * @param failedAt since when
 * @param originalTopic where it was read; absent when it does not say, or names no topic of the product
 * @param originalPartition of that topic; absent with it
 * @param originalOffset of that topic; absent with it
 * @param eventType name of the event, for instance {@code FindingRaised}; absent when it is none of ours
 * @param eventId by which its consumers recognise it; absent when it has none
 * @param eventTime when the event happened; absent when it does not say
 * @param key the account or person; absent when its key is no id
 * @param size bytes of its value, 0 without one
 * @param reason why it was refused, in the words of the service; absent when those could quote the content
 * @param failure class of the failure; absent when it does not say
 * @param refusal why it cannot be sent again, and what to do instead; absent when it can, as far as is known before
 * @param replay the last time that it was sent again; absent when it never was
 * @param replayOf the replay after which it became a dead letter once more; absent when it was none
 */
public record DeadLetter(
        String id,
        String topic,
        int partition,
        long offset,
        Instant failedAt,
        @Nullable String originalTopic,
        @Nullable Integer originalPartition,
        @Nullable Long originalOffset,
        @Nullable String eventType,
        @Nullable UUID eventId,
        @Nullable Instant eventTime,
        @Nullable UUID key,
        int size,
        @Nullable String reason,
        @Nullable String failure,
        @Nullable String refusal,
        Replays.@Nullable Replay replay,
        @Nullable UUID replayOf) {}
