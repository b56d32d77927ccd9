// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.breachwatch.signin.Door.ADA;
import static org.mailwarden.breachwatch.signin.Door.BERLIN;
import static org.mailwarden.breachwatch.signin.Door.LAGOS;
import static org.mailwarden.breachwatch.signin.Door.PARIS;
import static org.mailwarden.breachwatch.signin.Door.PHONE;
import static org.mailwarden.breachwatch.signin.Door.TOOL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;

/** Which judgements are one story, and what is told of it. */
class StoriesTest {

    private final Door door = new Door();

    @Test
    void tellsTheBeginningTheGrowthAndTheTurnOfAStory() {
        // Given
        door.used(ADA, BERLIN, PHONE);

        // When
        door.attempt().after(Duration.ofHours(20)).from(LAGOS).with(TOOL).said();
        door.attempt()
                .after(Duration.ofHours(20))
                .from(LAGOS)
                .with("another tool")
                .said();
        door.attempt().after(Duration.ofHours(21)).from(BERLIN).with(PHONE).said();

        // Then
        assertThat(door.changes).hasSize(3);
        assertThat(door.changes.get(0)).isInstanceOf(StoryChange.Began.class);
        assertThat(door.changes.get(1)).isInstanceOf(StoryChange.Grew.class);
        assertThat(door.changes.get(2)).isInstanceOfSatisfying(StoryChange.Turned.class, turned -> {
            assertThat(turned.before()).isEqualTo(FindingKind.NEW_COUNTRY);
            assertThat(turned.story().kind()).isEqualTo(FindingKind.IMPOSSIBLE_TRAVEL);
        });
    }

    @Test
    void keepsStrangersFromDifferentCountriesApart() {
        door.used(ADA, BERLIN, PHONE);

        door.attempt().after(Duration.ofHours(20)).from(LAGOS).with(TOOL).said();
        door.attempt().after(Duration.ofHours(40)).from(PARIS).with(TOOL).said();

        assertThat(door.told()).hasSize(2);
    }

    @Test
    void beginsAnewAfterAPause() {
        door.used(ADA, BERLIN, PHONE);
        for (int day : List.of(0, 1, 40)) {
            for (int i = 0; i < 12; i++) {
                door.attempt()
                        .after(Duration.ofDays(day).plusMinutes(i))
                        .from(LAGOS)
                        .wrong(1000 * day + i + 5)
                        .said();
            }
        }

        assertThat(door.told())
                .extracting(Story::naturalKey)
                .containsExactly("guesses|" + ADA + "|2026-06-01", "guesses|" + ADA + "|2026-07-11");
    }

    @Test
    void goesOnAfterARestart() {
        // Given
        door.used(ADA, BERLIN, PHONE);
        for (int i = 0; i < 12; i++) {
            door.attempt().after(Duration.ofMinutes(i)).from(LAGOS).wrong(i + 5).said();
        }
        Story before = door.told().getFirst();
        Stories restarted = new Stories();
        restarted.resume(before);

        // When
        List<StoryChange> changes = new ArrayList<>();
        for (int i = 12; i < 40; i++) {
            SignIn more = door.attempt()
                    .after(Duration.ofMinutes(i))
                    .from(LAGOS)
                    .wrong(i + 5)
                    .signIn();
            changes.addAll(restarted.add(more, door.histories.judge(door.settings, door.trusted, more)));
        }

        // Then
        assertThat(changes)
                .noneMatch(StoryChange.Began.class::isInstance)
                .filteredOn(change -> !(change instanceof StoryChange.WentOn))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change).isInstanceOfSatisfying(StoryChange.Grew.class, grew -> {
                    assertThat(grew.story().naturalKey()).isEqualTo(before.naturalKey());
                    assertThat(grew.story().judgements()).isGreaterThan(before.judgements());
                }));
    }

    @Test
    void tellsOfAHabitOftenEnoughToGoOnAfterARestart() {
        // Given: a pause of 30 days, and no doubling between the 32nd and the 64th day
        door.used(ADA, BERLIN, PHONE);
        for (int day = 0; day < 62; day++) {
            door.attempt().after(Duration.ofDays(day)).over(Transport.CLEAR).said();
        }
        Stories restarted = new Stories();
        Story before = door.told().getFirst();
        restarted.resume(before);

        // When
        SignIn more =
                door.attempt().after(Duration.ofDays(63)).over(Transport.CLEAR).signIn();
        List<StoryChange> changes = restarted.add(more, door.histories.judge(door.settings, door.trusted, more));

        // Then
        assertThat(changes).noneMatch(StoryChange.Began.class::isInstance);
        assertThat(before.last()).isAfter(more.at().minus(Duration.ofDays(10)));
    }

    @Test
    void tellsOfTheFirstAttemptsOneByOneForAThiefMayTryEachDoorOnce() {
        // Given
        Inputs retired = new Inputs(Known.NO, Known.NO, Known.YES);
        door.used(ADA, BERLIN, PHONE);

        // When
        for (String protocol : List.of("IMAP", "POP3", "HTTP")) {
            door.attempt().from(LAGOS).over(protocol).wrong(5).known(retired).said();
        }

        // Then
        assertThat(door.told())
                .singleElement()
                .satisfies(story -> assertThat(story.facts())
                        .extracting(Fact::text)
                        .anySatisfy(text -> assertThat(text).contains("over IMAP"))
                        .anySatisfy(text -> assertThat(text).contains("over POP3"))
                        .anySatisfy(text -> assertThat(text).contains("over HTTP")));
    }

    @Test
    void saysOfAnAttemptThatCountsElsewhereNothingButThatItsPasswordWasRetired() {
        // Given
        Inputs retired = new Inputs(Known.NO, Known.NO, Known.YES);
        door.used(ADA, BERLIN, PHONE);
        List<FindingKind> found = new ArrayList<>();

        // When
        for (int i = 0; i < 40; i++) {
            found.addAll(door.attempt()
                    .after(Duration.ofSeconds(i))
                    .from(LAGOS)
                    .wrong(i + 5)
                    .known(retired)
                    .countingElsewhere()
                    .found());
        }

        // Then
        assertThat(found).hasSize(40).containsOnly(FindingKind.RETIRED_PASSWORD_USED);
        assertThat(door.attempt()
                        .after(Duration.ofMinutes(1))
                        .from(LAGOS)
                        .countingElsewhere()
                        .said())
                .isEmpty();
    }

    @Test
    void tellsOfMoreAndMoreAttemptsOnlyAsTheyDouble() {
        // Given
        door.used(ADA, BERLIN, PHONE);

        // When
        for (int i = 0; i < 64; i++) {
            door.attempt().after(Duration.ofMinutes(i)).from(LAGOS).wrong(i + 5).said();
        }

        // Then
        assertThat(door.told()).hasSize(1);
        assertThat(door.changes).hasSizeBetween(4, 8);
    }

    @Test
    void saysThatAStoryWentOnWhenThereIsNothingToTellAndHowItIsWhenAsked() {
        // Given
        door.used(ADA, BERLIN, PHONE);
        for (int i = 0; i < 64; i++) {
            door.attempt().after(Duration.ofMinutes(i)).from(LAGOS).wrong(i + 5).said();
        }
        Story told = door.told().getFirst();

        // When
        SignIn again = door.attempt()
                .after(Duration.ofMinutes(64))
                .from(LAGOS)
                .wrong(99)
                .signIn();
        List<StoryChange> changes = door.stories.add(again, door.histories.judge(door.settings, door.trusted, again));

        // Then
        assertThat(changes).singleElement().isInstanceOfSatisfying(StoryChange.WentOn.class, wentOn -> {
            assertThat(wentOn.naturalKey()).isEqualTo(told.naturalKey());
            assertThat(wentOn.story().last()).isEqualTo(again.at());
            assertThat(wentOn.story().judgements()).isGreaterThan(told.judgements());
            assertThat(told.facts()).doesNotContain(wentOn.story().facts().getLast());
        });
    }

    @Test
    void joinsASprayOfOneNetworkWithThatOfItsClient() {
        for (int i = 0; i < 60; i++) {
            door.used(Door.account(i), BERLIN, PHONE);
        }

        for (int i = 0; i < 30; i++) {
            door.attempt()
                    .of(Door.account(i))
                    .after(Duration.ofMinutes(i))
                    .from(LAGOS)
                    .with(TOOL)
                    .wrong(5)
                    .said();
        }
        for (int i = 30; i < 60; i++) {
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
                .satisfies(story -> assertThat(story.accounts()).hasSize(60));
    }

    @Test
    void saysTheSameInEveryRun() {
        assertThat(run()).isEqualTo(run());
    }

    private static List<Story> run() {
        Door door = new Door();
        door.used(ADA, BERLIN, PHONE);
        for (int i = 0; i < 30; i++) {
            door.attempt()
                    .after(Duration.ofMinutes(i))
                    .from(LAGOS)
                    .with(TOOL)
                    .wrong(i + 5)
                    .said();
        }
        door.attempt().after(Duration.ofHours(1)).from(LAGOS).with(TOOL).said();
        return door.told();
    }
}
