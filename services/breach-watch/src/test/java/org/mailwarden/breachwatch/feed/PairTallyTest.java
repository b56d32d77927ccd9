// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairTallyTest {

    @Test
    void tellsTheCurrentPasswordItsVariantsAndOthersApartWhileTheyAreCompared() {
        // Given
        PairTally tally = tally();

        // Then
        assertThat(tally.currentLines(3)).containsExactly(1L);
        assertThat(tally.variantLines(3)).containsExactly(2L);
        assertThat(tally.staleLines(3)).containsExactly(3L);
    }

    @Test
    void takesAllForStaleOnceThePasswordWasReplaced() {
        // Given
        PairTally tally = tally();

        // Then
        assertThat(tally.currentLines(4)).isEmpty();
        assertThat(tally.variantLines(4)).isEmpty();
        assertThat(tally.staleLines(4)).containsExactly(1L, 2L, 3L);
    }

    private static PairTally tally() {
        PairTally tally = new PairTally(3);
        tally.add(1, PairTally.Match.CURRENT);
        tally.add(2, PairTally.Match.VARIANT);
        tally.add(3, PairTally.Match.OTHER);
        return tally;
    }
}
