// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.Corpus.Answer;

class CorpusImporterTest {

    private static final String ONE = "0000000000000000000000000000000000000001";
    private static final String TWO = "00000A0000000000000000000000000000000002";
    private static final String THREE = "FFFFF00000000000000000000000000000000003";

    @TempDir
    Path folder;

    private CorpusStore store;
    private CorpusImporter importer;

    @BeforeEach
    void open() {
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);
        importer = new CorpusImporter(store, Ticking.clock());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyHashIsFoundWithItsCountAndNoOther(boolean fitsIntoMemory) throws IOException {
        // Given
        store.close();
        store = new CorpusStore(folder.resolve("store"), fitsIntoMemory ? Long.MAX_VALUE : 0);
        importer = new CorpusImporter(store, Clock.systemUTC());
        Map<String, Long> planted = random(200_000);

        // When
        ImportOutcome outcome = importer.importFile(file(text(planted, "\r\n")), ImportProgress.UNHEARD);

        // Then
        assertThat(outcome).isInstanceOf(ImportOutcome.Imported.class);
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.entries()).isEqualTo(planted.size());
            planted.forEach((hash, count) -> {
                assertThat(corpus.find(hash(hash))).isEqualTo(new Answer.Hit(count));
                // The last bit alone makes it another hash.
                assertThat(corpus.find(hash(lastBitFlipped(hash)))).isEqualTo(new Answer.Miss());
            });
        }
    }

    /** As nobody's passwords are: whoever makes such a file wants look-ups to take long, or to miss. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hashesThatCrowdTogetherAreFoundToo(boolean fitsIntoMemory) throws IOException {
        // Given
        store.close();
        store = new CorpusStore(folder.resolve("store"), fitsIntoMemory ? Long.MAX_VALUE : 0);
        importer = new CorpusImporter(store, Clock.systemUTC());
        Map<String, Long> crowded = new TreeMap<>();
        for (long i = 1; i <= 20_000; i++) {
            crowded.put("ABCDE" + "%016X".formatted(i * i * i) + "0".repeat(19), i);
        }
        for (long i = 1; i <= 500; i++) {
            crowded.put("ABCDE" + "8".repeat(16) + "%019X".formatted(i), i);
        }
        crowded.put("ABCDE" + "F".repeat(35), 1L);

        // When
        importer.importFile(file(text(crowded, "\n")), ImportProgress.UNHEARD);

        // Then
        try (Corpus corpus = store.open().orElseThrow()) {
            crowded.forEach((hash, count) -> {
                assertThat(corpus.find(hash(hash))).isEqualTo(new Answer.Hit(count));
                String other = lastBitFlipped(hash);
                Long planted = crowded.get(other);
                assertThat(corpus.find(hash(other)))
                        .isEqualTo(planted == null ? new Answer.Miss() : new Answer.Hit(planted));
            });
        }
    }

    @Test
    void rangeGivesBackExactlyTheLinesOfAPrefix() throws IOException {
        // Given
        Map<String, Long> planted = new TreeMap<>(Map.of(
                "ABCDE" + "0".repeat(35), 1L,
                "ABCDE" + "8" + "0".repeat(34), 300L,
                "ABCDE" + "F".repeat(35), 5_000_000_000L,
                "ABCDF" + "0".repeat(35), 9L));
        importer.importFile(file(text(planted, "\n")), ImportProgress.UNHEARD);

        // When
        StringBuilder lines = new StringBuilder();
        try (Corpus corpus = store.open().orElseThrow()) {
            corpus.range(
                    0xABCDE,
                    (suffix, count) -> lines.append(new String(suffix, StandardCharsets.US_ASCII))
                            .append(':')
                            .append(count)
                            .append('\n'));
        }

        // Then
        assertThat(lines.toString())
                .isEqualTo("0".repeat(35) + ":1\n8" + "0".repeat(34) + ":300\n" + "F".repeat(35) + ":5000000000\n");
    }

    static Stream<String> goodFiles() {
        return Stream.of(
                ONE + ":1\n" + TWO + ":2\n" + THREE + ":3\n",
                ONE + ":1\r\n" + TWO + ":2\r\n" + THREE + ":3",
                "\uFEFF" + ONE + ":1\n\n\uFEFF" + TWO + ":2\n\r\n" + THREE + ":3\n\n",
                (ONE + ":1\n" + TWO + ":2\n" + THREE + ":3\n").toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void takesEveryLineEndingBlankLinesByteOrderMarksAndEitherCase(String content) throws IOException {
        // When
        ImportOutcome outcome = importer.importFile(file(content), ImportProgress.UNHEARD);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ImportOutcome.Imported.class,
                        i -> assertThat(i.entries()).isEqualTo(3));
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("out of order", TWO + ":1\n" + ONE + ":1\n", 2, "ascending order"),
                Arguments.of("a repeated hash", ONE + ":1\n" + ONE + ":2\n", 2, "repeats"),
                Arguments.of("no hex digit", "G" + ONE.substring(1) + ":1\n", 1, "no hex digit"),
                Arguments.of("a cut last line", ONE + ":1\n" + TWO.substring(0, 17), 2, "cut off"),
                Arguments.of("a missing count", ONE + ":\n", 1, "cut off"),
                Arguments.of("a count of 0", ONE + ":0\n", 1, "count of 0"),
                Arguments.of("a count that overflows", ONE + ":9999999999999999999\n", 1, "too large"),
                Arguments.of("a count with a sign", ONE + ":-5\n", 1, "no number"),
                Arguments.of("NTLM hashes", "0".repeat(32) + ":1\n", 1, "no SHA-1 corpus"),
                Arguments.of("another kind of file", "Dear colleagues,\n\nthe minutes are attached.\n", 1, "no SHA-1"),
                Arguments.of("one endless line", "x".repeat(3 << 20), 1, "no corpus"),
                Arguments.of("nothing", "", 0, "no entry"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void refusesAndNamesTheLineAndKeepsTheOldCorpus(String what, String content, long line, String sentence)
            throws IOException {
        // Given
        importer.importFile(file(THREE + ":7\n"), ImportProgress.UNHEARD);

        // When
        ImportOutcome outcome = importer.importFile(file(content), ImportProgress.UNHEARD);

        // Then
        assertThat(outcome).isInstanceOfSatisfying(ImportOutcome.Rejected.class, rejected -> {
            assertThat(rejected.line()).isEqualTo(line);
            assertThat(rejected.sentence()).contains(sentence);
        });
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.find(hash(THREE))).isEqualTo(new Answer.Hit(7));
        }
        assertThat(folders()).hasSize(1);
    }

    @Test
    void stoppedImportLeavesNothingBehind() throws IOException {
        // Given
        ImportProgress stopping = new ImportProgress() {
            @Override
            public void progress(long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };

        // When
        ImportOutcome outcome = importer.importFile(file(ONE + ":1\n"), stopping);

        // Then
        assertThat(outcome).isEqualTo(new ImportOutcome.Cancelled());
        assertThat(store.open()).isEmpty();
        assertThat(folders()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hashThatDiffersInItsPrefixAloneIsAnother(boolean fitsIntoMemory) throws IOException {
        // Given
        store.close();
        store = new CorpusStore(folder.resolve("store"), fitsIntoMemory ? Long.MAX_VALUE : 0);
        importer = new CorpusImporter(store, Clock.systemUTC());
        String key = "ABCDEF0123456789";
        String planted = "00001" + key + "1".repeat(19);
        String neighbour = "00002" + key + "2".repeat(19);

        // When
        importer.importFile(file(planted + ":1\n" + neighbour + ":2\n"), ImportProgress.UNHEARD);

        // Then
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.find(hash(planted))).isEqualTo(new Answer.Hit(1));
            assertThat(corpus.find(hash(neighbour))).isEqualTo(new Answer.Hit(2));
            assertThat(corpus.find(hash("00002" + planted.substring(5)))).isEqualTo(new Answer.Miss());
            assertThat(corpus.find(hash("00001" + neighbour.substring(5)))).isEqualTo(new Answer.Miss());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000})
    void pausedImportGoesOnWhereItStood(int stopAfter) throws IOException {
        // Given
        Map<String, Long> planted = random(100_000);
        Path file = file(text(planted, "\r\n"));
        ImportOutcome paused = importer.importFile(file, new Pausing(stopAfter));
        store.close();
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);
        importer = new CorpusImporter(store, Ticking.clock());
        List<Long> told = new ArrayList<>();
        ImportProgress telling = new ImportProgress() {
            @Override
            public void progress(long done, long total) {
                told.add(done);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };

        // When
        ImportOutcome outcome = importer.importFile(file, telling);

        // Then
        assertThat(paused).isEqualTo(new ImportOutcome.Cancelled());
        assertThat(told.getFirst()).isGreaterThan(Math.min((long) stopAfter << 20, Files.size(file) - 1));
        assertThat(outcome).isInstanceOf(ImportOutcome.Imported.class);
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.entries()).isEqualTo(planted.size());
            planted.forEach((hash, count) -> assertThat(corpus.find(hash(hash))).isEqualTo(new Answer.Hit(count)));
        }
        store.scrub(() -> true);
        assertThat(store.damage()).isEmpty();
        assertThat(folders()).hasSize(1);
    }

    @Test
    void pausedImportOfAFileThatChangedBeginsAnew() throws IOException {
        // Given
        importer.importFile(file(text(random(60_000), "\n")), new Pausing(1));
        Path other = file(ONE + ":1\n");

        // When
        ImportOutcome outcome = importer.importFile(other, ImportProgress.UNHEARD);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ImportOutcome.Imported.class,
                        imported -> assertThat(imported.entries()).isEqualTo(1));
        assertThat(folders()).hasSize(1);
    }

    @Test
    void fileThatChangesWhileItIsReadIsRefused() throws IOException {
        // Given
        Path file = file(text(random(60_000), "\n") + "\n");
        ImportProgress appending = new ImportProgress() {
            @Override
            public void progress(long done, long total) {
                try {
                    Files.writeString(file, "\n", StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };

        // When
        ImportOutcome outcome = importer.importFile(file, appending);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ImportOutcome.Rejected.class,
                        rejected -> assertThat(rejected.sentence()).contains("changed while it was read"));
        assertThat(folders()).isEmpty();
    }

    /** Pauses after so many MiB, at the latest at the end. */
    private static final class Pausing implements ImportProgress {

        private final int megabytes;
        private boolean paused;

        Pausing(int megabytes) {
            this.megabytes = megabytes;
        }

        @Override
        public void progress(long done, long total) {
            paused = done >= (long) megabytes << 20 || done == total;
        }

        @Override
        public boolean cancelled() {
            return paused;
        }

        @Override
        public boolean goesOnLater() {
            return true;
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> content = Files.list(folder.resolve("store"))) {
            return content.filter(Files::isDirectory).toList();
        }
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file.txt"), content, StandardCharsets.UTF_8);
    }

    private static Map<String, Long> random(int entries) {
        Random random = new Random(1);
        Map<String, Long> planted = new TreeMap<>();
        byte[] hash = new byte[20];
        while (planted.size() < entries) {
            random.nextBytes(hash);
            // Even last bits only, so that a flipped one is surely another hash.
            hash[19] &= (byte) 0xFE;
            planted.put(
                    HexFormat.of().withUpperCase().formatHex(hash),
                    random.nextInt(50) == 0 ? 1_000_000L + random.nextInt() : 1L + random.nextInt(300));
        }
        planted.replaceAll((ignored, count) -> Math.max(1, count));
        return planted;
    }

    private static String text(Map<String, Long> entries, String lineEnd) {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(lineEnd));
    }

    private static String lastBitFlipped(String hash) {
        byte[] bytes = HexFormat.of().parseHex(hash);
        bytes[19] ^= 1;
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static Sha1Hash hash(String hex) {
        return Sha1Hash.of(HexFormat.of().parseHex(hex));
    }
}
