// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.List;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** The account was opened with a client it was never opened with. An update of a known one is none. */
final class NewClient implements Detector {

    @Override
    public FindingKind kind() {
        return FindingKind.NEW_CLIENT;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        Client client = evidence.signIn().client();
        if (!evidence.signIn().succeeded()
                || client == null
                || evidence.account().knowsClient(client)) {
            return Judgement.Nothing.IT;
        }
        if (!evidence.learnt(evidence.account().clients)) {
            return new Judgement.Learning(kind());
        }
        if (evidence.trusted().client(client)) {
            return new Judgement.Expected(kind());
        }
        Origin origin = evidence.signIn().origin();
        boolean atHome = origin != null && evidence.atHome(origin);
        return new Judgement.Found(
                kind(),
                atHome ? Severity.INFO : Severity.LOW,
                origin == null ? new Topic.Stranger(evidence.id(), "nowhere") : evidence.stranger(origin),
                "The account was opened with a client that is new to it.",
                List.of(
                        evidence.attempt(),
                        Evidence.remembered("client " + client.family() + " is none of the "
                                + evidence.account().clients.size() + " that opened it lately")),
                atHome ? List.of("The client is new, the network is a usual one.") : List.of());
    }
}
