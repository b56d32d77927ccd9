// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.apppassword.SignInRule.Judgement;
import org.mailwarden.auth.apppassword.SignInRule.SignIn;
import org.mailwarden.auth.keycloak.EnrolledFactor;

class SignInRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant JUST_NOW = NOW.minusSeconds(60);
    private static final List<EnrolledFactor> OTP = List.of(new EnrolledFactor("otp", NOW.minusSeconds(86_400)));
    private static final SignInRule RULE =
            new SignInRule(Set.of("mailwarden-console"), Duration.ofMinutes(15), Set.of("otp"));

    @Test
    void takesASignInFromAfterTheEnrolmentThatTheFlowThenAsksFor() {
        assertThat(judge("mailwarden-console", JUST_NOW, Set.of(), OTP)).isEqualTo(new Judgement.Fit(JUST_NOW));
    }

    @Test
    void isRefusedWithoutASecondFactor() {
        assertThat(code(judge("mailwarden-console", JUST_NOW, Set.of(), List.of())))
                .isEqualTo("second-factor-missing");
    }

    @Test
    void isRefusedToTheTokenOfAnotherClientWhateverItSays() {
        assertThat(code(judge("some-app", JUST_NOW, Set.of("otp"), OTP))).isEqualTo("sign-in-elsewhere");
        assertThat(code(judge(null, JUST_NOW, Set.of("otp"), OTP))).isEqualTo("sign-in-elsewhere");
    }

    @Test
    void isRefusedToASessionFromBeforeTheEnrolment() {
        List<EnrolledFactor> meanwhile = List.of(new EnrolledFactor("otp", JUST_NOW.plusMillis(500)));

        assertThat(code(judge("mailwarden-console", JUST_NOW, Set.of(), meanwhile)))
                .isEqualTo("second-factor-not-used");
    }

    @Test
    void goesByWhatTheTokenTellsOfItsMethodsWhereItDoes() {
        assertThat(code(judge("mailwarden-console", JUST_NOW, Set.of("pwd"), OTP)))
                .isEqualTo("second-factor-not-used");
        assertThat(judge("mailwarden-console", JUST_NOW, Set.of("pwd", "otp"), OTP))
                .isEqualTo(new Judgement.Fit(JUST_NOW));
    }

    @Test
    void doesNotTrustThatTheFlowAsksForAnotherTypeUntilTheTokenTellsSo() {
        List<EnrolledFactor> key = List.of(new EnrolledFactor("webauthn", NOW.minusSeconds(86_400)));

        assertThat(code(judge("mailwarden-console", JUST_NOW, Set.of(), key))).isEqualTo("second-factor-not-used");
        assertThat(judge("mailwarden-console", JUST_NOW, Set.of("hwk"), key)).isEqualTo(new Judgement.Fit(JUST_NOW));
    }

    @Test
    void isRefusedWhenTheSignInIsOldOrItsTimeUnknown() {
        assertThat(code(judge("mailwarden-console", NOW.minusSeconds(901), Set.of(), OTP)))
                .isEqualTo("sign-in-too-old");
        assertThat(code(judge("mailwarden-console", null, Set.of("otp"), OTP))).isEqualTo("sign-in-too-old");
    }

    private static Judgement judge(String client, Instant at, Set<String> methods, List<EnrolledFactor> enrolled) {
        return RULE.judge(new SignIn(client, at, methods), enrolled, NOW);
    }

    private static String code(Judgement judgement) {
        return judgement instanceof Judgement.Unfit unfit ? unfit.code() : "fit";
    }
}
