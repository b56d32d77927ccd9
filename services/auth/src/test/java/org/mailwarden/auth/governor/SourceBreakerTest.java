// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.governor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceBreakerTest {

    private static final SourceBreaker.Limits LIMITS = new SourceBreaker.Limits(10, 0.05, 3, 10);

    @ParameterizedTest
    @CsvSource({
        // people, most before, fleet, stopped
        "10, 0, 40, false",
        "11, 0, 40, true",
        "50, 0, 1000, false",
        "51, 0, 1000, true",
        "60, 20, 1000, false",
        "61, 20, 1000, true"
    })
    void stopsASourceThatWantsMoreThanAFewThanAShareAndThanEver(
            long people, long mostBefore, int fleet, boolean stopped) {
        assertThat(SourceBreaker.judge("feed x", people, mostBefore, fleet, LIMITS)
                        .isPresent())
                .isEqualTo(stopped);
    }

    @Test
    void saysWhatTrippedWhoWouldBeTouchedAndWhatToDo() {
        assertThat(SourceBreaker.judge("feed x", 61, 20, 1000, LIMITS))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("feed x", "61 of 1000 people", "never caused more than 20", "release", "discard"));
    }
}
