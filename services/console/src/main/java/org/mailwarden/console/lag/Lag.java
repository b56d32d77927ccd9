// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.lag;

import java.util.List;
import java.util.Optional;

/** How many records a consumer group has still to handle. Pure. */
sealed interface Lag {

    /**
     * It is known.
     *
     * @param records 0 or more
     */
    record Known(long records) implements Lag {}

    /**
     * It is not known, which is never to be shown as none.
     *
     * @param reason why
     */
    record Unknown(Reason reason) implements Lag {}

    /** Why a lag is not known. */
    enum Reason {
        /** The group has not said yet how far it is. */
        NEVER_COMMITTED,
        /** Kafka did not tell. */
        NO_ANSWER
    }

    /**
     * The lag on a topic: one partition of which it is not known is enough for it not to be known.
     *
     * @param partitions the lags of its partitions, at least one
     */
    static Lag of(List<Lag> partitions) {
        Optional<Lag> unknown =
                partitions.stream().filter(Unknown.class::isInstance).findFirst();
        return unknown.orElseGet(() -> new Known(partitions.stream()
                .mapToLong(lag -> lag instanceof Known(long records) ? records : 0)
                .sum()));
    }
}
