// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UidRangesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3                | 3",
                "2,5:7            | 2 5 6 7",
                "7:5,6            | 5 6 7",
                "1:4,2:3          | 1 2 3 4",
                "2:3,1:4,8        | 1 2 3 4 8",
                "5:8,1:6          | 1 2 3 4 5 6 7 8",
                "1:2,4:5,7:8,2:7  | 1 2 4 5 7 8 3 6"
            })
    void holdsExactlyTheNumbersOfItsText(String text, String numbers) {
        UidRanges ranges = new UidRanges();

        assertThat(ranges.add(text)).isTrue();

        assertThat(LongStream.rangeClosed(0, 10).filter(ranges::contains))
                .containsExactlyInAnyOrder(
                        Arrays.stream(numbers.split(" ")).map(Long::valueOf).toArray(Long[]::new));
    }

    @Test
    void aRangeOverEveryUidCostsNothing() {
        UidRanges ranges = new UidRanges();

        assertThat(ranges.add("1:4294967295")).isTrue();

        assertThat(ranges.contains(4_000_000_000L)).isTrue();
        assertThat(ranges.contains(4_294_967_296L)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1:", ":2", "1:*", "*", "-1", "1,,2", "99999999999", "1 2"})
    void refusesWhatIsNoSetOfNumbers(String text) {
        assertThat(new UidRanges().add(text)).isFalse();
    }
}
