// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.Corpus.Answer;

/** What is kept over restarts, and what happens when a disk changes it. */
class CorpusStoreTest {

    private static final String ONE = "0000000000000000000000000000000000000001";
    private static final String TWO = "00000A0000000000000000000000000000000002";

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

    @Test
    void restartServesTheLiveGenerationAndSweepsWhatACrashLeft() throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n"), ImportProgress.UNHEARD);
        Files.createDirectory(folder.resolve("store").resolve(CorpusStore.IMPORTING + "crashed"));
        store.close();

        // When
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);

        // Then
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.find(hash(ONE))).isEqualTo(new Answer.Hit(4));
        }
        assertThat(folders()).hasSize(1);
    }

    @Test
    void readerOfTheOldGenerationIsNotDisturbedByANewOne() throws IOException {
        // Given
        importer.importFile(file(ONE + ":1\n"), ImportProgress.UNHEARD);
        try (Corpus old = store.open().orElseThrow()) {

            // When
            importer.importFile(file(TWO + ":2\n"), ImportProgress.UNHEARD);

            // Then
            assertThat(old.find(hash(ONE))).isEqualTo(new Answer.Hit(1));
        }
    }

    @Test
    void restartSweepsAGenerationThatNeverBecameTheLiveOne() throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n"), ImportProgress.UNHEARD);
        Path landed = Files.createDirectory(folder.resolve("store").resolve("corpus-landed"));
        Files.writeString(landed.resolve(Layout.ROWS), "half");
        Files.writeString(folder.resolve("store").resolve(CorpusStore.CURRENT + ".next"), "corpus-landed");
        store.close();

        // When
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);

        // Then
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.find(hash(ONE))).isEqualTo(new Answer.Hit(4));
        }
        assertThat(folders()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {Layout.ROWS, Layout.INDEX})
    void cutFileOfAGenerationIsNoticedAtTheStart(String name) throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n" + TWO + ":4\n"), ImportProgress.UNHEARD);
        Path file = folders().getFirst().resolve(name);
        store.close();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        // When
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);

        // Then
        assertThat(store.open()).isEmpty();
        assertThat(store.damage().orElseThrow().sentence())
                .contains("file " + name)
                .contains("Import the corpus again");
    }

    @Test
    void generationOfTheFormatBeforeIsNamedAsSuch() throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n"), ImportProgress.UNHEARD);
        Path manifest = folders().getFirst().resolve(Manifest.NAME);
        store.close();
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replaceAll("\"format\" : \\d+", "\"format\" : 1")
                        .replaceAll(",\\s*\"segments\" : \\[[^]]*]", ""));

        // When
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);

        // Then
        assertThat(store.open()).isEmpty();
        assertThat(store.damage().orElseThrow().sentence())
                .contains("has format 1, which this version does not read. Import the corpus again");
    }

    @ParameterizedTest
    @ValueSource(strings = {Layout.ROWS, Layout.LARGE_COUNTS, Layout.INDEX})
    void changedFileOfAGenerationIsNoticedAtTheStart(String name) throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n" + TWO + ":400\n"), ImportProgress.UNHEARD);
        store.close();
        changeAByte(name);

        // When
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);

        // Then
        assertThat(store.open()).isEmpty();
        assertThat(store.damage().orElseThrow().sentence())
                .contains("file " + name)
                .contains("import the corpus again");
    }

    @ParameterizedTest
    @ValueSource(strings = {Layout.ROWS, Layout.LARGE_COUNTS, Layout.INDEX})
    void fileThatChangesWhileItServesIsFoundAndServesNoMore(String name) throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n" + TWO + ":400\n"), ImportProgress.UNHEARD);
        changeAByte(name);

        // When
        store.scrub(() -> true);

        // Then
        assertThat(store.open()).isEmpty();
        assertThat(store.damage().orElseThrow().sentence())
                .contains("file " + name)
                .contains("no password counts as checked");
    }

    @Test
    void soundGenerationServesOnAfterItWasReadAgain() throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n"), ImportProgress.UNHEARD);

        // When
        store.scrub(() -> true);

        // Then
        assertThat(store.damage()).isEmpty();
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.find(hash(ONE))).isEqualTo(new Answer.Hit(4));
        }
    }

    @Test
    void countThatIsMissingIsNoAnswerHoweverManyAreAsked() throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n" + TWO + ":400\n"), ImportProgress.UNHEARD);
        changeAByte(Layout.LARGE_COUNTS);

        // When
        try (Corpus corpus = store.open().orElseThrow()) {
            List<Answer> answers = corpus.findAll(List.of(hash(ONE), hash(TWO)));

            // Then
            assertThat(answers.getFirst()).isEqualTo(new Answer.Hit(4));
            assertThat(answers.getLast()).isInstanceOf(Answer.Unavailable.class).isEqualTo(corpus.find(hash(TWO)));
        }
    }

    private void changeAByte(String name) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folders().getFirst().resolve(name).toFile(), "rw")) {
            int before = file.read();
            file.seek(0);
            file.write(before ^ 1);
        }
    }

    @Test
    void importAfterDamageServesAgain() throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n"), ImportProgress.UNHEARD);
        Files.delete(folders().getFirst().resolve(Layout.ROWS));
        store.close();
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);

        // When
        new CorpusImporter(store, Clock.systemUTC()).importFile(file(TWO + ":4\n"), ImportProgress.UNHEARD);

        // Then
        assertThat(store.damage()).isEmpty();
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.find(hash(TWO))).isEqualTo(new Answer.Hit(4));
        }
    }

    @Test
    void importThatCannotTakeOverLeavesTheOldOneAndNothingElse() throws IOException {
        // Given
        importer.importFile(file(ONE + ":4\n"), ImportProgress.UNHEARD);
        // A folder in its place: CURRENT cannot be written anew.
        Files.createDirectory(folder.resolve("store").resolve(CorpusStore.CURRENT + ".next"));

        // When
        Path next = file(TWO + ":4\n");
        Throwable failed = catchThrowable(() -> importer.importFile(next, ImportProgress.UNHEARD));

        // Then
        assertThat(failed).isInstanceOf(IOException.class);
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.find(hash(ONE))).isEqualTo(new Answer.Hit(4));
        }
        assertThat(folders())
                .filteredOn(path -> path.getFileName().toString().contains("corpus-"))
                .hasSize(1);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> content = Files.list(folder.resolve("store"))) {
            return content.filter(Files::isDirectory).toList();
        }
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file.txt"), content, StandardCharsets.UTF_8);
    }

    private static Sha1Hash hash(String hex) {
        return Sha1Hash.of(HexFormat.of().parseHex(hex));
    }
}
