// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    @Test
    void accountIsOwnedWithItsPartition() {
        Partitions mine = new Partitions(3, Set.of(0, 2));

        assertThat(mine.owns(6)).isTrue();
        assertThat(mine.owns(7)).isFalse();
        assertThat(mine.without(List.of(0)).owns(6)).isFalse();
        assertThat(Partitions.NONE.owns(6)).isFalse();
    }

    @Test
    void whatIsTakenOverIsWhatWasNotOwnedBefore() {
        assertThat(new Partitions(3, Set.of(0, 2)).beyond(new Partitions(3, Set.of(0))))
                .containsExactly(2);
    }

    @Test
    void anotherNumberOfPartitionsSharesTheWholeFleetOutAnew() {
        assertThat(new Partitions(4, Set.of(0, 2)).beyond(new Partitions(3, Set.of(0, 2))))
                .containsExactly(0, 2);
    }
}
