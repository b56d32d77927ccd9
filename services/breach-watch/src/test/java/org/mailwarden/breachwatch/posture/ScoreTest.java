// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.posture.Score.Tally;

class ScoreTest {

    @Test
    void hasWeightsThatAddUpToAHundred() {
        assertThat(Arrays.stream(PosturePart.values())
                        .mapToInt(PosturePart::weight)
                        .sum())
                .isEqualTo(100);
    }

    @Test
    void isAHundredWhenAllIsKnownAndInOrder() {
        assertThat(Score.of(all(new Tally(10, 0, 0))).score()).isEqualTo(100.0);
    }

    @Test
    void isAbsentWithoutAnAccount() {
        assertThat(Score.of(all(new Tally(0, 0, 0))).score()).isNull();
    }

    @Test
    void isNothingWhenNothingIsKnown() {
        Score score = Score.of(all(new Tally(10, 0, 10)));

        assertThat(score.score()).isZero();
        assertThat(score.parts())
                .filteredOn(part -> part.name() != PosturePart.UNKNOWN)
                .allSatisfy(part -> assertThat(part.value()).isNull());
    }

    @Test
    void lowersAPartByItsOwnWeightAlone() {
        Map<PosturePart, Tally> tallies = all(new Tally(10, 0, 0));
        tallies.put(PosturePart.EXPOSED_PASSWORD, new Tally(10, 5, 0));

        assertThat(Score.of(tallies).score()).isEqualTo(85.0);
    }

    @Test
    void showsWhatIsUnknownInThePartOfTheUnknownAndNowhereElse() {
        // Given: of the second factors half are unknown and the known ones are in order
        Map<PosturePart, Tally> tallies = all(new Tally(10, 0, 0));
        tallies.put(PosturePart.SECOND_FACTOR, new Tally(10, 0, 5));

        // When
        Score score = Score.of(tallies);

        // Then
        assertThat(part(score, PosturePart.SECOND_FACTOR).value()).isEqualTo(100.0);
        assertThat(part(score, PosturePart.UNKNOWN).unknown()).isEqualTo(5);
        assertThat(score.score()).isLessThan(100.0);
    }

    @Test
    void leavesOutAPartThatThePolicyDoesNotAskFor() {
        Map<PosturePart, Tally> tallies = all(new Tally(10, 0, 0));
        tallies.remove(PosturePart.EXPIRED_PASSWORD);

        Score score = Score.of(tallies);

        assertThat(score.score()).isEqualTo(100.0);
        assertThat(part(score, PosturePart.EXPIRED_PASSWORD).value()).isNull();
    }

    @Test
    void refusesCountsThatContradictEachOther() {
        assertThatThrownBy(() -> new Tally(10, 6, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Score.Part part(Score score, PosturePart name) {
        return score.parts().get(name.ordinal());
    }

    private static Map<PosturePart, Tally> all(Tally tally) {
        Map<PosturePart, Tally> tallies = new EnumMap<>(PosturePart.class);
        for (PosturePart part : PosturePart.values()) {
            if (part != PosturePart.UNKNOWN) {
                tallies.put(part, tally);
            }
        }
        return tallies;
    }
}
