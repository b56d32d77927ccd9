// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerTest {

    private static final List<Double> NONE = List.of();
    private static final List<Double> BUSY = List.of(0.02, 0.03, 0.02, 0.9);

    @ParameterizedTest
    @CsvSource({"5,10", "5,100", "10,1000", "0,0"})
    void letsPassWhatIsFew(int accounts, int fleet) {
        assertThat(Breaker.judge(accounts, fleet, NONE, Breaker.Limits.USUAL))
                .isInstanceOf(Breaker.Verdict.Passes.class);
    }

    @ParameterizedTest
    @CsvSource({"6,10", "11,1000", "1000,1000"})
    void tripsOnAShareOfTheFleetWhereThereIsNoHistory(int accounts, int fleet) {
        assertThat(Breaker.judge(accounts, fleet, List.of(0.9, 0.9), Breaker.Limits.USUAL))
                .isInstanceOf(Breaker.Verdict.Trips.class);
    }

    @Test
    void comparesWithTheMedianWhereThereIsOne() {
        assertThat(Breaker.judge(140, 1000, BUSY, Breaker.Limits.USUAL)).isInstanceOf(Breaker.Verdict.Passes.class);
        assertThat(Breaker.judge(160, 1000, BUSY, Breaker.Limits.USUAL)).isInstanceOf(Breaker.Verdict.Trips.class);
    }

    @Test
    void tripsOnAnythingMuchAfterImportsThatFoundNothing() {
        assertThat(Breaker.judge(11, 1000, List.of(0.0, 0.0, 0.0), Breaker.Limits.USUAL))
                .isInstanceOf(Breaker.Verdict.Trips.class);
    }

    @Test
    void saysWhatTrippedItWhomItWouldTouchAndWhatToDo() {
        Breaker.Verdict verdict = Breaker.judge(400, 1000, NONE, Breaker.Limits.USUAL);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Breaker.Verdict.Trips.class,
                        trips -> assertThat(trips.sentence())
                                .contains("400 of 1000 accounts", "more than 10", "release", "discard", "pause"));
    }

    @Test
    void refusesLimitsThatHoldNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Breaker.Limits(0, 0.01, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Breaker.Limits(5, Double.NaN, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Breaker.Limits(5, 0.01, 0.5));
    }
}
