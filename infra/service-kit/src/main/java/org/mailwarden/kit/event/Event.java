// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.EventType;

/**
 * An event with its envelope.
 *
 * @param id deterministic id, see {@link EventId}
 * @param type what happened
 * @param key Kafka key: events of one key keep their order
 * @param time when it happened
 * @param data the record of the type; null is a tombstone on a compacted topic
 */
public record Event(
        UUID id,
        EventType type,
        String key,
        Instant time,
        @Nullable Object data) {

    /** Holds data to the type's record. */
    public Event {
        if (data != null && !type.data().isInstance(data)) {
            throw new IllegalArgumentException(type + " carries " + type.data().getSimpleName() + ", not "
                    + data.getClass().getSimpleName());
        }
    }
}
