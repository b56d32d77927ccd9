// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.console.lag.Lag.Known;
import org.mailwarden.console.lag.Lag.Reason;
import org.mailwarden.console.lag.Lag.Unknown;

class PartitionOffsetsTest {

    @ParameterizedTest
    @CsvSource({"0, 10, 4, 6", "0, 10, 10, 0", "0, 0, , 0", "7, 7, , 0", "5, 10, 2, 5", "0, 3, 9, 0"})
    void whatIsBetweenTheCommittedOffsetAndTheEndIsStillToBeHandled(Long begin, Long end, Long committed, long lag) {
        // When, Then
        assertThat(new PartitionOffsets(begin, end, committed).lag()).isEqualTo(new Known(lag));
    }

    @Test
    void aGroupThatNeverSaidHowFarItIsHasNoLagOfZero() {
        // When, Then
        assertThat(new PartitionOffsets(0L, 10L, null).lag()).isEqualTo(new Unknown(Reason.NEVER_COMMITTED));
    }

    @ParameterizedTest
    @CsvSource({", 10, 4", "0, , 4", ", , "})
    void anEndThatWasNotToldLeavesTheLagUnknown(Long begin, Long end, Long committed) {
        // When, Then
        assertThat(new PartitionOffsets(begin, end, committed).lag()).isEqualTo(new Unknown(Reason.NO_ANSWER));
    }

    @Test
    void aTopicIsKnownWhenEachOfItsPartitionsIs() {
        // When, Then
        assertThat(Lag.of(List.of(new Known(2), new Known(3)))).isEqualTo(new Known(5));
        assertThat(Lag.of(List.of(new Known(2), new Unknown(Reason.NEVER_COMMITTED))))
                .isEqualTo(new Unknown(Reason.NEVER_COMMITTED));
    }
}
