// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

/** Which way the ledger is read. */
public enum LedgerOrder {
    /** As it was written; between days by time. */
    OLDEST("oldest", ">", "asc"),
    /** What was written last comes first. */
    NEWEST("newest", "<", "desc");

    /** How what comes behind a row compares with it. */
    final String behind;

    final String direction;
    private final String parameter;

    LedgerOrder(String parameter, String behind, String direction) {
        this.parameter = parameter;
        this.behind = behind;
        this.direction = direction;
    }

    /** How a caller names it. */
    String parameter() {
        return parameter;
    }
}
