// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Figures figures = new Figures(new PrintStream(told, true, StandardCharsets.UTF_8));

    @Test
    void comparesWithTheMeanOfTheBaselineInTheSameRoundAndTakesTheMedianRound() throws Exception {
        // Three rounds: 2 and 4 s, 10 and 10 s, 4 and 4 s against 1, 20 and 2 s.
        Rounds rounds = new Rounds(figures, "raw", next(2, 4, 10, 10, 4, 4)).with("ours", next(1, 20, 2));

        rounds.run(3);

        assertThat(rounds.ratio("ours", "raw")).isEqualTo(2.0);
        assertThat(rounds.seconds("raw")).isEqualTo(4.0);
    }

    @Test
    void flagsARoundInWhichTheMachineWasDisturbed() throws Exception {
        new Rounds(figures, "raw", next(1, 1.4, 1, 1.6)).run(2);

        assertThat(told.toString(StandardCharsets.UTF_8).lines().toList())
                .satisfiesExactly(
                        steady -> assertThat(steady).doesNotContain("disturbed"),
                        disturbed -> assertThat(disturbed).contains("disturbed"));
    }

    @Test
    void aGoalThatWasMissedIsNotHeldAndOneThatCouldNotBeMeasuredDoesNotCount() {
        figures.ratio("fast", 2, 1);
        figures.missing("peer", "it is not installed");
        assertThat(figures.report("x").held()).isTrue();

        figures.atMost("slow", 3, 2);

        assertThat(figures.report("x").held()).isFalse();
        assertThat(figures.report("x").goals()).containsOnlyKeys("fast", "slow");
    }

    private static Rounds.Timed next(double... seconds) {
        Iterator<Double> values = List.of(
                        java.util.Arrays.stream(seconds).boxed().toArray(Double[]::new))
                .iterator();
        return values::next;
    }
}
