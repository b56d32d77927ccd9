// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.time.Instant;
import java.util.Objects;

/** In which order accounts are listed. */
enum AccountOrder {
    /** By address. */
    ADDRESS("address", "a.address, a.id", "a.address >= :address and (a.address > :address or a.id > :id)"),

    /** What was changed last comes first. */
    CHANGED("changed", "a.changed_at desc, a.id", "a.changed_at <= :at and (a.changed_at < :at or a.id > :id)"),

    /** What was not polled for the longest comes first; before all, what never was. */
    SILENT(
            "silent",
            "coalesce(a.last_polled_at, timestamptz 'epoch'), a.id",
            "coalesce(a.last_polled_at, timestamptz 'epoch') >= :at"
                    + " and (coalesce(a.last_polled_at, timestamptz 'epoch') > :at or a.id > :id)");

    private final String parameter;
    private final String orderBy;
    private final String behind;

    AccountOrder(String parameter, String orderBy, String behind) {
        this.parameter = parameter;
        this.orderBy = orderBy;
        this.behind = behind;
    }

    /** How a caller names it. */
    String parameter() {
        return parameter;
    }

    /** What stands after "order by". */
    String orderBy() {
        return orderBy;
    }

    /** The condition on rows behind a cursor. */
    String behind() {
        return behind;
    }

    /** The time by which an account has its place; the epoch where its address says it, or it was never polled. */
    Instant at(AccountView account) {
        return switch (this) {
            case ADDRESS -> Instant.EPOCH;
            case CHANGED -> account.changedAt();
            case SILENT -> Objects.requireNonNullElse(account.lastPolledAt(), Instant.EPOCH);
        };
    }
}
