// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.List;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** The password that opened the account went over the network in clear. Within one machine it does not. */
final class PlaintextLogin implements Detector {

    @Override
    public FindingKind kind() {
        return FindingKind.PLAINTEXT_LOGIN;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        SignIn signIn = evidence.signIn();
        if (!signIn.succeeded() || signIn.transport() != Transport.CLEAR || isTolerated(evidence)) {
            return Judgement.Nothing.IT;
        }
        return new Judgement.Found(
                kind(),
                Severity.MEDIUM,
                new Topic.Habit(evidence.id(), "clear " + signIn.protocol()),
                "The password of the account went over the network in clear, over " + signIn.protocol() + ".",
                List.of(evidence.attempt()),
                List.of());
    }

    private static boolean isTolerated(Evidence evidence) {
        Origin origin = evidence.signIn().origin();
        if (origin == null) {
            return false;
        }
        return switch (origin.scope()) {
            case LOOPBACK -> true;
            case PRIVATE, LINK_LOCAL -> !evidence.settings().plainWithin();
            case PUBLIC, SHARED, DOCUMENTATION, RESERVED -> false;
        };
    }
}
