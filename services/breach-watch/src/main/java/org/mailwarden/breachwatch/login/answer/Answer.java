// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.answer;

import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.settings.LoginSettings.Treatment;
import org.mailwarden.contracts.login.LoginAnswer;

/**
 * What a server is answered that asks before a sign-in. Pure. What is not known never refuses anybody.
 *
 * @param answer the answer
 * @param delaySeconds how long a delayed one waits; 0 for the others
 * @param reason what spoke against it, for people here; absent when nothing did. Noted even where the sign-in was allowed
 */
public record Answer(
        LoginAnswer answer, int delaySeconds, @Nullable String reason) {

    /** What the client is shown: nothing of why, for it may be the thief. */
    public static final String MESSAGE = "Sign-in is not possible at the moment. Contact your help desk.";

    private static final Answer ALLOWED = new Answer(LoginAnswer.ALLOWED, 0, null);

    /** Nothing speaks against it, or nothing is known. */
    public static Answer allowed() {
        return ALLOWED;
    }

    /**
     * Decides.
     *
     * @param rules what is done about what
     * @param seen what is known
     * @return the strictest of what applies; what refuses is told before what delays
     */
    static Answer of(Rules rules, Circumstances seen) {
        Treatment strictest = Treatment.ALLOW;
        String reason = null;
        if (Boolean.TRUE.equals(seen.retired())) {
            strictest = rules.retiredPassword();
            reason = "The password was retired by a reset.";
        }
        if (seen.underRemediation() && isStricter(rules.duringRemediation(), strictest, reason)) {
            strictest = rules.duringRemediation();
            reason = "A reset of the account is under way.";
        }
        if (seen.spraying() && isStricter(rules.spraying(), strictest, reason)) {
            strictest = rules.spraying();
            reason = "The address tries many accounts.";
        }
        if (seen.plaintext() && isStricter(rules.plaintext(), strictest, reason)) {
            strictest = rules.plaintext();
            reason = "Nothing protects the connection.";
        }
        if (reason == null || strictest == Treatment.ALLOW) {
            return reason == null ? ALLOWED : new Answer(LoginAnswer.ALLOWED, 0, reason);
        }
        if (!rules.enforced()) {
            return new Answer(
                    LoginAnswer.ALLOWED,
                    0,
                    reason
                            + (strictest == Treatment.REFUSE
                                    ? " It would have been refused."
                                    : " It would have waited."));
        }
        return strictest == Treatment.REFUSE
                ? new Answer(LoginAnswer.REFUSED, 0, reason)
                : new Answer(LoginAnswer.DELAYED, rules.delaySeconds(), reason);
    }

    private static boolean isStricter(Treatment one, Treatment other, @Nullable String reason) {
        return reason == null || one.compareTo(other) > 0;
    }

    /** The number of the protocol: 0 allows, -1 refuses, more delays by as many seconds. */
    public int status() {
        return switch (answer) {
            case ALLOWED -> 0;
            case DELAYED -> delaySeconds;
            case REFUSED -> -1;
        };
    }
}
