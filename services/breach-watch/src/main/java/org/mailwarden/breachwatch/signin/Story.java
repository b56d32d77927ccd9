// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * Judgements that tell of one thing: one finding is made of it.
 *
 * @param naturalKey tells it from others, the same in every run over the same attempts
 * @param keys of its topics
 * @param kind the weightiest of its kinds
 * @param kinds every kind that was judged
 * @param severity the highest
 * @param summary of the weightiest judgement, one plain sentence
 * @param facts of all judgements, each text once, oldest first; of many the newest, at most {@link Stories#FACTS}
 * @param reasons why it has its severity; empty when it is as usual for its kind
 * @param accounts whom it is about, in the order they came; at most {@link Stories#ACCOUNTS}
 * @param names how many of the names that were presented belong to no account, each attempt counted
 * @param first when it began
 * @param last when it was last judged
 * @param pause after which it has ended
 * @param judgements how many there were
 */
public record Story(
        String naturalKey,
        Set<String> keys,
        FindingKind kind,
        Set<FindingKind> kinds,
        Severity severity,
        String summary,
        List<Fact> facts,
        List<String> reasons,
        List<UUID> accounts,
        long names,
        Instant first,
        Instant last,
        Duration pause,
        long judgements) {

    /** Copies the collections. */
    public Story {
        keys = Set.copyOf(keys);
        kinds = Set.copyOf(kinds);
        facts = List.copyOf(facts);
        reasons = List.copyOf(reasons);
        accounts = List.copyOf(accounts);
    }
}
