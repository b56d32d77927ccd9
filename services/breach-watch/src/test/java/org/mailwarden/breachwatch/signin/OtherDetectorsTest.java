// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.breachwatch.signin.Door.ADA;
import static org.mailwarden.breachwatch.signin.Door.BERLIN;
import static org.mailwarden.breachwatch.signin.Door.LAGOS;
import static org.mailwarden.breachwatch.signin.Door.PHONE;
import static org.mailwarden.contracts.finding.FindingKind.BREACHED_LOGIN;
import static org.mailwarden.contracts.finding.FindingKind.DORMANT_LOGIN;
import static org.mailwarden.contracts.finding.FindingKind.LEGACY_LOGIN;
import static org.mailwarden.contracts.finding.FindingKind.LOGIN_DURING_REMEDIATION;
import static org.mailwarden.contracts.finding.FindingKind.PLAINTEXT_LOGIN;
import static org.mailwarden.contracts.finding.FindingKind.RETIRED_PASSWORD_USED;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.login.LoginSource;

/** Dormant accounts, weak transport, and what others know about a password. */
class OtherDetectorsTest {

    private static final Inputs BREACHED = new Inputs(Known.YES, Known.NO, Known.NO);
    private static final Inputs REMEDIATION = new Inputs(Known.NO, Known.YES, Known.NO);
    private static final Inputs RETIRED = new Inputs(Known.NO, Known.NO, Known.YES);

    private final Door door = new Door();

    @Test
    void tellsWhenADormantAccountIsOpened() {
        door.used(ADA, BERLIN, PHONE);

        Judgement.Found found =
                door.attempt().after(Duration.ofDays(100)).from(LAGOS).found(DORMANT_LOGIN);

        assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(found.summary()).isEqualTo("An account was opened that had not been opened for 101 days.");
        assertThat(door.attempt().after(Duration.ofDays(101)).from(LAGOS).found())
                .isEmpty();
    }

    @Test
    void keepsNoAccountAwakeByTheFetchersOwnSignIns() {
        door.used(ADA, BERLIN, PHONE);
        door.attempt().after(Duration.ofDays(99)).by(LoginSource.FETCHER).said();

        assertThat(door.attempt()
                        .after(Duration.ofDays(100))
                        .from(BERLIN)
                        .with(PHONE)
                        .found(DORMANT_LOGIN)
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void callsALateEventNoWakening() {
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.attempt().after(Duration.ofDays(-120)).from(BERLIN).found())
                .doesNotContain(DORMANT_LOGIN);
    }

    @Test
    void tellsOfAPasswordThatWentInClear() {
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.attempt().over(Transport.CLEAR).found()).containsExactly(PLAINTEXT_LOGIN);
        assertThat(door.attempt().over(Transport.UNKNOWN).found()).isEmpty();
        assertThat(door.attempt().over(Transport.CLEAR).wrong(4).found()).isEmpty();
        assertThat(door.attempt().over(Transport.CLEAR).from("127.0.0.1").found())
                .isEmpty();
        assertThat(door.attempt().over(Transport.CLEAR).from("10.1.2.3").found())
                .containsExactly(PLAINTEXT_LOGIN);
        assertThat(door.attempt().over(Transport.CLEAR).from(null).found()).containsExactly(PLAINTEXT_LOGIN);
    }

    @Test
    void makesOneStoryOfADeviceThatNeverEncrypts() {
        door.used(ADA, BERLIN, PHONE);
        for (int day = 0; day < 60; day++) {
            door.attempt().after(Duration.ofDays(day)).over(Transport.CLEAR).said();
        }

        assertThat(door.told())
                .singleElement()
                .satisfies(story -> assertThat(story.judgements()).isBetween(50L, 60L));
    }

    @Test
    void toleratesWhatThePolicyTolerates() {
        door.settings = new SignInSettings(
                Set.of(LEGACY_LOGIN),
                Duration.ofDays(14),
                10,
                SignInSettings.DEFAULTS.travel(),
                SignInSettings.DEFAULTS.guessing(),
                SignInSettings.DEFAULTS.spray(),
                Duration.ofDays(90),
                Set.of("POP3"),
                false);
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.attempt().over(Transport.CLEAR).from("10.1.2.3").found())
                .isEmpty();
        assertThat(door.attempt().over("POP3").found()).isEmpty();
    }

    @Test
    void tellsAKindWithTheSeverityThatThePolicySetsAndSaysSo() {
        door.settings = new SignInSettings(
                Set.of(),
                Map.of(PLAINTEXT_LOGIN, Severity.CRITICAL),
                Duration.ofDays(14),
                10,
                SignInSettings.DEFAULTS.travel(),
                SignInSettings.DEFAULTS.guessing(),
                SignInSettings.DEFAULTS.spray(),
                Duration.ofDays(90),
                Set.of(),
                true);
        door.used(ADA, BERLIN, PHONE);

        door.attempt().over(Transport.CLEAR).said();

        assertThat(door.told()).singleElement().satisfies(story -> {
            assertThat(story.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(story.reasons()).containsExactly("the organisation's settings say so");
        });
    }

    @Test
    void tellsOfBrokenTlsAndOfProtocolsThatThePolicyCountsOut() {
        door.settings = new SignInSettings(
                Set.of(),
                Duration.ofDays(14),
                10,
                SignInSettings.DEFAULTS.travel(),
                SignInSettings.DEFAULTS.guessing(),
                SignInSettings.DEFAULTS.spray(),
                Duration.ofDays(90),
                Set.of("POP3"),
                true);
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.attempt().over(Transport.BROKEN_TLS).found()).containsExactly(LEGACY_LOGIN);
        assertThat(door.attempt().over("POP3").found()).containsExactly(LEGACY_LOGIN);
        assertThat(door.attempt().over("IMAP").found()).isEmpty();
    }

    @Test
    void tellsOnceOfASignInWithAKnownPasswordDuringARemediation() {
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.attempt()
                        .known(new Inputs(Known.YES, Known.YES, Known.NO))
                        .found())
                .containsExactly(LOGIN_DURING_REMEDIATION);
    }

    @Test
    void tellsOfSignInsWithAKnownPasswordAndDuringARemediation() {
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.attempt().known(BREACHED).found()).containsExactly(BREACHED_LOGIN);
        assertThat(door.attempt().known(BREACHED).wrong(4).found()).isEmpty();
        assertThat(door.attempt()
                        .known(REMEDIATION)
                        .found(LOGIN_DURING_REMEDIATION)
                        .severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(door.attempt().known(REMEDIATION).wrong(4).found()).isEmpty();
    }

    @Test
    void tellsAStrangerWithARetiredPasswordFromAForgottenDevice() {
        door.used(ADA, BERLIN, PHONE);

        Judgement.Found device =
                door.attempt().with(PHONE).wrong(4).known(RETIRED).found(RETIRED_PASSWORD_USED);
        Judgement.Found stranger =
                door.attempt().from(LAGOS).with(PHONE).wrong(4).known(RETIRED).found(RETIRED_PASSWORD_USED);
        Judgement.Found inside = door.attempt().with(PHONE).known(RETIRED).found(RETIRED_PASSWORD_USED);

        assertThat(device.severity()).isEqualTo(Severity.LOW);
        assertThat(stranger.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(inside.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void tellsOnceOfAPasswordThatIsKnownToBeRetiredOnlyAfterItsAttemptWasTold() {
        // Given
        UUID attempt = UUID.randomUUID();
        door.used(ADA, BERLIN, PHONE);
        door.attempt().id(attempt).from(LAGOS).wrong(4).known(Inputs.UNKNOWN).said();

        // When
        List<FindingKind> later =
                door.attempt().id(attempt).from(LAGOS).wrong(4).known(RETIRED).found();
        List<FindingKind> again =
                door.attempt().id(attempt).from(LAGOS).wrong(4).known(RETIRED).found();

        // Then
        assertThat(later).containsExactly(RETIRED_PASSWORD_USED);
        assertThat(again).isEmpty();
    }

    @Test
    void neverTakesCouldNotAskForNo() {
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.attempt().known(Inputs.UNKNOWN).said())
                .hasSize(3)
                .allSatisfy(said -> assertThat(said).isInstanceOf(Judgement.CouldNotTell.class));
    }

    @Test
    void keepsAKindSilentThatThePolicySilences() {
        door.settings = new SignInSettings(
                Set.of(FindingKind.BREACHED_LOGIN),
                Duration.ofDays(14),
                10,
                SignInSettings.DEFAULTS.travel(),
                SignInSettings.DEFAULTS.guessing(),
                SignInSettings.DEFAULTS.spray(),
                Duration.ofDays(90),
                Set.of(),
                true);
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.attempt().known(BREACHED).said()).isEmpty();
    }
}
