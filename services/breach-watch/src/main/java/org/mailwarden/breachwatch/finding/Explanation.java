// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
 * @param because each reason with its source
 * @param history what happened to it since, oldest first
 * @param whatToDo the next step
 * @param closedReason why it was closed; absent while open
 */
public record Explanation(
        UUID findingId,
        FindingKind kind,
        Severity severity,
        FindingState state,
        String summary,
        List<Line> because,
        List<Line> history,
        String whatToDo,
        @Nullable String closedReason) {

    /**
     * One sentence of an explanation.
     *
     * @param text the sentence
     * @param source who says so
     * @param at when it became known
     */
    public record Line(String text, String source, Instant at) {}

    static Explanation of(FindingRow row, List<FactRow> facts) {
        return new Explanation(
                row.id,
                row.kind,
                row.severity,
                row.state,
                row.summary,
                lines(facts, true),
                lines(facts, false),
                row.state == FindingState.CLOSED ? "Nothing: it is closed." : whatToDo(row.kind),
                row.closedReason);
    }

    private static List<Line> lines(List<FactRow> facts, boolean confirms) {
        return facts.stream()
                .filter(fact -> fact.confirms == confirms)
                .map(fact -> new Line(fact.text, fact.source, fact.addedAt))
                .toList();
    }

    private static String whatToDo(FindingKind kind) {
        return switch (kind) {
            case CREDENTIAL_LEAKED ->
                "Force a reset now: somebody else holds the current password. End every session with it.";
            case PASSWORD_PWNED -> "Have the password changed: guessing tools try it first.";
            default -> "Look at the facts, then close it with a reason or have the password changed.";
        };
    }
}
