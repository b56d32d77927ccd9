// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UidlDifferenceTest {

    @Test
    void tellsNewFromGoneWhateverTheNumbers() {
        UidlDifference difference =
                UidlDifference.between(Set.of("a", "b"), List.of(new UidlEntry(1, "c", 10), new UidlEntry(2, "a", 10)));

        assertThat(difference.added()).containsExactly(new UidlEntry(1, "c", 10));
        assertThat(difference.gone()).containsExactly("b");
    }

    @Test
    void takesARepeatedUidlOnce() {
        UidlDifference difference =
                UidlDifference.between(Set.of(), List.of(new UidlEntry(1, "c", 10), new UidlEntry(2, "c", 10)));

        assertThat(difference.added()).containsExactly(new UidlEntry(1, "c", 10));
    }

    @Test
    void findsNothingWhenNothingChanged() {
        assertThat(UidlDifference.between(Set.of("a"), List.of(new UidlEntry(9, "a", 10))))
                .isEqualTo(new UidlDifference(List.of(), Set.of()));
    }
}
