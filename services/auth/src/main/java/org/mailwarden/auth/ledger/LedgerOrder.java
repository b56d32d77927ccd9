// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.util.Optional;
import java.util.stream.Stream;

/** Which way the ledger is read. */
public enum LedgerOrder {
    /** As it was written. */
    OLDEST("oldest", "seq > :after", "asc", 0),
    /** What was written last comes first. */
    NEWEST("newest", "seq < :after", "desc", Long.MAX_VALUE);

    final String condition;
    final String direction;
    final long beginning;
    private final String parameter;

    LedgerOrder(String parameter, String condition, String direction, long beginning) {
        this.parameter = parameter;
        this.condition = condition;
        this.direction = direction;
        this.beginning = beginning;
    }

    /**
     * Finds an order by the name that it has in a request.
     *
     * @param parameter the name
     * @return empty when there is none
     */
    static Optional<LedgerOrder> named(String parameter) {
        return Stream.of(values())
                .filter(order -> order.parameter.equals(parameter))
                .findFirst();
    }
}
