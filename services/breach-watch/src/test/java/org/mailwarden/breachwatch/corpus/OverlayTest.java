// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A base with overlays answers as one corpus, before and after they are compacted. */
class OverlayTest {

    private static final int PREFIXES = 64;
    private static final int ENTRIES = 4_000;

    @TempDir
    Path folder;

    private final Clock clock = Ticking.clock();
    private CorpusStore store;
    private PlainText text;

    @BeforeEach
    void importBase() throws IOException {
        store = open(Long.MAX_VALUE);
        text = PlainText.random(ENTRIES, PREFIXES, 1);
        new CorpusImporter(store, clock).importFile(text.write(folder.resolve("base.txt")), ImportProgress.UNHEARD);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachPrefixIsAnsweredByTheNewestThatHoldsIt(boolean fitsIntoMemory) throws IOException {
        // Given
        store.close();
        store = open(fitsIntoMemory ? Long.MAX_VALUE : 0);

        // When
        layOver(Set.of(0, 7, 63), "one");
        layOver(Set.of(7, 8), "two");
        layOver(Set.of(7, 9), "three");
        layOver(Set.of(1), "four");

        // Then
        assertAnswers();
    }

    @Test
    void rangeThatBecameEmptyIsEmptyAndNotTheOldOne() throws IOException {
        // Given
        Path written = GenerationName.fresh(store.folder(), "empty");
        Manifest manifest;
        try (GenerationWriter writer = new GenerationWriter(written, HashKind.SHA1, 20)) {
            manifest =
                    writer.finish("empty", null, generation(), PrefixSet.of(IntStream.of(5)), "2026-11-02T00:00:00Z");
        }

        // When
        store.layOver(written, manifest);

        // Then
        List<String> lines = new ArrayList<>();
        try (Corpus corpus = store.open().orElseThrow()) {
            corpus.range(5, (suffix, count) -> lines.add(PlainText.ascii(suffix)));
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void restartServesTheWholeStack() throws IOException {
        // Given
        layOver(Set.of(0, 7), "one");
        layOver(Set.of(7, 8), "two");
        store.close();

        // When
        store = open(Long.MAX_VALUE);

        // Then
        assertAnswers();
        assertThat(folders()).hasSize(3);
    }

    @Test
    void overlayIsANewVersionThatSaysWhatChangedSinceEachOlderOne() throws IOException {
        // Given
        String base = generation();
        layOver(Set.of(0, 7), "one");

        // When
        layOver(Set.of(7, 8), "two");

        // Then
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.generation()).isEqualTo("two");
            assertThat(prefixes(corpus, "two")).isEmpty();
            assertThat(prefixes(corpus, "one")).containsExactly(7, 8);
            assertThat(prefixes(corpus, base)).containsExactly(0, 7, 8);
            assertThat(corpus.changedSince("never served")).isEmpty();
        }
    }

    @Test
    void fifthOverlayWaitsForACompaction() throws IOException {
        // Given
        for (String name : List.of("one", "two", "three", "four")) {
            layOver(Set.of(3), name);
        }

        // When
        CorpusStore.Laid laid = text.layOver(store, Set.of(3), "five");

        // Then
        assertThat(laid).isEqualTo(CorpusStore.Laid.TOO_MANY);
        assertThat(compactor().isDue()).isTrue();
        assertAnswers();
    }

    @Test
    void overlayOfAnotherStateIsRefused() throws IOException {
        // Given
        Path written = GenerationName.fresh(store.folder(), "late");
        Manifest manifest;
        try (GenerationWriter writer = new GenerationWriter(written, HashKind.SHA1, 20)) {
            manifest = writer.finish("late", null, generation(), PrefixSet.of(IntStream.of(5)), "2026-11-02T00:00:00Z");
        }
        layOver(Set.of(5), "earlier");

        // When
        CorpusStore.Laid laid = store.layOver(written, manifest);

        // Then
        assertThat(laid).isEqualTo(CorpusStore.Laid.OVER_ANOTHER);
        assertAnswers();
    }

    @Test
    void compactionChangesNoAnswerAndNoVersionAndLeavesOneFolder() throws IOException {
        // Given
        layOver(Set.of(0, 7), "one");
        layOver(Set.of(7, 8), "two");

        // When
        CorpusCompactor.Outcome outcome = compactor().compact(ImportProgress.UNHEARD);

        // Then
        assertThat(outcome).isEqualTo(new CorpusCompactor.Outcome.Compacted(2, text.size()));
        assertThat(generation()).isEqualTo("two");
        assertAnswers();
        assertThat(folders()).hasSize(1);
    }

    @Test
    void overlayThatLandsDuringACompactionStaysOnTop() throws IOException {
        // Given
        layOver(Set.of(0, 7), "one");
        layOver(Set.of(7, 8), "two");
        ImportProgress landing = new ImportProgress() {
            @Override
            public void progress(long done, long total) {
                try {
                    if (generation().equals("two")) {
                        layOver(Set.of(8, 9), "three");
                    }
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
        compactor().compact(landing);

        // Then
        assertThat(generation()).isEqualTo("three");
        assertAnswers();
        assertThat(folders()).hasSize(2);
    }

    @Test
    void importDuringACompactionWins() throws IOException {
        // Given
        layOver(Set.of(0, 7), "one");
        PlainText other = PlainText.random(100, PREFIXES, 9);
        Path file = other.write(folder.resolve("other.txt"));
        ImportProgress importing = new ImportProgress() {
            @Override
            public void progress(long done, long total) {
                try {
                    if (done == 0) {
                        new CorpusImporter(store, clock).importFile(file, UNHEARD);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
        store.close();
        store = open(Long.MAX_VALUE);

        // When
        CorpusCompactor.Outcome outcome = compactor().compact(importing);

        // Then
        assertThat(outcome).isEqualTo(new CorpusCompactor.Outcome.Overtaken());
        text = other;
        assertAnswers();
        assertThat(folders()).hasSize(1);
    }

    @Test
    void stoppedCompactionLeavesTheStackServing() throws IOException {
        // Given
        layOver(Set.of(0, 7), "one");
        ImportProgress stopping = new ImportProgress() {
            @Override
            public void progress(long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };

        // When
        CorpusCompactor.Outcome outcome = compactor().compact(stopping);

        // Then
        assertThat(outcome).isEqualTo(new CorpusCompactor.Outcome.Cancelled());
        assertAnswers();
        assertThat(folders()).hasSize(2);
    }

    @Test
    void damageOfAnyGenerationOfTheStackStopsTheWholeView() throws IOException {
        // Given
        String base = generation();
        layOver(Set.of(0, 7), "one");
        try (RandomAccessFile rows = new RandomAccessFile(
                folder.resolve("store").resolve(base).resolve(Layout.ROWS).toFile(), "rw")) {
            int before = rows.read();
            rows.seek(0);
            rows.write(before ^ 1);
        }

        // When
        store.scrub(() -> true);

        // Then
        assertThat(store.open()).isEmpty();
        assertThat(store.damage().orElseThrow().generation()).isEqualTo("one");
        assertThat(store.damage().orElseThrow().sentence()).contains("file rows of generation " + base);
    }

    @Test
    void prefixThatNobodyKnowsIsNoMiss() throws IOException {
        // Given
        Path written = GenerationName.fresh(store.folder(), "holed");
        try (GenerationWriter writer = new GenerationWriter(written, HashKind.SHA1, 20)) {
            Sha1Hash hash = PlainText.hash("00001" + "1".repeat(35));
            writer.add(1, hash.key(), hash.tailHigh(), hash.tailLow(), 9);
            writer.finish("holed", null, null, PrefixSet.of(IntStream.of(1)), "2026-11-02T00:00:00Z");
        }

        // When
        store.land(written, "holed");

        // Then
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.unknownPrefixes()).isEqualTo(PrefixSet.PREFIXES - 1);
            assertThat(corpus.find(PlainText.hash("00001" + "1".repeat(35)))).isEqualTo(new Corpus.Answer.Hit(9));
            assertThat(corpus.find(PlainText.hash("00001" + "2".repeat(35)))).isEqualTo(new Corpus.Answer.Miss());
            assertThat(corpus.find(PlainText.hash("00002" + "1".repeat(35))))
                    .isInstanceOf(Corpus.Answer.Unavailable.class);
        }
    }

    private CorpusStore open(long memory) {
        return new CorpusStore(folder.resolve("store"), memory);
    }

    private CorpusCompactor compactor() {
        return new CorpusCompactor(store, clock);
    }

    private void layOver(Set<Integer> prefixes, String name) throws IOException {
        text = text.changed(prefixes, name.hashCode());
        assertThat(text.layOver(store, prefixes, name)).isEqualTo(CorpusStore.Laid.DONE);
    }

    private void assertAnswers() throws IOException {
        try (Corpus corpus = store.open().orElseThrow()) {
            text.assertSameAs(corpus, PREFIXES);
        }
    }

    private String generation() {
        try (Corpus corpus = store.open().orElseThrow()) {
            return corpus.generation();
        }
    }

    private static Set<Integer> prefixes(Corpus corpus, String since) {
        return corpus.changedSince(since).orElseThrow().stream().boxed().collect(Collectors.toSet());
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> content = Files.list(folder.resolve("store"))) {
            return content.filter(Files::isDirectory)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
