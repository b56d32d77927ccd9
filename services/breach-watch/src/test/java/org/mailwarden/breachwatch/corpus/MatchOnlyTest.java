// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.Corpus.Answer;
import org.mailwarden.breachwatch.support.MadeUpCorpus;

/** A corpus of which less than half is kept: it matches as the whole one does, and says what it cannot do. */
class MatchOnlyTest {

    private static final MadeUpCorpus CORPUS = new MadeUpCorpus(3, 40_000, 64, 1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 0})
    void findsEveryHashWithItsCountAndNoneBeside(long memory) throws IOException {
        // Given
        List<Sha1Hash> asked = new ArrayList<>();
        List<Answer> expected = new ArrayList<>();
        for (int prefix = 0; prefix < CORPUS.prefixes(); prefix++) {
            for (MadeUpCorpus.Line line : CORPUS.lines(prefix, 0)) {
                Sha1Hash there = hash(prefix, line);
                asked.add(there);
                expected.add(new Answer.Hit(line.count()));
                asked.add(new Sha1Hash(prefix, there.key() ^ 1 << 8, there.tailHigh(), there.tailLow()));
                expected.add(new Answer.Miss());
            }
        }
        try (CorpusStore store = imported(memory);
                Corpus corpus = store.open().orElseThrow()) {

            // When
            List<Answer> all = corpus.findAll(asked);

            // Then
            assertThat(all).isEqualTo(expected);
            assertThat(asked.stream().map(corpus::find)).containsExactlyElementsOf(expected);
            assertThat(corpus.entries()).isEqualTo(40_000);
            assertThat(corpus.matchesOnly()).isTrue();
        }
    }

    @Test
    void whatIsBehindTheFirst76BitsIsNotCompared() throws IOException {
        // Given
        Sha1Hash there = hash(5, CORPUS.lines(5, 0).getFirst());
        try (CorpusStore store = imported(Long.MAX_VALUE);
                Corpus corpus = store.open().orElseThrow()) {

            // When
            Answer answer = corpus.find(new Sha1Hash(5, there.key() ^ 0xFF, there.tailHigh() ^ 1, ~there.tailLow()));

            // Then
            assertThat(answer).isInstanceOf(Answer.Hit.class);
            assertThat(Corpus.chanceOfFalseHit(2_070_000_000L)).isBetween(2.7e-14, 2.8e-14);
        }
    }

    @Test
    void takes8BytesOfAnEntry() throws IOException {
        // When
        try (CorpusStore store = imported(0)) {

            // Then
            assertThat(store.folder().resolve(store.current().getFirst()).resolve(Layout.ROWS))
                    .hasSize(40_000 * 8);
        }
    }

    @Test
    void refusesARange() throws IOException {
        // Given
        try (CorpusStore store = imported(Long.MAX_VALUE);
                Corpus corpus = store.open().orElseThrow()) {

            // When, Then
            assertThatThrownBy(() -> corpus.range(5, (suffix, count) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was imported to match only");
        }
    }

    @Test
    void nothingIsLaidOverIt() throws IOException {
        // Given
        try (CorpusStore store = imported(Long.MAX_VALUE)) {
            CorpusCompactor compactor = new CorpusCompactor(store, Ticking.clock());
            CorpusDownloader downloader = new CorpusDownloader(store, compactor, Ticking.clock());

            // When, Then
            assertThatThrownBy(() -> downloader.download(
                            (prefix, etag) -> new RangeServer.Reply.Range(CORPUS.range(prefix, 1), null),
                            "update",
                            PrefixSet.of(IntStream.of(5)),
                            new Pace(1, 1_000, 1, Duration.ofMillis(1), Duration.ofMillis(1)),
                            ImportProgress.UNHEARD))
                    .hasMessageContaining("was imported to match only");
            assertThat(store.current()).hasSize(1);
            assertThat(compactor.compact(ImportProgress.UNHEARD)).isEqualTo(new CorpusCompactor.Outcome.NothingToDo());
        }
    }

    @Test
    void pausedImportGoesOnInItsFormAlone() throws IOException {
        // Given
        Path text = text();
        AtomicBoolean paused = new AtomicBoolean(true);
        ImportProgress progress = new ImportProgress() {
            @Override
            public void progress(long done, long total) {}

            @Override
            public boolean cancelled() {
                return paused.get();
            }

            @Override
            public boolean goesOnLater() {
                return true;
            }
        };
        try (CorpusStore store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE)) {
            CorpusImporter importer = new CorpusImporter(store, Ticking.clock());
            importer.importToMatchOnly(text, progress);
            paused.set(false);

            // When
            importer.importFile(text, progress);

            // Then
            try (Corpus whole = store.open().orElseThrow()) {
                assertThat(whole.matchesOnly()).isFalse();
                assertThat(whole.entries()).isEqualTo(40_000);
            }
        }
    }

    private CorpusStore imported(long memory) throws IOException {
        CorpusStore store = new CorpusStore(folder.resolve("store"), memory);
        new CorpusImporter(store, Ticking.clock()).importToMatchOnly(text(), ImportProgress.UNHEARD);
        return store;
    }

    private Path text() throws IOException {
        Path text = folder.resolve("text");
        if (Files.notExists(text)) {
            CORPUS.write(text, java.util.Map.of());
        }
        return text;
    }

    private static Sha1Hash hash(int prefix, MadeUpCorpus.Line line) {
        return PlainText.hash(new String(MadeUpCorpus.digits(prefix), StandardCharsets.US_ASCII) + line.suffix());
    }
}
