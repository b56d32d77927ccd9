// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.List;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.signin.FleetHistory.Common;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * A stranger opened the account from where its passwords were guessed, or from where the fleet's are. An owner who mistypes at
 * home, or a device that repeated one old password before it was told the new one, did not guess.
 */
final class SuccessAfterFailures implements Detector {

    @Override
    public FindingKind kind() {
        return FindingKind.SUCCESS_AFTER_FAILURES;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        SignIn signIn = evidence.signIn();
        Origin origin = signIn.origin();
        if (!signIn.succeeded() || origin == null || evidence.atHome(origin) || evidence.amongColleagues(origin)) {
            return Judgement.Nothing.IT;
        }
        boolean spraying = PasswordSpray.isSpraying(evidence);
        int guesses = guessed(evidence, origin);
        if (!spraying && guesses < evidence.settings().guessing().beforeSuccess()) {
            return Judgement.Nothing.IT;
        }
        if (evidence.trusted().network(origin)) {
            return new Judgement.Expected(kind());
        }
        return new Judgement.Found(
                kind(),
                spraying ? Severity.CRITICAL : Severity.HIGH,
                evidence.stranger(origin),
                "The account was opened from where passwords had been guessed.",
                List.of(
                        evidence.attempt(),
                        Evidence.remembered(
                                spraying
                                        ? "many accounts of the fleet were tried from network " + origin.prefix()
                                        : "at least "
                                                + evidence.settings().guessing().beforeSuccess()
                                                + " different passwords of it were tried from network "
                                                + origin.prefix()
                                                + " before")),
                spraying
                        ? List.of("Whoever tries passwords at the whole fleet has found the one of this account.")
                        : List.of());
    }

    /** Different passwords lately, when as many tries came from this very network. */
    private static int guessed(Evidence evidence, Origin origin) {
        SignIn signIn = evidence.signIn();
        Tally tally = evidence.fleet().of(Common.network(origin));
        SignInSettings.Guessing guessing = evidence.settings().guessing();
        return tally == null
                ? 0
                : Math.min(
                        evidence.account().guessesOfStrangers(signIn, guessing.slowWithin()),
                        tally.tries(
                                signIn.who(),
                                signIn.second(),
                                guessing.slowWithin().toSeconds()));
    }
}
