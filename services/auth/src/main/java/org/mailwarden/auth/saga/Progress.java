// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import java.util.List;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.contracts.remediation.Evidence;

/** What a step came to. */
sealed interface Progress {

    /**
     * Done and read back.
     *
     * @param detail plain sentence for the ledger
     * @param evidence what is worth keeping as evidence
     */
    record Done(String detail, List<Evidence> evidence) implements Progress {}

    /**
     * Could not be asked: the same step again later, nothing skipped.
     *
     * @param why plain sentence
     */
    record Later(String why) implements Progress {}

    /**
     * Cannot be done.
     *
     * @param why plain sentence: which door is open, what to do
     */
    record Failed(String why) implements Progress {}

    /**
     * Must not run, at least not before {@code hold.until()}.
     *
     * @param hold what keeps it, and why
     */
    record Held(Governor.Decision.Hold hold) implements Progress {}

    /**
     * What had begun was cancelled, and what can be undone is.
     *
     * @param why plain sentences: who cancelled it and why, what stays
     */
    record Undone(String why) implements Progress {}

    /** The job is over. */
    record Over() implements Progress {}

    static Progress done(String detail) {
        return new Done(detail, List.of());
    }

    /** Turns an answer that is no "done" into progress. */
    static Progress otherwise(Outcome<?> outcome, String door) {
        return switch (outcome) {
            case Outcome.Done<?> done -> done("");
            case Outcome.NoSuchUser<?> gone ->
                new Failed(door + ": Keycloak shows no such user in the fleet. Check the"
                        + " account's owner and the user's group.");
            case Outcome.Denied<?>(String why) -> new Failed(door + ": " + why);
            case Outcome.Unavailable<?>(String why) -> new Later(why);
        };
    }
}
