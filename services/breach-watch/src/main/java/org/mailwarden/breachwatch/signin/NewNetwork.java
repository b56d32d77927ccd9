// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.List;
import java.util.Set;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.place.Scope;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** The account was opened from a network it was never opened from, nor from one around it, and that is not the organisation's. */
final class NewNetwork implements Detector {

    @Override
    public FindingKind kind() {
        return FindingKind.NEW_NETWORK;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        Origin origin = evidence.signIn().origin();
        if (!evidence.signIn().succeeded()
                || origin == null
                || (origin.scope() != Scope.PUBLIC && origin.scope() != Scope.DOCUMENTATION)
                || evidence.account().knows(origin)
                || evidence.atHome(origin)
                || evidence.amongColleagues(origin)) {
            return Judgement.Nothing.IT;
        }
        if (!evidence.learnt(evidence.account().networks)) {
            return new Judgement.Learning(kind());
        }
        if (origin.provider() == null
                && origin.scope() == Scope.PUBLIC
                && origin.marks().isEmpty()
                && !otherClient(evidence)) {
            return new Judgement.CouldNotTell(
                    kind(),
                    "No file tells which provider the address belongs to, and providers move people from address to"
                            + " address.");
        }
        if (evidence.trusted().network(origin)) {
            return new Judgement.Expected(kind());
        }
        return new Judgement.Found(
                kind(),
                severity(origin.marks(), evidence.usualClient()),
                evidence.stranger(origin),
                "The account was opened from a network that is new to it.",
                List.of(
                        evidence.attempt(),
                        Evidence.remembered("network " + origin.network() + " is none of the "
                                + evidence.account().networks.size() + " that it was opened from lately")),
                reasons(origin.marks(), evidence.usualClient()));
    }

    private static boolean otherClient(Evidence evidence) {
        Client client = evidence.signIn().client();
        return client != null && !evidence.account().knowsClient(client);
    }

    private static Severity severity(Set<NetworkMark> marks, boolean usualClient) {
        if (marks.contains(NetworkMark.TOR)) {
            return Severity.HIGH;
        }
        if (!marks.isEmpty()) {
            return Severity.MEDIUM;
        }
        return usualClient ? Severity.INFO : Severity.LOW;
    }

    private static List<String> reasons(Set<NetworkMark> marks, boolean usualClient) {
        if (!marks.isEmpty()) {
            return List.of("People seldom sit in " + marks.iterator().next().text() + ", and thieves often do.");
        }
        return usualClient ? List.of("The network is new, the client is the usual one.") : List.of();
    }
}
