// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SegmentsTest {

    @Test
    void sumsAreOfSegmentsHoweverTheBytesCome() {
        // Given
        byte[] block = new byte[3 << 20];
        new Random(1).nextBytes(block);
        Segments segments = new Segments();
        CRC32C first = new CRC32C();
        int left = Segments.BYTES;

        // When
        for (int i = 0; i < 22; i++) {
            segments.add(ByteBuffer.wrap(block));
        }
        List<Long> sums = segments.finish();

        // Then
        for (; left > block.length; left -= block.length) {
            first.update(block);
        }
        first.update(block, 0, left);
        CRC32C second = new CRC32C();
        second.update(block, left, block.length - left);
        assertThat(sums).containsExactly(first.getValue(), second.getValue());
    }

    @Test
    void emptyFileHasNoSegment() {
        assertThat(new Segments().finish()).isEmpty();
    }

    @Test
    void aSampleHoldsTheLastSegmentAndNoneTwice() {
        // Given
        Random random = new Random(7);

        // When
        List<Integer> sample = Segments.sample(500, 4, random);

        // Then
        assertThat(sample).hasSize(4).contains(499).doesNotHaveDuplicates().allMatch(segment -> segment < 500);
    }

    @Test
    void fewSegmentsAreAllLookedAt() {
        assertThat(Segments.sample(4, 4, new Random(7))).containsExactly(0, 1, 2, 3);
    }
}
