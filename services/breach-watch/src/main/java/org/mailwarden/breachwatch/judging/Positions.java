// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How far each partition was judged. For one thread. */
final class Positions {

    /**
     * How far a partition was judged.
     *
     * @param next the offset that follows
     * @param newest when the newest of what was judged was written
     */
    record Position(long next, Instant newest) {}

    private final Map<Integer, Position> partitions = new HashMap<>();

    /** Takes what is known of a partition. */
    void set(int partition, Position position) {
        partitions.put(partition, position);
    }

    /** What is known of every partition. */
    Map<Integer, Position> all() {
        return Map.copyOf(partitions);
    }

    /**
     * Whether a record was not judged yet. A topic that was made anew begins at 0 again: what was written later than all that
     * was judged is new wherever it stands.
     */
    boolean isNew(Heard heard) {
        Position position = partitions.get(heard.partition());
        return position == null
                || heard.offset() >= position.next()
                || heard.writtenAt().isAfter(position.newest());
    }

    /** Notes that a record was judged. */
    void add(Heard heard) {
        Position before = partitions.get(heard.partition());
        Instant newest =
                before == null || heard.writtenAt().isAfter(before.newest()) ? heard.writtenAt() : before.newest();
        partitions.put(heard.partition(), new Position(heard.offset() + 1, newest));
    }
}
