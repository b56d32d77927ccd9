// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.breachwatch.signin.Door.ADA;
import static org.mailwarden.breachwatch.signin.Door.BERLIN;
import static org.mailwarden.breachwatch.signin.Door.LAGOS;
import static org.mailwarden.breachwatch.signin.Door.MUNICH;
import static org.mailwarden.breachwatch.signin.Door.NEW_YORK;
import static org.mailwarden.breachwatch.signin.Door.PARIS;
import static org.mailwarden.breachwatch.signin.Door.PHONE;
import static org.mailwarden.breachwatch.signin.Door.TOKYO;
import static org.mailwarden.breachwatch.signin.Door.TOOL;
import static org.mailwarden.contracts.finding.FindingKind.IMPOSSIBLE_TRAVEL;
import static org.mailwarden.contracts.finding.FindingKind.NEW_CLIENT;
import static org.mailwarden.contracts.finding.FindingKind.NEW_COUNTRY;
import static org.mailwarden.contracts.finding.FindingKind.NEW_NETWORK;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.breachwatch.place.NetworkMark;
import org.mailwarden.breachwatch.place.Place;
import org.mailwarden.breachwatch.place.PlaceAnswer;
import org.mailwarden.breachwatch.place.Position;
import org.mailwarden.contracts.finding.Severity;

/** Impossible journeys, and countries, networks and clients that are new. */
class JourneysTest {

    private final Door door = new Door();

    @Test
    void tellsOfAJourneyThatNobodyMakes() {
        // Given
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(BERLIN).with(PHONE).said();

        // When
        Judgement.Found found = door.attempt()
                .after(Duration.ofHours(1))
                .from(NEW_YORK)
                .with(TOOL)
                .found(IMPOSSIBLE_TRAVEL);

        // Then
        assertThat(found.severity()).isEqualTo(Severity.HIGH);
        assertThat(found.summary())
                .isEqualTo("The account was opened in New York, United States and in Germany within 60 minutes.");
        assertThat(found.facts())
                .extracting("text")
                .anySatisfy(text -> assertThat((String) text)
                        .contains("at least 6,3", "uncertainties taken off", "60 minutes", "km/h"));
        assertThat(found.facts())
                .extracting("text")
                .anySatisfy(text -> assertThat((String) text).contains("New York", NEW_YORK, "python-requests"));
    }

    @Test
    void tellsNothingOfAJourneyByAirliner() {
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(BERLIN).said();

        assertThat(door.attempt().after(Duration.ofHours(9)).from(NEW_YORK).found())
                .doesNotContain(IMPOSSIBLE_TRAVEL)
                .contains(NEW_COUNTRY);
    }

    @Test
    void findsTheJourneyWhicheverOfTheTwoSignInsArrivesFirst() {
        // Given
        door.used(ADA, BERLIN, PHONE);
        door.attempt().after(Duration.ofHours(20)).from(NEW_YORK).with(TOOL).said();

        // When
        Judgement.Found found = door.attempt()
                .after(Duration.ofHours(19))
                .from(BERLIN)
                .with(PHONE)
                .found(IMPOSSIBLE_TRAVEL);

        // Then
        assertThat(found.topic()).isEqualTo(new Topic.Stranger(ADA, "US"));
    }

    @Test
    void bearsClocksThatDifferByMinutes() {
        door.settings = withTravel(new SignInSettings.Travel(1000, 300, Duration.ofMinutes(30)));
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(BERLIN).said();

        // 480 km of least distance within 5 minutes and 30 of doubt.
        assertThat(door.attempt()
                        .after(Duration.ofMinutes(5))
                        .from(MUNICH)
                        .with(TOOL)
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void concludesNothingFromATimeThatCannotBeRight() {
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(BERLIN).said();

        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from(TOKYO)
                        .withDoubtfulClock()
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
        assertThat(door.attempt().after(Duration.ofHours(2)).from(BERLIN).found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    @ParameterizedTest
    @EnumSource(NetworkMark.class)
    void takesNeitherSideOfAVpnForThePlaceOfAPerson(NetworkMark mark) {
        door.used(ADA, BERLIN, PHONE).marked(TOKYO, mark);
        door.attempt().from(BERLIN).said();

        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from(TOKYO)
                        .with(TOOL)
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL, NEW_COUNTRY);
        assertThat(door.attempt().after(Duration.ofHours(2)).from(BERLIN).found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void believesADeviceThatIsKnownToHaveMovedByOtherMeansWhereTheOwnerUsesSuch() {
        door.used(ADA, BERLIN, PHONE).marked("81.2.69.7", NetworkMark.VPN);
        door.attempt().after(Duration.ofDays(-1)).from("81.2.69.7").with(PHONE).said();
        door.attempt().from(PARIS).with(PHONE).said();
        door.attempt().after(Duration.ofMinutes(1)).from(BERLIN).with(PHONE).said();

        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from(TOKYO)
                        .with(PHONE)
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void doesNotBelieveAThiefForCallingHimselfAsTheOwnersDeviceDoes() {
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(BERLIN).with(PHONE).said();

        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from(TOKYO)
                        .with(PHONE)
                        .found())
                .contains(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void believesWhatTellsNoNameWhereADeviceOfTheOwnersWas() {
        door.used(ADA, BERLIN, PHONE).marked("81.2.69.7", NetworkMark.VPN);
        door.attempt().after(Duration.ofDays(-1)).from("81.2.69.7").with(PHONE).said();
        door.attempt().after(Duration.ofHours(-14)).from(TOKYO).with(PHONE).said();
        door.attempt().from(BERLIN).with(null).said();

        assertThat(door.attempt().after(Duration.ofHours(1)).from(TOKYO).found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
        assertThat(door.attempt().after(Duration.ofHours(1)).from(LAGOS).found())
                .contains(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void tellsAStrangerWithoutANameFromAnOwnerWhoHidesByTheNetworkThatTheOwnerUsesMost() {
        door.used(ADA, BERLIN, null).marked("81.2.69.7", NetworkMark.VPN);
        door.attempt().after(Duration.ofDays(-1)).from("81.2.69.7").said();
        for (int day = 20; day >= 0; day -= 4) {
            door.attempt().after(Duration.ofDays(-day)).from(TOKYO).said();
        }

        assertThat(door.attempt().after(Duration.ofHours(1)).from(LAGOS).found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
        assertThat(door.attempt().after(Duration.ofHours(2)).from(BERLIN).found())
                .contains(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void tellsAClientWithoutANameOfAnOwnerWhoseClientsTellNoneBesideTheUsualNetworksAlone() {
        door.used(ADA, BERLIN, null);
        door.attempt().after(Duration.ofHours(1)).from(TOKYO).said();

        assertThat(door.attempt().after(Duration.ofHours(2)).from(LAGOS).found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
        assertThat(door.attempt().after(Duration.ofHours(3)).from(BERLIN).found())
                .contains(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void believesANewTelephoneThatWasThereBeforeTheJourneyAndRoamsByWayOfItsOwnCountry() {
        // Given
        String telephone = "\"name\" \"FairEmail\"";
        door.places = address -> address.toString().startsWith("81.")
                ? new PlaceAnswer.Found(new Place("NG", "Lagos", new Position(6.5, 3.4, 20), "made up"))
                : new org.mailwarden.breachwatch.place.DocumentationPlaces().of(address);
        for (int day = 30; day >= 0; day--) {
            String address = day % 2 == 0 ? "192.0.2.1" : "192.0.2.40";
            door.providers.put(address, 64500L);
            door.attempt()
                    .after(Duration.ofDays(-day))
                    .from(address)
                    .with(day > 2 ? PHONE : telephone)
                    .said();
        }

        // When, Then
        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from("81.2.69.7")
                        .with(telephone)
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from("81.2.69.7")
                        .with(TOOL)
                        .found())
                .contains(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void doesNotBelieveAProgramThatCameWithItsNetworkTheSameDay() {
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(BERLIN).with(PHONE).said();
        door.attempt().after(Duration.ofHours(1)).from(LAGOS).with(TOOL).said();

        assertThat(door.attempt()
                        .after(Duration.ofHours(3))
                        .from(NEW_YORK)
                        .with(TOOL)
                        .found(IMPOSSIBLE_TRAVEL)
                        .facts())
                .extracting("text")
                .anySatisfy(text -> assertThat((String) text).contains("Nigeria"));
    }

    @Test
    void believesAKnownDeviceWithinOneCountry() {
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(BERLIN).with(PHONE).said();

        assertThat(door.attempt()
                        .after(Duration.ofMinutes(5))
                        .from(MUNICH)
                        .with(TOOL)
                        .found())
                .contains(IMPOSSIBLE_TRAVEL);
        assertThat(door.attempt()
                        .after(Duration.ofMinutes(6))
                        .from(MUNICH)
                        .with(PHONE)
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void knowsAVpnThatNoListNamesByItsUseBesideAUsualNetworkThatIsTooFarAway() {
        door.used(ADA, BERLIN, PHONE);
        for (int day = 20; day >= 0; day -= 4) {
            door.attempt().after(Duration.ofDays(-day)).from(BERLIN).with(PHONE).said();
            door.attempt()
                    .after(Duration.ofDays(-day).plusHours(1))
                    .from(TOKYO)
                    .with(PHONE)
                    .said();
        }

        assertThat(door.attempt()
                        .after(Duration.ofHours(2))
                        .from(LAGOS)
                        .with(PHONE)
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void takesAMachineThatNeverSleepsForNobodyAndAPersonWhoSleepsForOne() {
        door.used(ADA, BERLIN, PHONE);
        for (int i = 0; i < 60; i++) {
            door.attempt()
                    .after(Duration.ofHours(-5L * i - 1))
                    .from(BERLIN)
                    .with("DAVx5/4.4.3")
                    .over("HTTP")
                    .said();
            door.attempt()
                    .after(Duration.ofDays(-i / 3).minusHours(1 + i % 3 * 3L))
                    .from(PARIS)
                    .with("\"name\" \"Evolution\"")
                    .said();
        }

        assertThat(read().byMachine(
                                door.attempt().with("DAVx5/4.4.3").over("HTTP").signIn()))
                .isTrue();
        assertThat(read().byMachine(door.attempt()
                        .from(PARIS)
                        .with("\"name\" \"Evolution\"")
                        .signIn()))
                .isFalse();
    }

    @Test
    void takesAMachineThatMovesHouseWithItsOwnerForAMachineStill() {
        door.used(ADA, BERLIN, PHONE);
        for (int i = 120; i > 0; i--) {
            door.attempt()
                    .after(Duration.ofHours(-5L * i))
                    .from(BERLIN)
                    .with("DAVx5/4.4.3")
                    .over("HTTP")
                    .said();
        }
        door.attempt().from(PARIS).with("DAVx5/4.4.3").over("HTTP").said();

        assertThat(read().byMachine(door.attempt()
                        .from(PARIS)
                        .with("DAVx5/4.4.3")
                        .over("HTTP")
                        .signIn()))
                .isTrue();
    }

    @Test
    void remembersWhereSomebodyWasWhoCallsHimselfAsAMachineDoes() {
        door.used(ADA, BERLIN, PHONE);
        for (int i = 120; i > 0; i--) {
            door.attempt()
                    .after(Duration.ofHours(-5L * i))
                    .from(BERLIN)
                    .with("DAVx5/4.4.3")
                    .over("HTTP")
                    .said();
        }
        door.attempt().from(TOKYO).with("DAVx5/4.4.3").over("HTTP").said();

        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from(BERLIN)
                        .with(PHONE)
                        .found())
                .contains(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void takesWhatMovesOnAndOnForNoMachine() {
        door.used(ADA, BERLIN, PHONE);
        for (int i = 120; i > 0; i--) {
            door.attempt()
                    .after(Duration.ofHours(-5L * i))
                    .from(BERLIN)
                    .with(PHONE)
                    .said();
        }
        for (String address : List.of(PARIS, NEW_YORK, TOKYO)) {
            door.attempt().from(address).with(PHONE).said();
        }

        assertThat(read().byMachine(door.attempt().from(TOKYO).with(PHONE).signIn()))
                .isFalse();
    }

    @Test
    void knowsWhereANetworkIsFromItsOtherAddresses() {
        // Given
        door.places = address -> address.toString().equals("81.2.2.2")
                ? new PlaceAnswer.NotFound()
                : address.toString().startsWith("81.")
                        ? new PlaceAnswer.Found(new Place("DE", "Berlin", new Position(52.5, 13.4, 20), "made up"))
                        : new org.mailwarden.breachwatch.place.DocumentationPlaces().of(address);
        for (String address : List.of("81.1.1.1", "81.2.2.2")) {
            door.providers.put(address, 64500L);
        }
        door.used(ADA, "81.1.1.1", PHONE);
        door.attempt().from("81.2.2.2").with(PHONE).said();

        // When, Then
        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from(TOKYO)
                        .with(TOOL)
                        .found())
                .contains(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void takesTheGapsInAListOfVpnsForExitsToo() {
        for (String exit : List.of("81.1.1.1", "81.2.2.2")) {
            door.providers.put(exit, 64500L);
        }
        door.marked("81.1.1.1", NetworkMark.VPN);
        door.places = address -> address.toString().startsWith("81.")
                ? new PlaceAnswer.Found(new Place("JP", "Tokyo", new Position(35.7, 139.7, 20), "made up"))
                : new org.mailwarden.breachwatch.place.DocumentationPlaces().of(address);
        door.used(ADA, BERLIN, PHONE);
        door.attempt().of(Door.account(3)).from("81.1.1.1").said();
        door.attempt().from(BERLIN).with(PHONE).said();

        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from("81.2.2.2")
                        .with(TOOL)
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    private AccountHistory read() {
        AccountHistory history = new AccountHistory();
        history.read(door.histories.written(ADA));
        return history;
    }

    @Test
    void believesTwoPlacesThatTheAccountIsUsedTo() {
        door.used(ADA, BERLIN, PHONE);
        door.settings = SignInSettings.DEFAULTS;
        for (int day = 9; day > 0; day--) {
            door.attempt().after(Duration.ofDays(-day).plusHours(1)).from(TOKYO).said();
        }
        door.attempt().from(BERLIN).said();

        assertThat(door.attempt().after(Duration.ofHours(1)).from(TOKYO).found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void weakensTheConclusionWhenOnlyTheCountryIsKnown() {
        door.used(ADA, BERLIN, PHONE);
        door.places = address -> new PlaceAnswer.Found(new Place("US", null, new Position(39, -97, 2600), "made up"));
        Judgement.Found found = door.attempt()
                .after(Duration.ofHours(-23))
                .from(NEW_YORK)
                .with(TOOL)
                .found(IMPOSSIBLE_TRAVEL);

        assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(found.reasons()).singleElement().asString().contains("only the country is known");
    }

    @Test
    void takesTheWholeRadiusOfACountryFromTheDistance() {
        door.used(ADA, BERLIN, PHONE);
        door.places = address -> new PlaceAnswer.Found(new Place("PL", null, new Position(52, 19.5, 420), "made up"));

        assertThat(door.attempt()
                        .after(Duration.ofHours(-23))
                        .from(LAGOS)
                        .with(TOOL)
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void cannotTellWhilePlacesCannotBeAsked() {
        door.used(ADA, BERLIN, PHONE);
        door.places = address -> new PlaceAnswer.CouldNotAsk("The file of places is not there.");

        assertThat(door.attempt().from(TOKYO).with(PHONE).said())
                .contains(
                        new Judgement.CouldNotTell(IMPOSSIBLE_TRAVEL, "The file of places is not there."),
                        new Judgement.CouldNotTell(NEW_COUNTRY, "The file of places is not there."));
    }

    @Test
    void keepsSilentAboutWhatSomebodyExpects() {
        door.used(ADA, BERLIN, PHONE);
        door.trusted = new Trusted(Set.of("US"), Set.of(), Set.of("python-requests"));
        door.attempt().from(BERLIN).said();

        List<Judgement> said = door.attempt()
                .after(Duration.ofHours(1))
                .from(NEW_YORK)
                .with(TOOL)
                .said();

        assertThat(said)
                .contains(
                        new Judgement.Expected(IMPOSSIBLE_TRAVEL),
                        new Judgement.Expected(NEW_COUNTRY),
                        new Judgement.Expected(NEW_CLIENT));
    }

    @Test
    void tellsOfTheFirstSignInFromACountry() {
        door.used(ADA, BERLIN, PHONE);

        Judgement.Found found = door.attempt().from(PARIS).with(PHONE).found(NEW_COUNTRY);

        assertThat(found.summary()).isEqualTo("The account was opened from France for the first time.");
        assertThat(found.severity()).isEqualTo(Severity.LOW);
        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from(PARIS)
                        .with(PHONE)
                        .found())
                .isEmpty();
    }

    @Test
    void callsNothingNewWhileItLearns() {
        door.attempt().after(Duration.ofDays(-5)).from(BERLIN).with(PHONE).said();
        for (int i = 1; i < 20; i++) {
            door.attempt()
                    .after(Duration.ofDays(-5).plusHours(i))
                    .from(BERLIN)
                    .with(PHONE)
                    .said();
        }

        assertThat(door.attempt().from(PARIS).with(TOOL).said())
                .contains(
                        new Judgement.Learning(NEW_COUNTRY),
                        new Judgement.Learning(NEW_NETWORK),
                        new Judgement.Learning(NEW_CLIENT));
    }

    @Test
    void tellsOfANewNetworkButNotOfOneBesideAKnownOne() {
        door.places = address -> new PlaceAnswer.NotFound();
        door.providers.put("92.1.1.1", 64500L);
        door.used(ADA, "81.2.69.7", PHONE);

        assertThat(door.attempt().from("81.2.200.7").found()).doesNotContain(NEW_NETWORK);
        assertThat(door.attempt().from("92.1.1.1").found()).containsExactly(NEW_NETWORK);
        assertThat(door.attempt().from("10.1.1.1").found()).doesNotContain(NEW_NETWORK);
        assertThat(door.attempt().from(null).found()).isEmpty();
    }

    @Test
    void cannotTellANewNetworkFromANewAddressWhileProvidersAreNotKnown() {
        door.places = address -> new PlaceAnswer.NotFound();
        door.used(ADA, "81.2.69.7", PHONE);

        assertThat(door.attempt().from("92.1.1.1").with(PHONE).said())
                .singleElement()
                .isInstanceOf(Judgement.CouldNotTell.class);
        assertThat(door.attempt().from("93.1.1.1").with(TOOL).found()).contains(NEW_NETWORK);
    }

    @Test
    void takesNoPlaceOfAPhoneThatRoamsForThatOfThePerson() {
        // Given
        door.places = address -> address.toString().startsWith("81.")
                ? new PlaceAnswer.Found(new Place("NG", "Lagos", new Position(6.5, 3.4, 20), "made up"))
                : new org.mailwarden.breachwatch.place.DocumentationPlaces().of(address);
        for (int day = 30; day > 0; day--) {
            String address = day % 2 == 0 ? "192.0.2.1" : "198.51.100.1";
            door.providers.put(address, 64500L);
            door.attempt()
                    .after(Duration.ofDays(-day))
                    .from(address)
                    .with(PHONE)
                    .said();
        }
        door.attempt().from("192.0.2.1").with(PHONE).said();

        // When, Then
        assertThat(door.attempt()
                        .after(Duration.ofHours(1))
                        .from("81.2.69.7")
                        .with(PHONE)
                        .found())
                .doesNotContain(IMPOSSIBLE_TRAVEL);
    }

    @Test
    void ratesANewNetworkByWhatTheListsSay() {
        door.used(ADA, BERLIN, PHONE).marked("81.2.69.7", NetworkMark.TOR).marked("92.1.1.1", NetworkMark.HOSTING);
        door.providers.put("93.1.1.1", 64500L);

        assertThat(door.attempt().from("81.2.69.7").found(NEW_NETWORK).severity())
                .isEqualTo(Severity.HIGH);
        assertThat(door.attempt().from("92.1.1.1").found(NEW_NETWORK).severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(door.attempt()
                        .from("93.1.1.1")
                        .with(PHONE)
                        .found(NEW_NETWORK)
                        .severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void callsANetworkOfSeveralColleaguesNotNew() {
        for (int i = 0; i < 5; i++) {
            door.used(Door.account(i), MUNICH, PHONE);
        }
        door.used(ADA, BERLIN, PHONE);

        assertThat(door.attempt().from(MUNICH).with(PHONE).found()).isEmpty();
    }

    @Test
    void tellsOfANewClientButNotOfAnUpdate() {
        door.used(ADA, BERLIN, "\"name\" \"Thunderbird\" \"version\" \"128.4\"");

        assertThat(door.attempt()
                        .with("\"name\" \"Thunderbird\" \"version\" \"140.0.1\"")
                        .found())
                .isEmpty();
        assertThat(door.attempt().with("\"name\" \"Evolution\"").found()).containsExactly(NEW_CLIENT);
    }

    @Test
    void makesOneStoryOfOneStranger() {
        door.used(ADA, BERLIN, PHONE);
        door.attempt().from(BERLIN).with(PHONE).said();
        door.changes.clear();

        door.attempt().after(Duration.ofHours(1)).from(LAGOS).with(TOOL).said();
        door.attempt().after(Duration.ofHours(2)).from(LAGOS).with(TOOL).said();
        door.attempt().after(Duration.ofHours(3)).from(BERLIN).with(PHONE).said();

        assertThat(door.told()).singleElement().satisfies(story -> {
            assertThat(story.kind()).isEqualTo(IMPOSSIBLE_TRAVEL);
            assertThat(story.kinds())
                    .containsExactlyInAnyOrder(IMPOSSIBLE_TRAVEL, NEW_COUNTRY, NEW_NETWORK, NEW_CLIENT);
            assertThat(story.accounts()).containsExactly(ADA);
            assertThat(story.naturalKey()).isEqualTo("stranger|" + ADA + "|NG|2026-06-01");
        });
    }

    private static SignInSettings withTravel(SignInSettings.Travel travel) {
        SignInSettings given = SignInSettings.DEFAULTS;
        return new SignInSettings(
                given.silent(),
                given.learning(),
                given.learningSignIns(),
                travel,
                given.guessing(),
                given.spray(),
                given.dormantAfter(),
                given.legacyProtocols(),
                given.plainWithin());
    }
}
