// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.util.List;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** An account was opened that nobody had opened for long. The fetcher's own sign-ins do not keep it awake. */
final class DormantLogin implements Detector {

    @Override
    public FindingKind kind() {
        return FindingKind.DORMANT_LOGIN;
    }

    @Override
    public Judgement judge(Evidence evidence) {
        SignIn signIn = evidence.signIn();
        AccountHistory account = evidence.account();
        if (!signIn.succeeded() || account.successes() == 0 || signIn.clockDoubtful()) {
            return Judgement.Nothing.IT;
        }
        Duration silence = Duration.ofSeconds(signIn.second() - account.lastSuccess());
        if (silence.compareTo(evidence.settings().dormantAfter()) < 0) {
            return Judgement.Nothing.IT;
        }
        boolean usual = evidence.usualClient() && signIn.origin() != null && evidence.atHome(signIn.origin());
        return new Judgement.Found(
                kind(),
                usual ? Severity.LOW : Severity.MEDIUM,
                signIn.origin() == null
                        ? new Topic.Stranger(evidence.id(), "nowhere")
                        : evidence.stranger(signIn.origin()),
                "An account was opened that had not been opened for " + Evidence.text(silence) + ".",
                List.of(
                        evidence.attempt(),
                        Evidence.remembered(
                                "before that it was opened last at " + Evidence.time(account.lastSuccess()))),
                usual ? List.of("Network and client are the usual ones: probably the owner is back.") : List.of());
    }
}
