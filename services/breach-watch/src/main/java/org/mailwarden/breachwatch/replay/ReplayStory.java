// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.replay;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * A story of a replay, or a finding that the replay has not.
 *
 * @param key tells it from others of the replay
 * @param outcome how it stands to what was raised
 * @param findingId the finding that was raised; absent when none was
 * @param kind the weightiest of its kinds
 * @param severity how grave it is
 * @param summary one plain sentence
 * @param accounts whom it is about
 * @param names how many attempts were at names that belong to no account
 * @param first when it began
 * @param last when there was more of it last
 * @param judgements how many there were at least; 0 of a finding that the replay has not
 */
public record ReplayStory(
        String key,
        Outcome outcome,
        @Nullable UUID findingId,
        FindingKind kind,
        Severity severity,
        String summary,
        List<UUID> accounts,
        long names,
        Instant first,
        Instant last,
        long judgements) {

    /** How a story stands to what was raised. */
    public enum Outcome {
        /** It would have been raised, and was. */
        SAME,
        /** It would have been raised, and was not. */
        ADDED,
        /** It was raised, and would not have been. */
        GONE
    }
}
