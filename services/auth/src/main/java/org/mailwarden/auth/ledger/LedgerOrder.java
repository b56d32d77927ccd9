// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

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

    /** How a caller names it. */
    String parameter() {
        return parameter;
    }
}
