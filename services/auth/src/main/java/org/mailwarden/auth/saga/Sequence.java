// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import java.util.List;
import org.mailwarden.auth.Pure;
import org.mailwarden.contracts.remediation.RemediationAction;

/** Which steps an action has, in the only order in which each leaves the account safer than before. */
@Pure
final class Sequence {

    private static final List<Step> RESET = List.of(
            Step.GOVERN,
            Step.SUSPEND,
            Step.LOGOUT,
            Step.REVOKE_GRANTS,
            Step.DELETE_PASSWORD,
            Step.LOGOUT_AGAIN,
            Step.REVOKE_APP_PASSWORDS,
            Step.CLOSE_MAIL,
            Step.REQUIRE_ACTIONS,
            Step.RECOVERY_LINK,
            Step.APPLY,
            Step.PROVE);

    private Sequence() {}

    /**
     * Lists the steps.
     *
     * @param action what is done
     * @param oneSession whether one session is meant and not all of them
     * @return the steps; GOVERN is the first, PROVE the last
     */
    static List<Step> of(RemediationAction action, boolean oneSession) {
        return switch (action) {
            case FORCE_RESET -> RESET;
            case REVOKE_SESSIONS ->
                oneSession
                        ? List.of(Step.GOVERN, Step.END_SESSION, Step.APPLY, Step.PROVE)
                        : List.of(
                                Step.GOVERN,
                                Step.LOGOUT,
                                Step.REVOKE_GRANTS,
                                Step.REVOKE_APP_PASSWORDS,
                                Step.CLOSE_MAIL,
                                Step.APPLY,
                                Step.PROVE);
            case DISABLE_USER ->
                List.of(
                        Step.GOVERN,
                        Step.DISABLE,
                        Step.LOGOUT,
                        Step.REVOKE_GRANTS,
                        Step.REVOKE_APP_PASSWORDS,
                        Step.CLOSE_MAIL,
                        Step.APPLY,
                        Step.PROVE);
            case ENABLE_USER -> List.of(Step.GOVERN, Step.ENABLE, Step.APPLY, Step.PROVE);
            case NOTIFY_USER -> List.of(Step.GOVERN, Step.NOTIFY, Step.APPLY, Step.PROVE);
            // Not as a pending action: whoever signs in with the password next would enrol it.
            case REQUIRE_SECOND_FACTOR -> List.of(Step.GOVERN, Step.RECOVERY_LINK, Step.APPLY, Step.PROVE);
        };
    }

    /**
     * Finds the step after one.
     *
     * @param action what is done
     * @param oneSession whether one session is meant and not all of them
     * @param step a step of the action
     * @return the next; PROVE follows itself
     * @throws IllegalArgumentException when the action has no such step
     */
    static Step after(RemediationAction action, boolean oneSession, Step step) {
        List<Step> steps = of(action, oneSession);
        int at = steps.indexOf(step);
        if (at < 0) {
            throw new IllegalArgumentException(action + " has no step " + step);
        }
        return steps.get(Math.min(at + 1, steps.size() - 1));
    }
}
