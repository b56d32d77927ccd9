// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.kit.web.Problems;

/**
 * What people do with findings. Asking twice for the same changes nothing the second time and tells nothing. Each method is
 * one transaction and throws a problem, 404, when there is no such finding. Safe for use by many threads.
 */
@ApplicationScoped
@Transactional
public class Triage {

    private final FindingRows rows;

    Triage(FindingRows rows) {
        this.rows = rows;
    }

    /**
     * A person's verdict.
     *
     * @param as one of the three that are a person's
     * @param reason why, plain words
     * @param until last day (UTC) for which it is accepted; absent for good, and when it is not accepted
     */
    public record Verdict(
            Disposition as, String reason, @Nullable LocalDate until) {}

    /**
     * Closes a finding.
     *
     * @param id the finding
     * @param verdict as what, and why; a problem, 409, when it is closed as something else
     * @param person who
     */
    public void close(UUID id, Verdict verdict, String person) {
        FindingRow row = locked(id);
        if (row.state == FindingState.OPEN) {
            Instant now = rows.now();
            row.close(verdict.as(), verdict.reason(), person, verdict.until(), now);
            rows.closed(row, now);
        } else if (row.closedAs != verdict.as() || !Objects.equals(row.acceptedUntil, verdict.until())) {
            throw Problems.of(
                    409,
                    "already-closed",
                    "The finding is closed as " + row.closedAs
                            + (row.acceptedUntil == null ? "" : " until " + row.acceptedUntil)
                            + ". Open it again first, then close it as something else.");
        }
    }

    /**
     * Opens a closed finding again.
     *
     * @param id the finding
     * @param reason why, plain words
     * @param person who
     */
    public void reopen(UUID id, String reason, String person) {
        FindingRow row = locked(id);
        if (row.state == FindingState.CLOSED) {
            Instant now = rows.now();
            row.reopen(now);
            rows.changed(row, person, "opened again: " + reason, now);
        }
    }

    /**
     * Says who looks after a finding.
     *
     * @param id the finding
     * @param to user name; absent for nobody
     * @param person who says so
     */
    public void assign(UUID id, @Nullable String to, String person) {
        FindingRow row = locked(id);
        if (!Objects.equals(row.assignee, to)) {
            String before = Objects.requireNonNullElse(row.assignee, "nobody");
            row.assignee = to;
            rows.changed(
                    row,
                    person,
                    "assigned to " + Objects.requireNonNullElse(to, "nobody") + ", before to " + before,
                    rows.now());
        }
    }

    /**
     * Writes a comment.
     *
     * @param id the finding
     * @param text the comment, plain text
     * @param idempotencyKey the caller's name for this request, absent when it has none: then the same comment twice in a
     *     row is one
     * @param person who
     */
    public void comment(UUID id, String text, @Nullable String idempotencyKey, String person) {
        FindingRow row = locked(id);
        Instant now = rows.now();
        if (rows.comment(row, person, text, idempotencyKey, now)) {
            rows.commented(row, person, now);
        }
    }

    private FindingRow locked(UUID id) {
        return rows.locked(id).orElseThrow(() -> Problems.notFound("finding", id));
    }
}
