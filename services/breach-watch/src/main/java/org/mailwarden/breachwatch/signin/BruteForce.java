// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.util.List;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Many different passwords were tried at one account. Part of a spray, it is told with the spray. */
final class BruteForce implements Detector {

    @Override
    public FindingKind kind() {
        return FindingKind.BRUTE_FORCE;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        SignIn signIn = evidence.signIn();
        if (signIn.outcome() != Outcome.WRONG_PASSWORD || signIn.account() == null) {
            return Judgement.Nothing.IT;
        }
        SignInSettings.Guessing guessing = evidence.settings().guessing();
        int fast = evidence.account().guesses(signIn, guessing.fastWithin());
        int slow = evidence.account().guesses(signIn, guessing.slowWithin());
        if (fast < guessing.fast() && slow < guessing.slow()) {
            return Judgement.Nothing.IT;
        }
        if (PasswordSpray.isSpraying(evidence)) {
            return Judgement.Nothing.IT;
        }
        boolean isFast = fast >= guessing.fast();
        int guesses = isFast ? fast : slow;
        Duration within = isFast ? guessing.fastWithin() : guessing.slowWithin();
        return new Judgement.Found(
                kind(),
                Severity.MEDIUM,
                new Topic.Guesses(evidence.id()),
                "Passwords of the account are being guessed.",
                List.of(
                        evidence.attempt(),
                        Evidence.remembered("at least "
                                + (isFast ? guessing.fast() : guessing.slow())
                                + " different passwords were tried within " + Evidence.text(within)
                                + (guesses >= AccountHistory.GUESSES ? "; more than are counted" : ""))),
                List.of());
    }
}
