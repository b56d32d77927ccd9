// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

/** In which order remediations are listed. */
enum RemediationOrder {
    /** What was planned last comes first. */
    NEWEST("newest", "r.position desc", "r.position < :position"),

    /** What changed last comes first. */
    CHANGED(
            "changed",
            "r.changed_at desc, r.position desc",
            "r.changed_at <= :at and (r.changed_at < :at or r.position < :position)"),

    /** What has not changed for the longest comes first. */
    UNCHANGED(
            "unchanged",
            "r.changed_at, r.position",
            "r.changed_at >= :at and (r.changed_at > :at or r.position > :position)");

    private final String parameter;
    private final String orderBy;
    private final String behind;

    RemediationOrder(String parameter, String orderBy, String behind) {
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
