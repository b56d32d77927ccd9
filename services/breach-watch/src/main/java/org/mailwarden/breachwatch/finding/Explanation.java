// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;

/**
 * A finding told to a person: why it stands, what happened to it, what to do. Never the secret.
 *
 * @param findingId the finding
 * @param kind what was found
 * @param severity how much it matters
 * @param state whether it is open
 * @param summary one plain sentence
 * @param because each reason with its source, oldest first, the newest 1,000
 * @param history what happened to it since and what people wrote about it, oldest first, the newest 1,000
 * @param whatToDo the next step
 * @param closedReason why it was closed; absent while open
 * @param severityReasons why it matters that much, plain sentences
 * @param confirmedBy every source that confirms it, the first one first
 * @param assignee user name of who looks after it; absent when nobody does
 * @param closedAs as what it was closed; absent while open
 * @param closedBy the person who closed it; absent while open, and when it closed by itself
 * @param closedAt when it was closed; absent while open
 * @param acceptedUntil last day (UTC) for which it is accepted; absent when it is not, or for good
 * @param accounts everybody it is about, the first 1,000
 */
public record Explanation(
        UUID findingId,
        FindingKind kind,
        Severity severity,
        FindingState state,
        String summary,
        List<Line> because,
        List<Event> history,
        String whatToDo,
        @Nullable String closedReason,
        List<String> severityReasons,
        List<Attribution> confirmedBy,
        @Nullable String assignee,
        @Nullable Disposition closedAs,
        @Nullable String closedBy,
        @Nullable Instant closedAt,
        @Nullable LocalDate acceptedUntil,
        List<Account> accounts) {

    /**
     * An account that a finding is about.
     *
     * @param accountId the account
     * @param address its mail address; empty when it is not known any more
     */
    public record Account(UUID accountId, String address) {}

    /**
     * One sentence of an explanation.
     *
     * @param text the sentence
     * @param source who says so
     * @param at when it became known
     */
    public record Line(String text, String source, Instant at) {}

    /**
     * Something that happened to a finding.
     *
     * @param text what happened, or what a person wrote
     * @param source who did it or says so
     * @param at when
     * @param comment whether a person wrote it
     */
    public record Event(String text, String source, Instant at, boolean comment) {}

    static Explanation of(
            FindingRow row,
            List<FactRow> facts,
            List<NoteRow> notes,
            List<Attribution> confirmedBy,
            List<Account> accounts) {
        return new Explanation(
                row.id,
                row.kind,
                row.severity,
                row.state,
                row.summary,
                facts.stream()
                        .map(fact -> new Line(fact.text, fact.source, fact.addedAt))
                        .toList(),
                notes.stream()
                        .map(note -> new Event(note.text, note.author, note.addedAt, note.comment))
                        .toList(),
                row.state == FindingState.CLOSED ? "Nothing: it is closed." : NextStep.of(row.kind),
                row.closedReason,
                row.reasons(),
                confirmedBy,
                row.assignee,
                row.closedAs,
                row.closedBy,
                row.closedAt,
                row.acceptedUntil,
                accounts);
    }
}
