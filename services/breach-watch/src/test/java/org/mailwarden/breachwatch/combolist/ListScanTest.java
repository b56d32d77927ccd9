// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

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
