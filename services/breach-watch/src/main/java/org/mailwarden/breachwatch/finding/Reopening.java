// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingKind;

/**
 * Decides whether a closed finding opens again when it is raised once more. What a person decided stands until somebody says
 * something that the person could not know; what closed by itself opens as it closed, by the facts.
 */
final class Reopening {

    /** As what is closed what only a new source opens again: more of the same was known to the one who closed it. */
    static final Set<Disposition> ONLY_BY_NEW_SOURCES = EnumSet.of(Disposition.FALSE_POSITIVE, Disposition.ACCEPTED);

    private Reopening() {}

    /**
     * A closed finding.
     *
     * @param kind what was found
     * @param closedAs as what it was closed
     * @param aboutCredential whether it is about one credential
     * @param sources names of the sources that had confirmed it before
     */
    record Closed(FindingKind kind, Disposition closedAs, boolean aboutCredential, Set<String> sources) {}

    /** What becomes of it. */
    sealed interface Decision {

        /** It stays closed; what is new is kept with it. */
        record StayClosed() implements Decision {}

        /**
         * It opens again.
         *
         * @param why one plain sentence
         */
        record Reopen(String why) implements Decision {}
    }

    /**
     * Decides.
     *
     * @param closed the finding as it was before
     * @param newEvidence names of the sources of facts that were not known before; empty when every fact was
     * @return what becomes of it
     */
    static Decision decide(Closed closed, Collection<String> newEvidence) {
        if (closed.kind() == FindingKind.CREDENTIAL_LEAKED_STALE) {
            return new Decision.StayClosed();
        }
        return switch (closed.closedAs()) {
            case FALSE_POSITIVE, ACCEPTED -> newSources(closed, newEvidence);
            case TRUE_POSITIVE ->
                newEvidence.isEmpty()
                        ? new Decision.StayClosed()
                        : new Decision.Reopen("There is new evidence after it was dealt with, by "
                                + Sentences.list(newEvidence) + ".");
            // The detector says that it is so now, and it has changed since: the same words are news.
            case FACTS_CHANGED -> new Decision.Reopen("It is so again after the facts had changed.");
            // Proof stands about a credential: what else is said about the dead one changes nothing.
            case REMEDIATED ->
                closed.aboutCredential() || newEvidence.isEmpty()
                        ? new Decision.StayClosed()
                        : new Decision.Reopen(
                                "There is new evidence after the reset, by " + Sentences.list(newEvidence) + ".");
        };
    }

    private static Decision newSources(Closed closed, Collection<String> newEvidence) {
        Set<String> strangers = new TreeSet<>(newEvidence);
        strangers.removeAll(closed.sources());
        return strangers.isEmpty()
                ? new Decision.StayClosed()
                : new Decision.Reopen("A source confirms it that had not when it was closed as " + closed.closedAs()
                        + ": " + Sentences.list(strangers) + ".");
    }
}
