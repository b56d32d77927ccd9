// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailwarden.console.problem.Problem;

class KeptAnswersTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final KeyAnswer GOOD =
            new KeyAnswer.Good(new KeyRights("token", "API key ci of anna", Set.of("viewer"), NOON.plusSeconds(60)));
    private static final KeyAnswer REVOKED =
            new KeyAnswer.Refused(new Problem(401, "Unauthorized", "api-key-revoked", ""));

    private Instant now = NOON;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final KeptAnswers kept = new KeptAnswers(Duration.ofSeconds(10), 2, clock);

    @Test
    void aGoodAnswerStandsUntilShortlyBeforeItsTokenEnds() {
        // When
        kept.keep("a", GOOD);

        // Then
        now = NOON.plusSeconds(54);
        assertThat(kept.find("a")).contains(GOOD);
        now = NOON.plusSeconds(55);
        assertThat(kept.find("a")).isEmpty();
        assertThat(kept.wasGood("a")).isTrue();
    }

    @Test
    void aBadAnswerStandsForAWhile() {
        // When
        kept.keep("a", REVOKED);

        // Then
        now = NOON.plusSeconds(9);
        assertThat(kept.find("a")).contains(REVOKED);
        now = NOON.plusSeconds(10);
        assertThat(kept.find("a")).isEmpty();
        assertThat(kept.wasGood("a")).isFalse();
    }

    @Test
    void thatNobodyCouldBeAskedIsNotKept() {
        // When
        kept.keep("a", new KeyAnswer.Refused(Problem.unavailable("auth")));

        // Then
        assertThat(kept.find("a")).isEmpty();
    }

    @Test
    void aTokenThatHasAlmostEndedIsNotKept() {
        // Given
        now = NOON.plusSeconds(58);

        // When
        kept.keep("a", GOOD);

        // Then
        assertThat(kept.find("a")).isEmpty();
    }

    @Test
    void remembersSoManyAndForgetsWhatIsOverFirst() {
        // Given
        kept.keep("a", REVOKED);
        kept.keep("b", GOOD);

        // When
        kept.keep("c", GOOD);
        now = NOON.plusSeconds(10);
        kept.keep("d", GOOD);

        // Then
        assertThat(kept.find("b")).isPresent();
        assertThat(kept.find("c")).isEmpty();
        assertThat(kept.find("d")).isPresent();
    }
}
