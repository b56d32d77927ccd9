// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.List;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** The account was opened over a broken TLS version (RFC 8996), or over a protocol that the policy counts out. */
final class LegacyLogin implements Detector {

    @Override
    public FindingKind kind() {
        return FindingKind.LEGACY_LOGIN;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        SignIn signIn = evidence.signIn();
        boolean broken = signIn.transport() == Transport.BROKEN_TLS;
        if (!signIn.succeeded()
                || !(broken || evidence.settings().legacyProtocols().contains(signIn.protocol()))) {
            return Judgement.Nothing.IT;
        }
        return new Judgement.Found(
                kind(),
                Severity.LOW,
                new Topic.Habit(evidence.id(), (broken ? "old TLS " : "legacy ") + signIn.protocol()),
                broken
                        ? "The account was opened over a TLS version that is broken."
                        : "The account was opened over " + signIn.protocol() + ", which the policy counts out.",
                List.of(evidence.attempt()),
                List.of());
    }
}
