// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mailwarden.breachwatch.posture.Sample.NOW;
import static org.mailwarden.breachwatch.posture.Sample.PASSWORD;
import static org.mailwarden.breachwatch.posture.Sample.PERSON;
import static org.mailwarden.breachwatch.posture.Sample.account;
import static org.mailwarden.breachwatch.posture.Sample.password;
import static org.mailwarden.breachwatch.posture.Sample.policy;
import static org.mailwarden.breachwatch.posture.Sample.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

class PostureRulesTest {

    @Test
    void findsNothingWrongWithAnAccountInOrder() {
        assertThat(judge(account(PASSWORD, PERSON, Sample.TRANSPORT))).isEmpty();
    }

    @Test
    void concludesNothingFromWhatIsUnknown() {
        assertThat(PostureRules.judge(account(null, null, null), policy(Duration.ofDays(1)), NOW))
                .isEmpty();
    }

    @Test
    void findsNothingWrongWithAnAccountThatWasRemoved() {
        var removed = new AccountPosture(
                Sample.ID,
                "ada@example.org",
                "ada",
                true,
                shared(3, 0),
                new AccountPosture.Person(true, false, List.of(), null),
                null);

        assertThat(judge(removed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 16+, HIGH", "1, 16+, MEDIUM", "4, <8, MEDIUM", "0, <8, HIGH"})
    void callsAPasswordWeakByItsStrengthAndByItsLength(int strength, String bucket, Severity severity) {
        assertThat(judge(account(password(strength, bucket), null, null)))
                .extracting(Issue::kind, Issue::severity, Issue::credentialVersion)
                .containsExactly(tuple(FindingKind.PASSWORD_WEAK, severity, 7L));
    }

    @ParameterizedTest
    @CsvSource({"2, 16+", "2, 8-11", "4, a bucket of a later version"})
    void callsNoPasswordWeakThatThePolicyAllows(int strength, String bucket) {
        assertThat(judge(account(password(strength, bucket), null, null))).isEmpty();
    }

    @Test
    void callsNoPasswordTooShortThatMayHaveTheMinimum() {
        PosturePolicy fifteen = new PosturePolicy(1, 15, Optional.empty(), Set.of("otp"), Duration.ofDays(21));

        assertThat(PostureRules.judge(account(password(4, "12-15"), null, null), fifteen, NOW))
                .isEmpty();
        assertThat(PostureRules.judge(account(password(4, "8-11"), null, null), fifteen, NOW))
                .hasSize(1);
    }

    @Test
    void ratesPasswordsOfOtherPeopleMoreThanFurtherOnesOfTheSamePerson() {
        assertThat(judge(account(shared(1, 2), null, null))).singleElement().satisfies(issue -> {
            assertThat(issue.kind()).isEqualTo(FindingKind.PASSWORD_REUSED);
            assertThat(issue.severity()).isEqualTo(Severity.HIGH);
            assertThat(issue.facts()).hasSize(2);
        });
        assertThat(judge(account(shared(0, 2), null, null)))
                .singleElement()
                .satisfies(issue -> assertThat(issue.severity()).isEqualTo(Severity.LOW));
    }

    @Test
    void tellsMagnitudesSoThatOneMoreMailboxIsNoNews() {
        assertThat(facts(shared(2, 0))).isEqualTo(facts(shared(9, 0))).isNotEqualTo(facts(shared(10, 0)));
        assertThat(facts(shared(100, 0))).isEqualTo(facts(shared(90_000, 0)));
    }

    @Test
    void expiresNoPasswordWhenThePolicyHasNoAge() {
        var ancient = new AccountPosture.Password(7, 4, "16+", Instant.EPOCH, 0, 0);

        assertThat(judge(account(ancient, null, null))).isEmpty();
    }

    @Test
    void expiresAPasswordTheMomentItReachesTheAge() {
        AccountPosture account = account(PASSWORD, null, null);
        Duration age = Duration.ofDays(90);
        Instant moment = PASSWORD.changedAt().plus(age);

        assertThat(PostureRules.judge(account, policy(age), moment.minusMillis(1)))
                .isEmpty();
        assertThat(PostureRules.judge(account, policy(age), moment))
                .singleElement()
                .satisfies(issue -> {
                    assertThat(issue.kind()).isEqualTo(FindingKind.PASSWORD_EXPIRED);
                    assertThat(issue.credentialVersion()).isEqualTo(7);
                });
    }

    @Test
    void expiresThePasswordInKeycloakWithoutTyingItToTheMailboxes() {
        var old = new AccountPosture.Person(true, false, List.of("otp"), Instant.EPOCH);

        assertThat(PostureRules.judge(account(PASSWORD, old, null), policy(Duration.ofDays(90)), NOW))
                .singleElement()
                .satisfies(issue -> assertThat(issue.credentialVersion()).isNull());
    }

    @ParameterizedTest
    @CsvSource({"false, MEDIUM", "true, HIGH"})
    void missesASecondFactorMoreWhereNoResetRunsByItself(boolean isProtected, Severity severity) {
        var person = new AccountPosture.Person(true, isProtected, List.of("recovery-authn-codes"), null);

        assertThat(judge(account(null, person, null)))
                .extracting(Issue::kind, Issue::severity)
                .containsExactly(tuple(FindingKind.TWO_FACTOR_MISSING, severity));
    }

    @Test
    void missesNoSecondFactorOfAUserWhoMayNotSignIn() {
        assertThat(judge(account(null, new AccountPosture.Person(false, true, List.of(), null), null)))
                .isEmpty();
    }

    @Test
    void refusesAPolicyThatCannotWorkWithAHint() {
        assertThatThrownBy(() -> new PosturePolicy(5, 8, Optional.empty(), Set.of(), Duration.ZERO))
                .hasMessageContaining("posture.weak-up-to")
                .hasMessageContaining("-1 to 4");
        assertThatThrownBy(() -> policy(Duration.ZERO)).hasMessageContaining("posture.max-age");
    }

    private static List<Fact> facts(AccountPosture.Password password) {
        return judge(account(password, null, null)).getFirst().facts();
    }

    private static List<Issue> judge(AccountPosture account) {
        return PostureRules.judge(account, policy(null), NOW);
    }
}
