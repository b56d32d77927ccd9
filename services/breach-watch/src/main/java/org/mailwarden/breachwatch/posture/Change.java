// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import org.mailwarden.contracts.finding.FindingKind;

/** What must happen so that what is written down about an account agrees with what is so. */
sealed interface Change {

    /** The account. */
    AccountPosture account();

    /** What it is about. */
    FindingKind kind();

    /** The episode that must still be the last one when the change is made; 0 when there must be none. */
    int lastEpisode();

    /**
     * An issue begins.
     *
     * @param account the account
     * @param issue what is wrong
     * @param lastEpisode the episode before, 0 when there was none
     */
    record Begin(AccountPosture account, Issue issue, int lastEpisode) implements Change {
        @Override
        public FindingKind kind() {
            return issue.kind();
        }
    }

    /**
     * An issue goes on for other reasons.
     *
     * @param account the account
     * @param issue what is wrong
     * @param lastEpisode its episode
     */
    record Confirm(AccountPosture account, Issue issue, int lastEpisode) implements Change {
        @Override
        public FindingKind kind() {
            return issue.kind();
        }
    }

    /**
     * An issue ends.
     *
     * @param account the account
     * @param before the issue as it was written down
     * @param reason why, one plain sentence
     */
    record End(AccountPosture account, Standing before, String reason) implements Change {
        @Override
        public FindingKind kind() {
            return before.kind();
        }

        @Override
        public int lastEpisode() {
            return before.episode();
        }
    }
}
