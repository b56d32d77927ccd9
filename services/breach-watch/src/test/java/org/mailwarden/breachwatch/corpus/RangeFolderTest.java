// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A folder as the downloader writes it; here with its first three ranges, since a whole one has a million files. */
class RangeFolderTest {

    private static final int RANGES = 3;
    private static final String ONE = "1".repeat(35);
    private static final String TWO = "2".repeat(35);

    @TempDir
    Path temporary;

    private Path ranges;
    private CorpusStore store;

    @BeforeEach
    void open() throws IOException {
        ranges = Files.createDirectory(temporary.resolve("ranges"));
        store = new CorpusStore(temporary.resolve("store"), Long.MAX_VALUE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyRangeIsWhatTheDownloaderWrote() throws IOException {
        // Given
        write("00000.txt", "\uFEFF" + ONE + ":1\r\n" + TWO + ":300");
        write("00001.txt", ONE + ":4\n" + TWO.toLowerCase(java.util.Locale.ROOT) + ":5\n\n");
        write("00002.txt", "F".repeat(35) + ":6");
        write("sha1.index", "not a range");

        // When
        ImportOutcome outcome = imported();

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ImportOutcome.Imported.class,
                        imported -> assertThat(imported.entries()).isEqualTo(5));
        assertThat(range(0)).containsExactly(ONE + ":1", TWO + ":300");
        assertThat(range(1)).containsExactly(ONE + ":4", TWO + ":5");
        assertThat(range(2)).containsExactly("F".repeat(35) + ":6");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("", "00001.txt is empty"),
                Arguments.of("1".repeat(27) + ":1", "File 00001.txt, line 1 is not 40 hex digits"),
                Arguments.of(ONE + ":1\n" + TWO + ":2\n" + ONE + ":3", "File 00001.txt, line 3 is not in ascending"),
                Arguments.of(ONE + ":1\n" + ONE + ":1", "File 00001.txt, line 2 repeats"),
                Arguments.of(ONE + ":0", "File 00001.txt, line 1 has a count of 0"),
                Arguments.of(ONE, "File 00001.txt, line 1 is not 40 hex digits"),
                Arguments.of("<html>", "File 00001.txt, line 1 is not 40 hex digits"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aRangeThatIsNotRightIsNamedAndNothingIsKept(String content, String sentence) throws IOException {
        // Given
        write("00000.txt", ONE + ":1");
        write("00001.txt", content);
        write("00002.txt", ONE + ":1");

        // When
        ImportOutcome outcome = imported();

        // Then
        assertRejected(outcome, sentence);
    }

    @Test
    void aRangeThatIsMissingIsNamed() throws IOException {
        // Given
        write("00000.txt", ONE + ":1");
        write("00002.txt", ONE + ":1");

        // When
        ImportOutcome outcome = imported();

        // Then
        assertRejected(outcome, "has no file 00001.txt");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        // Given
        write("00000.txt", ONE + ":1");
        write("00002.txt", ONE + ":1");
        Path elsewhere = Files.writeString(temporary.resolve("elsewhere"), ONE + ":1");
        Files.createSymbolicLink(ranges.resolve("00001.txt"), elsewhere);

        // When
        ImportOutcome outcome = imported();

        // Then
        assertRejected(outcome, "00001.txt is not a regular file");
    }

    private void assertRejected(ImportOutcome outcome, String sentence) throws IOException {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ImportOutcome.Rejected.class,
                        rejected -> assertThat(rejected.sentence()).contains(sentence));
        assertThat(store.open()).isEmpty();
        try (Stream<Path> left = Files.list(store.folder())) {
            assertThat(left).isEmpty();
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(ranges.resolve(name), text);
    }

    private ImportOutcome imported() throws IOException {
        return new CorpusImporter(store, Clock.systemUTC())
                .importFrom(new RangeFolder(ranges, RANGES), false, ImportProgress.UNHEARD);
    }

    private List<String> range(int prefix) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Corpus corpus = store.open().orElseThrow()) {
            corpus.range(
                    prefix, (suffix, count) -> lines.add(new String(suffix, StandardCharsets.US_ASCII) + ":" + count));
        }
        return lines;
    }
}
