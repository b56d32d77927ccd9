// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.finding.NewFinding;
import org.mailwarden.breachwatch.signin.Story;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;

/** Makes a finding of a story. Pure. */
final class StoryFinding {

    /** Kinds that mean that somebody holds the password: it is the current credential that they are about. */
    private static final Set<FindingKind> ABOUT_THE_PASSWORD = EnumSet.of(
            FindingKind.IMPOSSIBLE_TRAVEL,
            FindingKind.NEW_COUNTRY,
            FindingKind.NEW_NETWORK,
            FindingKind.NEW_CLIENT,
            FindingKind.SUCCESS_AFTER_FAILURES,
            FindingKind.DORMANT_LOGIN,
            FindingKind.BREACHED_LOGIN);

    private StoryFinding() {}

    /**
     * Makes a finding.
     *
     * @param story with at least one account
     * @param first what is known of its first account
     * @param name name that was presented for it, where its address is not known yet
     * @return absent when its only account is gone
     */
    static @Nullable NewFinding of(Story story, Circumstances.Account first, String name) {
        boolean one = story.accounts().size() == 1;
        if (one && first.removed()) {
            return null;
        }
        return new NewFinding(
                story.kind(),
                story.severity(),
                story.accounts().getFirst(),
                first.address() == null ? plain(name) : first.address(),
                first.owner(),
                one && ABOUT_THE_PASSWORD.contains(story.kind()) ? first.version() : null,
                story.naturalKey(),
                plain(story.summary()),
                story.facts().stream()
                        .map(fact -> new Fact(plain(fact.text()), fact.source()))
                        .toList(),
                story.reasons(),
                one ? List.of() : story.accounts(),
                true);
    }

    /** Names come from whoever tries to sign in: what controls a terminal, or what the database refuses, is left out. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
