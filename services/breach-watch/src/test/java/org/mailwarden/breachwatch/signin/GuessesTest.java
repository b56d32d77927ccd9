// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.breachwatch.signin.Door.ADA;
import static org.mailwarden.breachwatch.signin.Door.BERLIN;
import static org.mailwarden.breachwatch.signin.Door.LAGOS;
import static org.mailwarden.breachwatch.signin.Door.NEW_YORK;
import static org.mailwarden.breachwatch.signin.Door.PHONE;
import static org.mailwarden.breachwatch.signin.Door.TOOL;
import static org.mailwarden.contracts.finding.FindingKind.BRUTE_FORCE;
import static org.mailwarden.contracts.finding.FindingKind.PASSWORD_SPRAY;
import static org.mailwarden.contracts.finding.FindingKind.SUCCESS_AFTER_FAILURES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.login.LoginSource;

/** Passwords that are guessed: at one account, across the fleet, and with success. */
class GuessesTest {

    private final Door door = new Door();

    @Test
    void tellsOfManyDifferentPasswordsAtOneAccount() {
        door.used(ADA, BERLIN, PHONE);
        List<FindingKind> found = new ArrayList<>();

        for (int i = 0; i < 10; i++) {
            assertThat(found).isEmpty();
            found.addAll(door.attempt()
                    .after(Duration.ofMinutes(i))
                    .from(LAGOS)
                    .wrong(100 + i)
                    .found());
        }

        assertThat(found).containsExactly(BRUTE_FORCE);
    }

    @Test
    void tellsOfSlowGuessesToo() {
        door.used(ADA, BERLIN, PHONE);
        List<FindingKind> found = new ArrayList<>();

        for (int i = 0; i < 16; i++) {
            found.addAll(door.attempt()
                    .after(Duration.ofMinutes(80 * i))
                    .from(LAGOS)
                    .wrong(100 + i)
                    .found());
        }

        assertThat(found).containsExactly(BRUTE_FORCE);
    }

    @Test
    void findsTheSameGuessesInWhateverOrderTheyArrive() {
        door.used(ADA, BERLIN, PHONE);
        List<Integer> order =
                new ArrayList<>(java.util.stream.IntStream.range(0, 12).boxed().toList());
        Collections.shuffle(order, new Random(5));
        List<FindingKind> found = new ArrayList<>();

        order.forEach(i -> found.addAll(door.attempt()
                .after(Duration.ofMinutes(i))
                .from(LAGOS)
                .wrong(100 + i)
                .found()));

        assertThat(found).hasSize(3).containsOnly(BRUTE_FORCE);
    }

    @Test
    void takesADeviceThatRepeatsOneOldPasswordForNoGuesser() {
        door.used(ADA, BERLIN, PHONE);

        for (int i = 0; i < 500; i++) {
            assertThat(door.attempt()
                            .after(Duration.ofMinutes(i))
                            .from(BERLIN)
                            .with(PHONE)
                            .wrong(99)
                            .found())
                    .isEmpty();
        }
    }

    @Test
    void takesThePasswordBeforeTheResetForNoGuessAtAll() {
        door.used(ADA, BERLIN, PHONE);
        door.attempt().password(2).said();

        for (int i = 0; i < 100; i++) {
            assertThat(door.attempt()
                            .of(ADA)
                            .after(Duration.ofMinutes(i))
                            .from(LAGOS)
                            .wrong(1)
                            .found())
                    .isEmpty();
        }
    }

    @Test
    void countsAUsualNetworkOnceWhereNoPasswordsAreToldApart() {
        door.used(ADA, BERLIN, PHONE);

        for (int i = 0; i < 50; i++) {
            assertThat(door.attempt()
                            .after(Duration.ofMinutes(i))
                            .from(BERLIN)
                            .with(PHONE)
                            .wrong(0)
                            .found())
                    .isEmpty();
        }
        List<FindingKind> found = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            found.addAll(door.attempt()
                    .after(Duration.ofMinutes(i))
                    .from(LAGOS)
                    .wrong(0)
                    .found());
        }
        assertThat(found).contains(BRUTE_FORCE);
    }

    @Test
    void takesADeviceThatFailsWhereItsOwnerJustSignedInForNoGuesser() {
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(NEW_YORK).with(PHONE).said();

        for (int i = 1; i < 50; i++) {
            assertThat(door.attempt()
                            .after(Duration.ofMinutes(i))
                            .from(NEW_YORK)
                            .with(PHONE)
                            .wrong(0)
                            .found())
                    .isEmpty();
        }
    }

    @Test
    void tellsWithinADayOfAStrangeClientThatGuessesWhereTheAccountWasOpenedOnce() {
        for (String client : Arrays.asList(TOOL, null)) {
            UUID account = UUID.randomUUID();
            door.used(account, BERLIN, PHONE);
            door.attempt().of(account).from(NEW_YORK).with(client).said();
            List<FindingKind> found = new ArrayList<>();

            for (int i = 1; i <= 20; i++) {
                found.addAll(door.attempt()
                        .of(account)
                        .after(Duration.ofMinutes(55L * i))
                        .from(NEW_YORK)
                        .with(client)
                        .wrong(0)
                        .found());
            }

            assertThat(found).contains(BRUTE_FORCE);
        }
    }

    @Test
    void tellsOfASprayAsOneStoryWithItsAccounts() {
        // Given
        for (int i = 0; i < 200; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        // When
        for (int i = 0; i < 200; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofSeconds(10L * i))
                    .from(LAGOS)
                    .with(TOOL)
                    .wrong(5)
                    .said();
        }

        // Then
        assertThat(door.told()).singleElement().satisfies(story -> {
            assertThat(story.kind()).isEqualTo(PASSWORD_SPRAY);
            assertThat(story.severity()).isEqualTo(Severity.HIGH);
            assertThat(story.accounts()).hasSize(200);
            assertThat(story.naturalKey()).isEqualTo("spray|network 203.0.113.160/27|2026-06-01");
            assertThat(story.facts()).hasSizeLessThanOrEqualTo(Stories.FACTS);
        });
    }

    @Test
    void namesEveryAccountOfASprayAlsoWhenAllTriesAtOneComeBeforeThereAreEnough() {
        // When: a topic is read partition by partition
        for (int i = 0; i < 10; i++) {
            for (int round = 0; round < 2; round++) {
                door.attempt()
                        .of(Door.account(i))
                        .after(Duration.ofSeconds(60L * round + i))
                        .from(LAGOS)
                        .wrong(5 + round)
                        .said();
            }
        }

        // Then
        assertThat(door.told())
                .singleElement()
                .satisfies(story -> assertThat(story.accounts())
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, 10).mapToObj(Door::account).toList()));
    }

    @Test
    void takesATrainFullOfPeopleForNoSprayWhenTheServerFails() {
        for (int i = 0; i < 25; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int i = 0; i < 25; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofSeconds(i))
                    .from(LAGOS)
                    .with(PHONE)
                    .wrong(0)
                    .said();
        }

        assertThat(door.told()).isEmpty();
    }

    @Test
    void findsASprayAllTheSameThatCallsItselfWhatEverybodyUses() {
        for (int i = 0; i < 60; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int i = 0; i < 60; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofSeconds(i))
                    .from(LAGOS)
                    .with(PHONE)
                    .wrong(0)
                    .said();
        }

        assertThat(door.told()).singleElement().extracting(Story::kind).isEqualTo(PASSWORD_SPRAY);
    }

    @Test
    void takesFailuresOfTheServerForNoTries() {
        for (int i = 0; i < 40; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int i = 0; i < 40; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofSeconds(i))
                    .from(LAGOS)
                    .ends(Outcome.UNDECIDED)
                    .said();
        }

        assertThat(door.told()).isEmpty();
    }

    @Test
    void takesAnOfficeThatOpenedInTheMorningAndMistypesForNoSpray() {
        for (int i = 0; i < 20; i++) {
            door.attempt().of(Door.account(i)).from(LAGOS).said();
        }

        for (int i = 0; i < 20; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofMinutes(5))
                    .from(LAGOS)
                    .wrong(0)
                    .said();
        }

        assertThat(door.told()).isEmpty();
    }

    @Test
    void findsASprayThatTakesItsTimeOverDays() {
        for (int i = 0; i < 40; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int i = 0; i < 40; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofHours(8L * i))
                    .from(LAGOS)
                    .wrong(5)
                    .said();
        }

        assertThat(door.told()).singleElement().extracting(Story::kind).isEqualTo(PASSWORD_SPRAY);
    }

    @Test
    void findsASprayOverManyNetworksByWhatItsClientCallsItself() {
        for (int i = 0; i < 30; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int i = 0; i < 30; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofMinutes(i))
                    .from("81." + i + ".1.1")
                    .with(TOOL)
                    .wrong(5)
                    .said();
        }

        assertThat(door.told())
                .singleElement()
                .satisfies(story -> assertThat(story.summary()).contains("python-requests"));
    }

    @Test
    void findsASprayOverTorWhateverExitItTakes() {
        for (int i = 0; i < 20; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int i = 0; i < 20; i++) {
            String exit = "81." + i + ".1.1";
            door.marked(exit, NetworkMark.TOR);
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofMinutes(i))
                    .from(exit)
                    .wrong(5)
                    .said();
        }

        assertThat(door.told())
                .singleElement()
                .satisfies(story -> assertThat(story.summary()).contains("Tor"));
    }

    @Test
    void findsASprayOverRentedMachinesOfOneProvider() {
        for (int i = 0; i < 20; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int i = 0; i < 20; i++) {
            String machine = "81." + i + ".1.1";
            door.marked(machine, NetworkMark.HOSTING);
            door.providers.put(machine, 64500L);
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofMinutes(i))
                    .from(machine)
                    .wrong(5)
                    .said();
        }

        assertThat(door.told())
                .singleElement()
                .satisfies(story -> assertThat(story.summary()).contains("AS64500"));
    }

    @Test
    void findsAScatteredSprayOnceItKnowsWhatIsUsual() {
        for (int i = 0; i < 60; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }
        for (int day = -10; day < 0; day++) {
            door.attempt()
                    .of(Door.account(-day))
                    .after(Duration.ofDays(day))
                    .from("91.1." + -day + ".1")
                    .wrong(3)
                    .said();
        }

        for (int i = 0; i < 60; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofMinutes(i))
                    .from("81." + i + ".1.1")
                    .wrong(5)
                    .said();
        }

        assertThat(door.told())
                .singleElement()
                .satisfies(story -> assertThat(story.summary()).contains("many networks"));
    }

    @Test
    void countsNamesThatBelongToNobodyToo() {
        List<FindingKind> found = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            found.addAll(door.attempt()
                    .of(null)
                    .after(Duration.ofMinutes(i))
                    .from(LAGOS)
                    .wrong(5)
                    .found());
        }

        assertThat(found).isNotEmpty().containsOnly(PASSWORD_SPRAY);
        assertThat(door.told()).singleElement().satisfies(story -> {
            assertThat(story.accounts()).isEmpty();
            // Told last when they had doubled.
            assertThat(story.names()).isEqualTo(8);
        });
    }

    @Test
    void letsAnOfficeBehindOneAddressMistypeAsItLikes() {
        for (int i = 0; i < 60; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int i = 0; i < 60; i++) {
            assertThat(door.attempt()
                            .of(Door.account(i))
                            .after(Duration.ofSeconds(i))
                            .from(BERLIN)
                            .wrong(40 + i)
                            .found())
                    .isEmpty();
        }
    }

    @Test
    void takesAPoliteRefusalForNoWrongPassword() {
        for (int i = 0; i < 30; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
            assertThat(door.attempt()
                            .of(Door.account(i))
                            .from(LAGOS)
                            .ends(Outcome.UNDECIDED)
                            .found())
                    .isEmpty();
        }
    }

    @Test
    void tellsOfASuccessAfterGuessesFromTheSameNetwork() {
        door.used(ADA, BERLIN, PHONE);
        for (int i = 0; i < 10; i++) {
            door.attempt()
                    .after(Duration.ofMinutes(i))
                    .from(LAGOS)
                    .wrong(100 + i)
                    .said();
        }

        Judgement.Found found = door.attempt()
                .after(Duration.ofMinutes(11))
                .from(LAGOS)
                .password(1)
                .found(SUCCESS_AFTER_FAILURES);

        assertThat(found.severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void tellsOfASuccessInTheMidstOfASprayAsCritical() {
        for (int i = 0; i < 20; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofMinutes(i))
                    .from(LAGOS)
                    .wrong(5)
                    .said();
        }

        Judgement.Found found = door.attempt()
                .of(Door.account(3))
                .after(Duration.ofMinutes(30))
                .from(LAGOS)
                .password(1)
                .found(SUCCESS_AFTER_FAILURES);

        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void letsAnOwnerMistypeAtHomeBeforeTheRightPassword() {
        door.used(ADA, BERLIN, PHONE);
        for (int i = 0; i < 15; i++) {
            door.attempt()
                    .after(Duration.ofMinutes(i))
                    .from(BERLIN)
                    .wrong(100 + i)
                    .said();
        }

        assertThat(door.attempt()
                        .after(Duration.ofMinutes(16))
                        .from(BERLIN)
                        .password(1)
                        .found())
                .isEmpty();
    }

    @Test
    void makesNoFindingOfEachAccountWithinASpray() {
        for (int i = 0; i < 20; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int password = 0; password < 30; password++) {
            for (int i = 0; i < 20; i++) {
                door.attempt()
                        .of(Door.account(i))
                        .after(Duration.ofMinutes(20L * password + i))
                        .from(LAGOS)
                        .wrong(500 + password)
                        .said();
            }
        }

        assertThat(door.told()).singleElement().extracting(Story::kind).isEqualTo(PASSWORD_SPRAY);
    }

    @Test
    void setsTheFetchersOwnSignInsApart() {
        door.used(ADA, BERLIN, PHONE);
        for (int i = 0; i < 50; i++) {
            assertThat(door.attempt()
                            .by(LoginSource.FETCHER)
                            .from(null)
                            .wrong(i + 10)
                            .said())
                    .isEmpty();
        }
        assertThat(door.attempt().by(LoginSource.FETCHER).from(LAGOS).said()).isEmpty();
        assertThat(door.attempt().after(Duration.ofHours(1)).from(BERLIN).found())
                .isEmpty();
    }

    @Test
    void judgesEachAttemptOnce() {
        door.used(ADA, BERLIN, PHONE);
        UUID id = UUID.randomUUID();

        assertThat(door.attempt().id(id).over(Transport.CLEAR).found()).isNotEmpty();
        assertThat(door.attempt().id(id).over(Transport.CLEAR).said()).isEmpty();
    }
}
