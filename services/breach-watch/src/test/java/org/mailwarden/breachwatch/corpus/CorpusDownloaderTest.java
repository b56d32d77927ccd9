// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes of each answer of a server; here over the first 1,024 prefixes. */
class CorpusDownloaderTest {

    private static final int PREFIXES = 1_024;
    private static final int BAD = 700;
    private static final PrefixSet ASKED = PrefixSet.of(IntStream.range(0, PREFIXES));
    private static final Pace PACE = new Pace(8, 1_000_000, 2, Duration.ofMillis(1), Duration.ofMillis(20));

    @TempDir
    Path folder;

    private final Clock clock = Ticking.clock();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger bodies = new AtomicInteger();
    private CorpusStore store;
    private PlainText text = PlainText.random(20_000, PREFIXES, 1);

    @BeforeEach
    void open() {
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void firstDownloadIsTheBaseAndOtherPrefixesStayUnknown() throws IOException {
        // When
        DownloadOutcome outcome = download(tagged());

        // Then
        assertThat(outcome).isInstanceOfSatisfying(DownloadOutcome.Landed.class, landed -> {
            assertThat(landed.first()).isTrue();
            assertThat(landed.newEntries()).isEqualTo(text.size());
            assertThat(landed.stale().size()).isZero();
        });
        assertAnswers();
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.unknownPrefixes()).isEqualTo(PrefixSet.PREFIXES - PREFIXES);
        }
        assertThat(entriesOfTheFolder()).hasSize(3);
    }

    @Test
    void onlyWhatChangedIsSentAgainAndLandsAsAnOverlay() throws IOException {
        // Given
        download(tagged());
        PlainText before = text;
        text = text.changed(Set.of(3, 500), 2);
        bodies.set(0);

        // When
        DownloadOutcome outcome = download(tagged());

        // Then
        assertThat(outcome).isInstanceOfSatisfying(DownloadOutcome.Landed.class, landed -> {
            assertThat(landed.first()).isFalse();
            assertThat(landed.changed().stream()).containsExactly(3, 500);
            assertThat(landed.newEntries()).isEqualTo(4);
        });
        assertThat(bodies).hasValue(2);
        assertThat(before.size()).isNotEqualTo(text.size());
        assertAnswers();
    }

    @Test
    void withoutTagsTheBodyDecides() throws IOException {
        // Given
        download((prefix, etag) -> range(prefix, null));
        text = text.changed(Set.of(9), 2);

        // When
        DownloadOutcome outcome = download((prefix, etag) -> range(prefix, null));

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        DownloadOutcome.Landed.class,
                        landed -> assertThat(landed.changed().stream()).containsExactly(9));
        assertAnswers();
    }

    @Test
    void corpusOfAFileLearnsItsTagsWithoutChanging() throws IOException {
        // Given
        new CorpusImporter(store, clock).importFile(text.write(folder.resolve("text")), ImportProgress.UNHEARD);
        String served = generation();
        DownloadOutcome first = download(tagged());
        bodies.set(0);

        // When
        DownloadOutcome outcome = download(tagged());

        // Then
        assertThat(first).isInstanceOf(DownloadOutcome.Unchanged.class);
        assertThat(outcome).isInstanceOf(DownloadOutcome.Unchanged.class);
        assertThat(bodies).hasValue(0);
        assertThat(generation()).isEqualTo(served);
    }

    static Stream<Arguments> faults() {
        String line = "0".repeat(34);
        return Stream.of(
                Arguments.of("an NTLM line", range("1".repeat(27) + ":1")),
                Arguments.of("a line too long", range(line + "00:1")),
                Arguments.of("a padding line", range(line + "1:0")),
                Arguments.of("lines out of order", range(line + "2:1\r\n" + line + "1:1")),
                Arguments.of("a repeated line", range(line + "2:1\r\n" + line + "2:1")),
                Arguments.of("no hex", range("g" + line + ":1")),
                Arguments.of("a page", range("<html><body>Please sign in</body></html>")),
                Arguments.of("a cut line", range(line + "1:1\r\n" + line)),
                Arguments.of("fewer than half of the lines", range(line + "1:1")),
                Arguments.of("nothing", range("")),
                Arguments.of("an error", new RangeServer.Reply.Broken("it answers 502")),
                Arguments.of("rest and no end of it", new RangeServer.Reply.Busy(Duration.ofNanos(1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void oneBadRangeKeepsItsOldStateAndStopsNothing(String what, RangeServer.Reply fault) throws IOException {
        // Given
        download(tagged());
        PlainText before = text;
        text = text.changed(Set.of(3, BAD), 2);

        // When
        DownloadOutcome outcome = download((prefix, etag) -> prefix == BAD ? fault : tagged().apply(prefix, etag));

        // Then
        assertThat(outcome).isInstanceOfSatisfying(DownloadOutcome.Landed.class, landed -> {
            assertThat(landed.changed().stream()).containsExactly(3);
            assertThat(landed.stale().stream()).containsExactly(BAD);
        });
        text = before.changed(Set.of(3), 2);
        try (Corpus corpus = store.open().orElseThrow()) {
            before.assertSameRange(corpus, BAD);
        }
        try (ETags tags = new ETags(store.etags(generation()))) {
            assertThat(tags.get(BAD).stale()).isTrue();
            assertThat(tags.get(3).stale()).isFalse();
        }
    }

    @Test
    void rangeThatWasStaleIsFetchedByTheNextDownload() throws IOException {
        // Given
        download(tagged());
        text = text.changed(Set.of(BAD), 2);
        download((prefix, etag) ->
                prefix == BAD ? new RangeServer.Reply.Broken("it answers 502") : tagged().apply(prefix, etag));

        // When
        download(tagged());

        // Then
        assertAnswers();
    }

    @Test
    void rangeThatNeverCameIsUnknownAndNoMiss() throws IOException {
        // When
        download((prefix, etag) ->
                prefix == BAD ? new RangeServer.Reply.Broken("it answers 502") : tagged().apply(prefix, etag));

        // Then
        try (Corpus corpus = store.open().orElseThrow()) {
            assertThat(corpus.find(PlainText.hash("002BC" + "0".repeat(35))))
                    .isInstanceOf(Corpus.Answer.Unavailable.class);
            assertThat(catchThrowable(() -> corpus.range(BAD, (suffix, count) -> {})))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("stops")
    void goesOnWhereItStood(int stopAfter) throws IOException {
        // Given
        download(tagged());
        text = text.changed(Set.of(3, 300, 600, 1_000), 2);
        DownloadOutcome paused = download(tagged(), new Stopping(stopAfter, true));
        store.close();
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);
        questions.set(0);

        // When
        DownloadOutcome outcome = download(tagged());

        // Then
        assertThat(paused).isEqualTo(new DownloadOutcome.Cancelled());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        DownloadOutcome.Landed.class,
                        landed -> assertThat(landed.changed().stream()).containsExactly(3, 300, 600, 1_000));
        assertThat(questions.get()).isEqualTo(PREFIXES - stopAfter);
        assertAnswers();
    }

    static IntStream stops() {
        return IntStream.of(1, 256, 601, 1_023);
    }

    @Test
    void cancelledDownloadLeavesNothingBehind() throws IOException {
        // Given
        download(tagged());
        text = text.changed(Set.of(3), 2);

        // When
        download(tagged(), new Stopping(600, false));

        // Then
        assertThat(entriesOfTheFolder()).hasSize(3);
    }

    @Test
    void serverThatAnswersNoMoreEndsItAndWhatCameIsKept() throws IOException {
        // Given
        DownloadOutcome away = download((prefix, etag) ->
                prefix >= 600 ? new RangeServer.Reply.Broken("it cannot be reached") : tagged().apply(prefix, etag));
        questions.set(0);

        // When
        DownloadOutcome outcome = download(tagged());

        // Then
        assertThat(away).isEqualTo(new DownloadOutcome.Away("it cannot be reached", 512));
        assertThat(outcome).isInstanceOf(DownloadOutcome.Landed.class);
        assertThat(questions.get()).isEqualTo(PREFIXES - 512);
        assertAnswers();
    }

    @Test
    void importThatLandsMeanwhileWins() throws IOException {
        // Given
        download(tagged());
        text = text.changed(Set.of(3), 2);
        PlainText other = PlainText.random(100, PREFIXES, 9);
        Path file = other.write(folder.resolve("other"));
        ImportProgress importing = new Stopping(Integer.MAX_VALUE, false) {
            @Override
            public void progress(long done, long total) {
                if (done == 600) {
                    try {
                        new CorpusImporter(store, clock).importFile(file, UNHEARD);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }
        };

        // When
        DownloadOutcome outcome = download(tagged(), importing);

        // Then
        assertThat(outcome).isEqualTo(new DownloadOutcome.Overtaken());
        text = other;
        assertAnswers();
    }

    @Test
    void fifthOverlayMakesRoomForItself() throws IOException {
        // Given
        download(tagged());
        for (int i = 0; i < 4; i++) {
            text = text.changed(Set.of(i, 10), i);
            download(tagged());
        }
        text = text.changed(Set.of(10, 11), 99);
        download(tagged());
        bodies.set(0);

        // When
        DownloadOutcome next = download(tagged());

        // Then
        assertAnswers();
        assertThat(store.current()).hasSize(2);
        // The tags of what landed are still there.
        assertThat(next).isInstanceOf(DownloadOutcome.Unchanged.class);
        assertThat(bodies).hasValue(0);
    }

    @Test
    void serverThatWantsRestIsLeftInPeace() throws IOException {
        // Given
        AtomicInteger busy = new AtomicInteger(3);

        // When
        long before = System.nanoTime();
        DownloadOutcome outcome = download(
                (prefix, etag) -> busy.getAndDecrement() > 0
                        ? new RangeServer.Reply.Busy(Duration.ofMillis(300))
                        : tagged().apply(prefix, etag),
                ImportProgress.UNHEARD,
                new Pace(1, 1_000_000, 1, Duration.ofMillis(1), Duration.ofSeconds(1)));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(900));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        DownloadOutcome.Landed.class,
                        landed -> assertThat(landed.stale().size()).isZero());
    }

    @Test
    void noMoreThanSoManyAskAtOnce() throws IOException {
        // Given
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        // When
        download((prefix, etag) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.yield();
            now.decrementAndGet();
            return tagged().apply(prefix, etag);
        });

        // Then
        assertThat(most.get()).isBetween(1, PACE.atOnce());
    }

    /** Stops when so many prefixes are done. */
    private static class Stopping implements ImportProgress {

        private final int after;
        private final boolean goesOn;
        private volatile boolean stopped;

        Stopping(int after, boolean goesOn) {
            this.after = after;
            this.goesOn = goesOn;
        }

        @Override
        public void progress(long done, long total) {
            stopped = done >= after;
        }

        @Override
        public boolean cancelled() {
            return stopped;
        }

        @Override
        public boolean goesOnLater() {
            return goesOn;
        }
    }

    private BiFunction<Integer, @Nullable String, RangeServer.Reply> tagged() {
        return (prefix, etag) -> {
            String tag = "W/\"" + text.range(prefix).hashCode() + '"';
            return tag.equals(etag) ? new RangeServer.Reply.Unchanged() : range(prefix, tag);
        };
    }

    private RangeServer.Reply range(int prefix, @Nullable String tag) {
        bodies.incrementAndGet();
        return new RangeServer.Reply.Range(text.range(prefix).getBytes(StandardCharsets.US_ASCII), tag);
    }

    private static RangeServer.Reply range(String body) {
        return new RangeServer.Reply.Range(body.getBytes(StandardCharsets.US_ASCII), null);
    }

    private DownloadOutcome download(BiFunction<Integer, @Nullable String, RangeServer.Reply> server)
            throws IOException {
        return download(server, ImportProgress.UNHEARD);
    }

    private DownloadOutcome download(
            BiFunction<Integer, @Nullable String, RangeServer.Reply> server, ImportProgress progress)
            throws IOException {
        return download(server, progress, PACE);
    }

    private DownloadOutcome download(
            BiFunction<Integer, @Nullable String, RangeServer.Reply> server, ImportProgress progress, Pace pace)
            throws IOException {
        Set<Integer> asked = java.util.concurrent.ConcurrentHashMap.newKeySet();
        RangeServer counting = (prefix, etag) -> {
            if (asked.add(prefix)) {
                questions.incrementAndGet();
            }
            return server.apply(prefix, etag);
        };
        return new CorpusDownloader(store, new CorpusCompactor(store, clock), clock)
                .download(counting, "a server", ASKED, pace, progress);
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

    private List<Path> entriesOfTheFolder() throws IOException {
        try (Stream<Path> content = Files.list(folder.resolve("store"))) {
            return content.toList();
        }
    }
}
