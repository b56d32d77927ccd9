// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UidlDifferenceTest {

    @Test
    void tellsNewFromGoneWhateverTheNumbers() {
        UidlDifference difference = UidlDifference.between(
                Map.of("a", 10L, "b", 10L), List.of(new UidlEntry(1, "c", 10), new UidlEntry(2, "a", 10)));

        assertThat(difference.added()).containsExactly(new UidlEntry(1, "c", 10));
        assertThat(difference.gone()).containsExactly("b");
    }

    @Test
    void takesARepeatedUidlOnce() {
        UidlDifference difference =
                UidlDifference.between(Map.of(), List.of(new UidlEntry(1, "c", 10), new UidlEntry(2, "c", 10)));

        assertThat(difference.added()).containsExactly(new UidlEntry(1, "c", 10));
    }

    @Test
    void findsNothingButTheLatestToLookAtWhenNothingChanged() {
        UidlEntry first = new UidlEntry(1, "a", 10);
        UidlEntry last = new UidlEntry(2, "b", 20);

        UidlDifference difference = UidlDifference.between(Map.of("a", 10L, "b", 20L), List.of(first, last));

        assertThat(difference.added()).isEmpty();
        assertThat(difference.gone()).isEmpty();
        assertThat(difference.resized()).isEmpty();
        assertThat(difference.latest()).containsExactly(last);
        assertThat(difference.kept()).containsExactly(first);
    }

    @Test
    void doubtsAnIdWhoseMessageHasAnotherSize() {
        UidlEntry other = new UidlEntry(1, "a", 11);

        UidlDifference difference = UidlDifference.between(Map.of("a", 10L), List.of(other));

        assertThat(difference.resized()).containsExactly(other);
    }

    @Test
    void doesNotDoubtWhatItNeverMeasured() {
        UidlDifference difference = UidlDifference.between(Map.of("a", -1L), List.of(new UidlEntry(1, "a", 11)));

        assertThat(difference.resized()).isEmpty();
    }
}
