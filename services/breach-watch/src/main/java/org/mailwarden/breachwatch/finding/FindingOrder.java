// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

/** In which order findings are listed. */
enum FindingOrder {
    /** The newest first. */
    NEWEST(
            "newest",
            "f.raised_at desc, f.id",
            "f.raised_at <= :at and (f.raised_at < :at or f.id > :id)",
            "(e.raised_at > f.raised_at or e.raised_at = f.raised_at and e.id < f.id)"),

    /** The gravest first, of the same severity the newest. */
    SEVERITY(
            "severity",
            "f.severity_rank desc, f.raised_at desc, f.id",
            "f.severity_rank <= :rank and (f.severity_rank < :rank or f.raised_at < :at"
                    + " or (f.raised_at = :at and f.id > :id))",
            "(e.severity_rank > f.severity_rank or e.severity_rank = f.severity_rank"
                    + " and (e.raised_at > f.raised_at or e.raised_at = f.raised_at and e.id < f.id))");

    private final String parameter;
    private final String orderBy;
    private final String behind;
    private final String earlier;

    FindingOrder(String parameter, String orderBy, String behind, String earlier) {
        this.parameter = parameter;
        this.orderBy = orderBy;
        this.behind = behind;
        this.earlier = earlier;
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

    /** The condition on a finding e that stands before the finding f. */
    String earlier() {
        return earlier;
    }
}
