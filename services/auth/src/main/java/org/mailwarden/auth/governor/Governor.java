// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.governor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.policy.Budget;
import org.mailwarden.contracts.remediation.ResponseMode;

/**
 * Decides whether a planned reset may run now. Asked when it is planned and once more right before the first step, because
 * the world may have changed in between.
 */
public final class Governor {

    private Governor() {}

    /** The decision. */
    public sealed interface Decision {
        /** Run. */
        record Go() implements Decision {}

        /** Say what would be done, and leave it at that. */
        record OnlyPlan() implements Decision {}

        /**
         * Do not run.
         *
         * @param reason plain sentences: why, who is meant, what to do
         */
        record Hold(String reason) implements Decision {}
    }

    /**
     * Who would be reset.
     *
     * @param username Keycloak user name
     * @param protectedUser whether the user is in the protected group
     * @param lastEnabledAdmin whether nobody could let this user in again
     */
    public record Subject(String username, boolean protectedUser, boolean lastEnabledAdmin) {}

    /**
     * What the decision rests on.
     *
     * @param mode the policy's mode
     * @param subject who would be reset
     * @param requester who asked for it; {@code policy} when nobody did
     * @param approver the person who approved exactly this; absent when nobody did
     * @param startedInWindow resets started in the budget's window
     * @param fleetSize people in the fleet
     * @param budget the bounds
     */
    public record Question(
            ResponseMode mode,
            Subject subject,
            String requester,
            @Nullable String approver,
            long startedInWindow,
            int fleetSize,
            Budget budget) {}

    /**
     * Names what makes a user never to be touched automatically.
     *
     * @param subject the user
     * @param requester who asked
     * @return why; empty when nothing speaks against it
     */
    public static Optional<String> exclusion(Subject subject, String requester) {
        String who = subject.username();
        if (subject.protectedUser()) {
            return Optional.of(
                    who + " is in the group protected, which is never reset by Mailwarden. Reset this user by hand"
                            + " in Keycloak, or take the user out of the group and approve again.");
        }
        if (who.startsWith("service-account-")) {
            return Optional.of(
                    who + " is a service account, which has no person to set a new password. Rotate the client's"
                            + " secret in Keycloak instead.");
        }
        if (subject.lastEnabledAdmin()) {
            return Optional.of(who + " is the last enabled administrator. Enable a second administrator first, then"
                    + " approve again.");
        }
        if (who.equalsIgnoreCase(requester)) {
            return Optional.of(
                    who + " asked for this reset and cannot be its subject. Somebody else has to ask for it.");
        }
        return Optional.empty();
    }

    /**
     * Decides.
     *
     * @param question everything it rests on
     * @return the decision
     */
    public static Decision decide(Question question) {
        Optional<String> excluded = exclusion(question.subject(), question.requester());
        if (excluded.isPresent()) {
            return new Decision.Hold(excluded.get());
        }
        if (question.approver() != null) {
            return new Decision.Go();
        }
        String who = question.subject().username();
        return switch (question.mode()) {
            case OBSERVE -> new Decision.OnlyPlan();
            case PROPOSE ->
                new Decision.Hold(
                        "The policy proposes and a person decides: an approver has to look at what would be done to "
                                + who + " and approve or reject it.");
            case AUTO -> withinBudget(question, who);
        };
    }

    private static Decision withinBudget(Question question, String who) {
        int allowed = question.budget().allowed(question.fleetSize());
        if (question.startedInWindow() < allowed) {
            return new Decision.Go();
        }
        return new Decision.Hold(
                "The budget is used up: " + question.startedInWindow() + " of " + allowed + " resets in "
                        + question.budget().windowMinutes() + " minutes were started, so " + who
                        + " was not reset. Look at the findings first: many at once can be a wrong import. Then an approver"
                        + " approves this one, or an administrator raises the policy's budget.");
    }
}
