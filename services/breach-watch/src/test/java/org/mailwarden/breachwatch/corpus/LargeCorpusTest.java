// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.Corpus.Answer;

/**
 * More entries than an {@code int} counts, and than 32 bits do: files of the true size, with holes where nobody looks. Prefix
 * 1 lies across entry 2^31, prefix 3 across entry 2^32.
 */
class LargeCorpusTest {

    private static final int BITS = 20;
    private static final int AROUND = 5;
    private static final long TWO_31 = 1L << 31;
    private static final long TWO_32 = 1L << 32;
    private static final long ENTRIES = TWO_32 + AROUND;

    @TempDir
    Path folder;

    @BeforeEach
    void plant() throws IOException {
        try (FileChannel index = create(Layout.INDEX);
                FileChannel large = create(Layout.LARGE_COUNTS)) {
            index.write(row(0));
            plant(1, TWO_31 - AROUND, 1, index, large);
            index.write(row(TWO_31 + AROUND));
            plant(3, TWO_32 - AROUND, 3, index, large);
        }
    }

    @Test
    void everyPlaceOfAnEntryIsRightAround31And32Bits() {
        for (long entry : new long[] {TWO_31 - 1, TWO_31, TWO_31 + 1, TWO_32 - 1, TWO_32, TWO_32 + 1}) {
            // When
            long row = RowForm.SHA1.at(entry);

            // Then
            assertThat(row).isEqualTo(Math.multiplyExact(entry, 19L));
            assertThat(entry & Layout.INDEX_MASK).isEqualTo(entry);
        }
        assertThat(Layout.indexAt(1L << 24)).isEqualTo(5L << 24);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersAreRightBeyond31And32Bits(boolean mapped) throws IOException {
        // Given
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                "large",
                HashKind.SHA1,
                null,
                null,
                null,
                ENTRIES,
                BITS,
                "2026-11-01T00:00:00Z",
                Map.of());
        try (Corpus corpus = new Corpus(
                manifest,
                open(Layout.ROWS, mapped),
                open(Layout.LARGE_COUNTS, mapped),
                open(Layout.INDEX, mapped),
                2L * AROUND,
                null,
                null)) {
            for (int prefix : new int[] {1, 3}) {
                for (int i = 0; i < 2 * AROUND; i++) {
                    // When
                    Answer there = corpus.find(hash(prefix, i, 0));
                    Answer beside = corpus.find(hash(prefix, i, 1));

                    // Then
                    assertThat(there).isEqualTo(new Answer.Hit(count(prefix, i)));
                    assertThat(beside).isEqualTo(new Answer.Miss());
                }
                assertThat(range(corpus, prefix)).isEqualTo(lines(prefix));
                assertThat(corpus.entries(prefix)).isEqualTo(2 * AROUND);
            }
            assertThat(corpus.entries(0)).isEqualTo(TWO_31 - AROUND);
            assertThat(corpus.entries(2)).isEqualTo(TWO_32 - TWO_31 - 2 * AROUND);
            // Two thousand million entries share this row of the index.
            assertThat(corpus.find(new Sha1Hash(2, 77, 0, 0))).isEqualTo(new Answer.Miss());
        }
    }

    /** Lets the writer write as if so many entries were there already, and moves what it wrote to its true place. */
    private void plant(int prefix, long first, long nextRow, FileChannel index, FileChannel large) throws IOException {
        Path part = Files.createDirectory(folder.resolve("part-" + prefix));
        try (GenerationWriter writer = new GenerationWriter(
                part, HashKind.SHA1, new GenerationWriter.Checkpoint(BITS, first, nextRow, Map.of()))) {
            for (int i = 0; i < 2 * AROUND; i++) {
                Sha1Hash hash = hash(prefix, i, 0);
                writer.add(prefix, hash.key(), hash.tailHigh(), hash.tailLow(), count(prefix, i));
            }
            if (first + 2 * AROUND == ENTRIES) {
                writer.finish("part", "2026-11-01T00:00:00Z");
            } else {
                writer.checkpoint();
            }
        }
        index.write(ByteBuffer.wrap(Files.readAllBytes(part.resolve(Layout.INDEX))));
        large.write(ByteBuffer.wrap(Files.readAllBytes(part.resolve(Layout.LARGE_COUNTS))));
        move(part, Layout.ROWS, Math.multiplyExact(first, 19L));
    }

    private void move(Path part, String name, long position) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.seek(position);
            file.write(Files.readAllBytes(part.resolve(name)));
        }
    }

    private FileChannel create(String name) throws IOException {
        return FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static ByteBuffer row(long entry) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(entry)
                .position(0)
                .limit(Layout.INDEX_BYTES);
    }

    /** Mapped without loading: the holes would fill the memory. */
    @SuppressWarnings("MustBeClosedChecker") // The arena is the store's, and closed with it.
    private ByteStore open(String name, boolean mapped) throws IOException {
        if (!mapped) {
            return ByteStore.open(folder.resolve(name), false);
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(name), StandardOpenOption.READ)) {
            Arena arena = Arena.ofShared();
            return new ByteStore.Mapped(arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }

    private static Sha1Hash hash(int prefix, int i, int lastBit) {
        return PlainText.hash("%05X%010X".formatted(prefix, (i + 1L) * 0x1000000000L / 11) + "0".repeat(24) + lastBit);
    }

    private static long count(int prefix, int i) {
        return i % 2 == 0 ? 1 + i : 1_000_000_000_000L + prefix * 100 + i;
    }

    private static List<String> lines(int prefix) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2 * AROUND; i++) {
            lines.add("%010X".formatted((i + 1L) * 0x1000000000L / 11) + "0".repeat(25) + ":" + count(prefix, i));
        }
        return lines;
    }

    private static List<String> range(Corpus corpus, int prefix) throws IOException {
        List<String> lines = new ArrayList<>();
        corpus.range(prefix, (suffix, count) -> lines.add(PlainText.ascii(suffix) + ":" + count));
        return lines;
    }
}
