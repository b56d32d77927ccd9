// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.HashKind;

class RangeTextTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 255, 83_129, 5_000_000_000L, Long.MAX_VALUE})
    void countIsWrittenAsItIs(long count) {
        // Given
        RangeText text = new RangeText();

        // When
        text.line(ascii("AB"), count);

        // Then
        assertThat(text.bytes()).asString().isEqualTo("AB:" + count);
    }

    @Test
    void manyLinesAreJoinedByCrlfWithoutALastOne() {
        // Given
        RangeText text = new RangeText();
        StringBuilder expected = new StringBuilder();

        // When
        for (int i = 0; i < 3_000; i++) {
            String suffix = "%035X".formatted(i);
            text.line(ascii(suffix), i);
            expected.append(i == 0 ? "" : "\r\n").append(suffix).append(':').append(i);
        }

        // Then
        assertThat(text.bytes()).asString().isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @EnumSource(HashKind.class)
    void paddingLooksLikeTheHashesOfItsKind(HashKind kind) {
        // Given
        RangeText text = new RangeText();

        // When
        text.pad(kind.suffixDigits(), new SplittableRandom(1));

        // Then
        assertThat(new String(text.bytes(), StandardCharsets.US_ASCII).split("\r\n"))
                .hasSizeBetween(800, 1000)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("[0-9A-F]{" + (kind == HashKind.SHA1 ? 35 : 27) + "}:0"));
    }

    @Test
    void rangeThatIsLongAlreadyIsMadeALittleLonger() {
        // Given
        RangeText text = new RangeText();
        for (int i = 0; i < 1_000; i++) {
            text.line(ascii("A".repeat(35)), 1);
        }

        // When
        text.pad(35, new SplittableRandom(1));

        // Then
        assertThat(new String(text.bytes(), StandardCharsets.US_ASCII).split("\r\n"))
                .hasSizeBetween(1_000, 1_200);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
