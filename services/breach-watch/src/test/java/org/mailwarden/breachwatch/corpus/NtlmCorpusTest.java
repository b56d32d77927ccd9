// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A corpus of NTLM hashes, here random numbers: it is served, and nothing is matched against it. */
class NtlmCorpusTest {

    private static final int PREFIXES = 16;
    private static final PrefixSet ASKED = PrefixSet.of(IntStream.range(0, PREFIXES));
    private static final Pace PACE = new Pace(4, 100_000, 1, Duration.ofMillis(1), Duration.ofMillis(1));

    @TempDir
    Path folder;

    private final Clock clock = Ticking.clock();
    private final TreeMap<String, Long> hashes = new TreeMap<>();
    private CorpusStore store;

    @BeforeEach
    void open() {
        Random random = new Random(3);
        byte[] hash = new byte[16];
        while (hashes.size() < 3_000) {
            random.nextBytes(hash);
            hash[0] = 0;
            hash[1] = 0;
            hashes.put(
                    HexFormat.of().withUpperCase().formatHex(hash),
                    random.nextInt(9) == 0 ? 1L << 40 : 1L + random.nextInt(300));
        }
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE, HashKind.NTLM);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void fileServesEveryRange(String lineEnd) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), text(lineEnd));

        // When
        ImportOutcome outcome = new CorpusImporter(store, clock).importFile(file, ImportProgress.UNHEARD);

        // Then
        assertThat(outcome).isInstanceOfSatisfying(ImportOutcome.Imported.class, imported -> {
            assertThat(imported.entries()).isEqualTo(hashes.size());
            assertThat(imported.generation()).startsWith("ntlm-");
        });
        assertRanges();
    }

    @Test
    void folderAndDownloadAndCompactionServeTheSame() throws IOException {
        // Given
        Path ranges = Files.createDirectory(folder.resolve("ranges"));
        for (int prefix = 0; prefix < PREFIXES; prefix++) {
            Files.writeString(ranges.resolve(RangeFolder.prefix(prefix) + ".txt"), String.join("\r\n", lines(prefix)));
        }
        new CorpusImporter(store, clock).importFrom(new RangeFolder(ranges, PREFIXES), false, ImportProgress.UNHEARD);
        assertRanges();
        hashes.replaceAll((hash, count) -> hash.startsWith("00003") ? count + 1 : count);
        CorpusCompactor compactor = new CorpusCompactor(store, clock);

        // When
        DownloadOutcome downloaded = new CorpusDownloader(store, compactor, clock)
                .download(this::answer, "a server", ASKED, PACE, ImportProgress.UNHEARD);
        CorpusCompactor.Outcome compacted = compactor.compact(ImportProgress.UNHEARD);

        // Then
        assertThat(downloaded)
                .isInstanceOfSatisfying(
                        DownloadOutcome.Landed.class,
                        landed -> assertThat(landed.changed().stream()).containsExactly(3));
        assertThat(compacted).isEqualTo(new CorpusCompactor.Outcome.Compacted(1, hashes.size()));
        assertRanges();
    }

    @Test
    void takesNoSha1() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), "0".repeat(39) + "1:1\n");

        // When
        ImportOutcome outcome = new CorpusImporter(store, clock).importFile(file, ImportProgress.UNHEARD);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ImportOutcome.Rejected.class,
                        rejected -> assertThat(rejected.sentence())
                                .startsWith("Line 1 is not 32 hex digits")
                                .contains("no NTLM corpus"));
    }

    @Test
    void isNeverAskedForAPassword() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), text("\n"));
        new CorpusImporter(store, clock).importFile(file, ImportProgress.UNHEARD);

        // When
        Corpus.Answer answer;
        try (Corpus corpus = store.open().orElseThrow()) {
            answer = corpus.find(Sha1Hash.ofPassword("password".getBytes(StandardCharsets.UTF_8)));
        }

        // Then
        assertThat(answer).isInstanceOf(Corpus.Answer.Unavailable.class);
    }

    @Test
    void storeOfSha1DoesNotOpenIt() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), text("\n"));
        new CorpusImporter(store, clock).importFile(file, ImportProgress.UNHEARD);
        store.close();

        // When
        store = new CorpusStore(folder.resolve("store"), Long.MAX_VALUE);

        // Then
        assertThat(store.damage().orElseThrow().sentence()).contains("is no SHA-1 corpus");
    }

    private RangeServer.Reply answer(int prefix, String etag) {
        return new RangeServer.Reply.Range(
                String.join("\r\n", lines(prefix)).getBytes(StandardCharsets.US_ASCII), null);
    }

    private String text(String lineEnd) {
        return hashes.entrySet().stream()
                .map(hash -> hash.getKey() + ":" + hash.getValue())
                .collect(Collectors.joining(lineEnd));
    }

    private List<String> lines(int prefix) {
        String digits = RangeFolder.prefix(prefix);
        return hashes.entrySet().stream()
                .filter(hash -> hash.getKey().startsWith(digits))
                .map(hash -> hash.getKey().substring(5) + ":" + hash.getValue())
                .toList();
    }

    private void assertRanges() throws IOException {
        try (Corpus corpus = store.open().orElseThrow()) {
            for (int prefix = 0; prefix < PREFIXES; prefix++) {
                List<String> lines = new ArrayList<>();
                corpus.range(prefix, (suffix, count) -> lines.add(PlainText.ascii(suffix) + ":" + count));
                assertThat(lines).isEqualTo(lines(prefix));
            }
        }
    }
}
