// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scan finds what a slow reader finds, wherever the text is cut into pieces. */
class ListScanTest {

    private static final int SMALLEST = 3 * Limits.WINDOW;

    @Property(tries = 100)
    void findsWhatASlowReaderFindsHoweverTheTextComesInPieces(
            @ForAll long seed, @ForAll @IntRange(max = 40_000) int size, @ForAll @IntRange(max = 5_000) int more)
            throws IOException {
        assertSame(MadeUpText.FLEET, MadeUpText.of(seed, size), SMALLEST + more);
    }

    @Property(tries = 100)
    void findsARecordAcrossEveryBorder(@ForAll @IntRange(max = 24) int before, @ForAll @IntRange(max = 7) int more)
            throws IOException {
        String record = "\r\nHost: https://site.example/\r\nUsername: ada@sample.example\r\nPassword: secret1\r\n";
        String text = "x".repeat(SMALLEST - Limits.WINDOW - 60 + before) + record + "-".repeat(2 * Limits.WINDOW);
        assertSame(MadeUpText.FLEET, text.getBytes(StandardCharsets.ISO_8859_1), SMALLEST + more);
    }

    @Test
    void findsTheSameInMoreThanOneBufferOfTheRealSize() throws IOException {
        for (long seed = 1; seed <= 2; seed++) {
            assertSame(MadeUpText.FLEET, MadeUpText.of(seed, 1_200_000), Limits.BUFFER);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, SMALLEST - 1, SMALLEST, 5 * SMALLEST})
    void leavesNothingOfAListInMemory(int size) throws IOException {
        // Given
        Watched in = new Watched(new ByteArrayInputStream(MadeUpText.of(1, size)));

        // When
        scan().read(in, () -> true);

        // Then
        assertThat(in.buffer).containsOnly(0);
    }

    @Test
    void leavesNothingOfAListThatBreaksOffInMemory() {
        // Given
        Watched in = new Watched(new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                Arrays.fill(bytes, offset, offset + length, (byte) 'x');
                throw new IOException("broken");
            }
        });

        // Then
        assertThatThrownBy(() -> scan().read(in, () -> true)).hasMessage("broken");
        assertThat(in.buffer).containsOnly(0);
    }

    @Test
    void leavesNothingWhenItEndsOfWhatAStreamWroteAndDidNotTell() throws IOException {
        // Given
        Watched in = new Watched(new InputStream() {
            private boolean wasRead;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                Arrays.fill(bytes, offset, offset + length, (byte) 'x');
                int told = wasRead ? -1 : 10;
                wasRead = true;
                return told;
            }
        });
        ListScan scan = scan();
        scan.read(in, () -> true);

        // When
        scan.close();

        // Then
        assertThat(in.buffer).containsOnly(0);
    }

    @Test
    void findsInAShortTextWhatIsThereAlsoBehindALongOne() throws IOException {
        // Given
        Collected heard = new Collected();
        byte[] before = "\0@ sample.example:%40".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        byte[] text = "ada@sample.example:secret1".getBytes(StandardCharsets.US_ASCII);
        try (ListScan scan = new ListScan(FleetAddresses.of(MadeUpText.FLEET, Folding.TAGS), heard, SMALLEST)) {
            scan.read(new ByteArrayInputStream(before), () -> true);

            // When
            scan.read(new ByteArrayInputStream(text), () -> true);
        }

        // Then
        assertThat(heard.heard).containsExactly("ada@sample.example secret1");
    }

    private static ListScan scan() {
        return new ListScan(FleetAddresses.of(MadeUpText.FLEET, Folding.TAGS), new Collected(), SMALLEST);
    }

    /** Tells into which bytes it was read. */
    private static final class Watched extends FilterInputStream {

        private byte[] buffer = {1};

        private Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            buffer = bytes;
            return super.read(bytes, offset, length);
        }
    }

    private static void assertSame(Set<String> fleet, byte[] text, int capacity) throws IOException {
        SlowReader.Heard expected = new SlowReader(fleet).read(text);
        Collected heard = new Collected();
        ListScan scan = new ListScan(FleetAddresses.of(fleet, Folding.TAGS), heard, capacity);
        scan.read(new ByteArrayInputStream(text), () -> true);
        assertThat(heard.shown).isEqualTo(expected.pairs());
        assertThat(scan.rejects()).isEqualTo(expected.rejects());
        assertThat(scan.lines()).isEqualTo(expected.lines());
    }
}
