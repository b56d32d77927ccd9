// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.List;
import java.util.UUID;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** What a detector says about one attempt. */
public sealed interface Judgement {

    /**
     * Something is to be told.
     *
     * @param kind what
     * @param severity how much it matters
     * @param topic what joins it with other judgements to one story
     * @param summary one plain sentence
     * @param facts why, plain sentences with sources; never a secret
     * @param reasons why it matters that much; empty when it is as usual for its kind
     * @param others further accounts that it is about, of attempts that said nothing by themselves
     */
    record Found(
            FindingKind kind,
            Severity severity,
            Topic topic,
            String summary,
            List<Fact> facts,
            List<String> reasons,
            List<UUID> others)
            implements Judgement {

        /** Copies the lists. */
        public Found {
            facts = List.copyOf(facts);
            reasons = List.copyOf(reasons);
            others = List.copyOf(others);
        }

        /** What is about the account of the attempt alone. */
        public Found(
                FindingKind kind,
                Severity severity,
                Topic topic,
                String summary,
                List<Fact> facts,
                List<String> reasons) {
            this(kind, severity, topic, summary, facts, reasons, List.of());
        }
    }

    /** Nothing is to be told. */
    record Nothing() implements Judgement {

        /** The only one that is needed. */
        static final Nothing IT = new Nothing();
    }

    /**
     * It would be told, were the account known longer.
     *
     * @param kind what
     */
    record Learning(FindingKind kind) implements Judgement {}

    /**
     * It would be told, had nobody marked it as expected.
     *
     * @param kind what
     */
    record Expected(FindingKind kind) implements Judgement {}

    /**
     * It cannot be told: somebody who knows could not be asked.
     *
     * @param kind what
     * @param reason why, a plain sentence
     */
    record CouldNotTell(FindingKind kind, String reason) implements Judgement {}
}
