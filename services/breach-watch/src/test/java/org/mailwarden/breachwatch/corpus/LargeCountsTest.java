// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counts that need more than a byte are found wherever their entries lie. */
class LargeCountsTest {

    private static final long ENTRIES = 1L << 32;
    private static final int SIZE = 100_000;
    private static final int MOST_READS = 60;

    private int reads;

    @ParameterizedTest
    @ValueSource(strings = {"even", "in front", "behind", "two heaps"})
    void eachIsFoundInAFewReads(String spread) throws IOException {
        // Given
        SplittableRandom random = new SplittableRandom(1);
        long[] places = random.longs(2L * SIZE, 0, ENTRIES)
                .map(place -> switch (spread) {
                    case "in front" -> place >>> 12;
                    case "behind" -> ENTRIES - 1 - (place >>> 12);
                    case "two heaps" -> place % 2 == 0 ? place >>> 13 : ENTRIES - 1 - (place >>> 13);
                    default -> place;
                })
                .distinct()
                .limit(SIZE)
                .sorted()
                .toArray();
        for (int i = 0; i < places.length; i += 97) {
            reads = 0;

            // When
            long count = new LargeCounts(numbers(places), places.length, ENTRIES).of(places[i]);

            // Then
            assertThat(count).isEqualTo(i);
            assertThat(reads).isLessThan(MOST_READS);
        }
    }

    @Test
    void nextOneStandsBehindTheOneBefore() throws IOException {
        // Given
        long[] places = LongStream.range(0, SIZE).map(i -> 3 * i).toArray();
        LargeCounts counts = new LargeCounts(numbers(places), SIZE, 3L * SIZE);
        counts.of(places[500]);
        reads = 0;

        // When
        long count = counts.of(places[501]);

        // Then
        assertThat(count).isEqualTo(501);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void oneThatIsMissingIsNoCount() {
        // Given
        long[] places = {5, 9};

        // When, Then
        for (long entry : new long[] {0, 7, 10}) {
            assertThatThrownBy(() -> new LargeCounts(numbers(places), 2, 12).of(entry))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the count of an entry is missing");
        }
    }

    /** The count of each is its place in the file. */
    private ByteStore.Numbers numbers(long[] places) {
        return new ByteStore.Numbers() {
            @Override
            public long longAt(long position) {
                reads++;
                int at = (int) (position / Layout.LARGE_COUNT_BYTES);
                return position % Layout.LARGE_COUNT_BYTES == 0 ? places[at] : at;
            }

            @Override
            public int byteAt(long position) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
