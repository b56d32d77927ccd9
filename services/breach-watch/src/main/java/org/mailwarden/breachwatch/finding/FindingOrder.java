// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

/** In which order findings are listed. */
enum FindingOrder {
    /** The newest first. */
    NEWEST("newest", "f.raised_at desc, f.id", "f.raised_at <= :at and (f.raised_at < :at or f.id > :id)"),

    /** The gravest first, of the same severity the newest. */
    SEVERITY(
            "severity",
            "f.severity_rank desc, f.raised_at desc, f.id",
            "f.severity_rank <= :rank and (f.severity_rank < :rank or f.raised_at < :at"
                    + " or (f.raised_at = :at and f.id > :id))");

    private final String parameter;
    private final String orderBy;
    private final String behind;

    FindingOrder(String parameter, String orderBy, String behind) {
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
}
