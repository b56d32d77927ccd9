// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.ArrayList;
import java.util.List;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * Asks every detector about an attempt, and lets the histories take it in. The judgements depend on the arguments alone.
 */
public final class SignInJudge {

    private static final List<Detector> DETECTORS = List.of(
            new ImpossibleTravel(),
            new NewCountry(),
            new NewNetwork(),
            new NewClient(),
            new BruteForce(),
            new PasswordSpray(),
            new SuccessAfterFailures(),
            new DormantLogin(),
            new PlaintextLogin(),
            new LegacyLogin(),
            KnownPassword.BREACHED,
            KnownPassword.UNDER_REMEDIATION,
            KnownPassword.RETIRED);

    private SignInJudge() {}

    /**
     * Judges an attempt, once: a repeat, told by its id, changes nothing and says nothing, unless it tells for the first time
     * that the password was retired, which may be known later than the attempt. What counts at another account says no more
     * than that either. The fetcher's own attempts are known and say
     * nothing either.
     *
     * @param evidence the attempt and what is remembered; the histories take it in. For a name that belongs to no account the
     *     account's history is empty and stays so
     * @return what is not {@link Judgement.Nothing}, in the order of the detectors
     */
    public static List<Judgement> judge(Evidence evidence) {
        SignIn signIn = evidence.signIn();
        if (signIn.own()) {
            return List.of();
        }
        if (signIn.countsElsewhere() || evidence.account().knows(signIn.id())) {
            return retiredAfterAll(evidence);
        }
        List<Judgement> said = List.of();
        boolean spray = false;
        for (Detector detector : DETECTORS) {
            if (evidence.settings().silent().contains(detector.kind())
                    || (signIn.account() == null && !(detector instanceof PasswordSpray))) {
                continue;
            }
            Judgement judgement = detector.judge(evidence);
            if (judgement instanceof Judgement.Nothing) {
                continue;
            }
            said = said.isEmpty() ? new ArrayList<>() : said;
            said.add(rated(judgement, evidence.settings()));
            spray |= judgement instanceof Judgement.Found found && found.kind() == FindingKind.PASSWORD_SPRAY;
        }
        evidence.fleet().add(signIn, evidence.account(), spray);
        if (signIn.account() != null) {
            evidence.account().add(signIn);
        }
        return said;
    }

    private static List<Judgement> retiredAfterAll(Evidence evidence) {
        SignIn signIn = evidence.signIn();
        if (signIn.inputs().retired() != Known.YES || evidence.account().knowsAsRetired(signIn.id())) {
            return List.of();
        }
        evidence.account().addAsRetired(signIn.id());
        Judgement judgement = KnownPassword.RETIRED.judge(evidence);
        return judgement instanceof Judgement.Nothing
                        || evidence.settings().silent().contains(KnownPassword.RETIRED.kind())
                ? List.of()
                : List.of(rated(judgement, evidence.settings()));
    }

    private static Judgement rated(Judgement judgement, SignInSettings settings) {
        if (!(judgement instanceof Judgement.Found found)) {
            return judgement;
        }
        Severity severity = settings.severities().get(found.kind());
        return severity == null
                ? found
                : new Judgement.Found(
                        found.kind(),
                        severity,
                        found.topic(),
                        found.summary(),
                        found.facts(),
                        List.of("the organisation's settings say so"),
                        found.others());
    }
}
