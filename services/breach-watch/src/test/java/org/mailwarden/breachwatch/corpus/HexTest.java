// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void everyByteAtEveryPlaceIsTheDigitThatItIsOrNone(int place) {
        for (int value = 0; value < 256; value++) {
            // Given
            byte[] text = "0aF9c3E7".getBytes(StandardCharsets.US_ASCII);
            text[place] = (byte) value;

            // When
            long read = Hex.eight(text, 0);

            // Then
            boolean isDigit = value < 128 && Character.digit(value, 16) >= 0;
            assertThat(read)
                    .isEqualTo(isDigit ? Long.parseLong(new String(text, StandardCharsets.US_ASCII), 16) : Hex.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void digitsAnywhereInABufferAreReadAsTheyStand(long seed) {
        // Given
        int value = new Random(seed).nextInt();
        byte[] text = "%5s%08x".formatted("", value).getBytes(StandardCharsets.US_ASCII);

        // When
        long read = Hex.eight(text, 5);

        // Then
        assertThat(read).isEqualTo(Integer.toUnsignedLong(value));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 11, 16})
    void numbersAreWrittenInAsManyUpperCaseDigitsAsAskedFor(int digits) {
        for (long value : new long[] {0, 9, 0xA, 0x0123456789ABCDEFL, 0xFEDCBA9876543210L, -1}) {
            // Given
            byte[] text = new byte[2 + digits + 1];

            // When
            Hex.digits(value, digits, text, 2);

            // Then
            String all = HexFormat.of().withUpperCase().toHexDigits(value);
            assertThat(new String(text, StandardCharsets.US_ASCII))
                    .isEqualTo("\0\0" + all.substring(16 - digits) + "\0");
        }
    }
}
