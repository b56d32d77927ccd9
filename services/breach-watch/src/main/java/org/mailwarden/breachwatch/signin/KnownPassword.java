// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.List;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Detectors for what others know about the password, or about the account at that moment. */
enum KnownPassword implements Detector {

    /** A password that attackers know opened the account. */
    BREACHED(FindingKind.BREACHED_LOGIN) {
        @Override
        Known known(SignIn signIn) {
            // While a remediation of it runs that is known, and told with it.
            return signIn.succeeded() && signIn.inputs().underRemediation() != Known.YES
                    ? signIn.inputs().breached()
                    : Known.NO;
        }

        @Override
        Judgement.Found found(Evidence evidence) {
            return new Judgement.Found(
                    kind(),
                    Severity.HIGH,
                    new Topic.Habit(evidence.id(), "breached"),
                    "The account was opened with a password that is known to attackers.",
                    List.of(evidence.attempt(), new Fact("the password is known to attackers", "sealed fingerprint")),
                    List.of());
        }
    },

    /** The account was opened while it was being taken out of a thief's hands. */
    UNDER_REMEDIATION(FindingKind.LOGIN_DURING_REMEDIATION) {
        @Override
        Known known(SignIn signIn) {
            return signIn.succeeded() ? signIn.inputs().underRemediation() : Known.NO;
        }

        @Override
        Judgement.Found found(Evidence evidence) {
            return new Judgement.Found(
                    kind(),
                    Severity.CRITICAL,
                    new Topic.Habit(evidence.id(), "remediation"),
                    "The account was opened during its remediation.",
                    List.of(evidence.attempt(), new Fact("a remediation of the account was running", "remediations")),
                    List.of());
        }
    },

    /** Somebody presented a password that was reset because it leaked. */
    RETIRED(FindingKind.RETIRED_PASSWORD_USED) {
        @Override
        Known known(SignIn signIn) {
            return signIn.outcome() == Outcome.UNDECIDED
                    ? Known.NO
                    : signIn.inputs().retired();
        }

        @Override
        Judgement.Found found(Evidence evidence) {
            SignIn signIn = evidence.signIn();
            Origin origin = signIn.origin();
            boolean owners = !signIn.succeeded()
                    && origin != null
                    && evidence.atHome(origin)
                    && (signIn.client() == null || evidence.account().knowsClient(signIn.client()));
            return new Judgement.Found(
                    kind(),
                    owners ? Severity.LOW : Severity.CRITICAL,
                    new Topic.Habit(evidence.id(), owners ? "retired, at home" : "retired, stranger"),
                    owners
                            ? "A device of the owner's still tries a password that was reset."
                            : "Somebody tried a password that was reset because it leaked.",
                    List.of(evidence.attempt(), new Fact("the password was retired by a reset", "retired passwords")),
                    owners
                            ? List.of("It failed, and comes from a network and a client that the account is used to.")
                            : List.of());
        }
    };

    private final FindingKind kind;

    KnownPassword(FindingKind kind) {
        this.kind = kind;
    }

    abstract Known known(SignIn signIn);

    abstract Judgement.Found found(Evidence evidence);

    @Override
    public FindingKind kind() {
        return kind;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        return switch (known(evidence.signIn())) {
            case YES -> found(evidence);
            case NO -> Judgement.Nothing.IT;
            case COULD_NOT_ASK ->
                new Judgement.CouldNotTell(kind, "Who knows whether it is so could not be asked about this sign-in.");
        };
    }
}
