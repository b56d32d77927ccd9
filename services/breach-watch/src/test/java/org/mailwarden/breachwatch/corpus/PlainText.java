// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mailwarden.breachwatch.corpus.Corpus.Answer;

/** A corpus as a plain list, to compare every answer with. */
final class PlainText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final TreeMap<String, Long> counts = new TreeMap<>();

    private PlainText() {}

    /** Hashes that are evenly spread over the first prefixes. */
    static PlainText random(int entries, int prefixes, long seed) {
        PlainText text = new PlainText();
        Random random = new Random(seed);
        while (text.counts.size() < entries) {
            text.add(random.nextInt(prefixes), random);
        }
        return text;
    }

    private void add(int prefix, Random random) {
        byte[] suffix = new byte[18];
        random.nextBytes(suffix);
        // Even last digits only, so that another last bit is surely another hash.
        suffix[17] &= (byte) 0xFE;
        counts.put(
                HEX.toHexDigits(prefix, 5) + HEX.formatHex(suffix).substring(1),
                random.nextInt(20) == 0 ? 1_000_000_000_000L + random.nextInt() : 1L + random.nextInt(300));
    }

    /** The same with other hashes in some ranges; most of the old ones stay, with another count. */
    PlainText changed(Set<Integer> prefixes, long seed) {
        PlainText next = new PlainText();
        Random random = new Random(seed);
        counts.forEach((hash, count) -> {
            if (!prefixes.contains(prefix(hash))) {
                next.counts.put(hash, count);
            } else if (random.nextInt(4) > 0) {
                next.counts.put(hash, count + 1);
            }
        });
        for (int prefix : prefixes) {
            next.add(prefix, random);
            next.add(prefix, random);
        }
        return next;
    }

    private static int prefix(String hash) {
        return Integer.parseInt(hash, 0, 5, 16);
    }

    int size() {
        return counts.size();
    }

    /** Reads what {@link #write} wrote. */
    static PlainText read(Path file) throws IOException {
        PlainText text = new PlainText();
        for (String line : Files.readAllLines(file)) {
            text.counts.put(line.substring(0, 40), Long.valueOf(line.substring(41)));
        }
        return text;
    }

    Path write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        counts.forEach((hash, count) -> lines.add(hash + ":" + count));
        return Files.write(file, lines);
    }

    /** The range of a prefix, as a server of ranges sends it. */
    String range(int prefix) {
        StringBuilder body = new StringBuilder();
        lines(prefix).forEach(line -> body.append(body.isEmpty() ? "" : "\r\n").append(line));
        return body.toString();
    }

    private List<String> lines(int prefix) {
        String from = HEX.toHexDigits(prefix, 5);
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Long> entry : counts.tailMap(from).entrySet()) {
            if (!entry.getKey().startsWith(from)) {
                break;
            }
            lines.add(entry.getKey().substring(5) + ":" + entry.getValue());
        }
        return lines;
    }

    /** Lays the ranges of some prefixes over what serves, as an overlay. */
    CorpusStore.Laid layOver(CorpusStore store, Set<Integer> prefixes, String name) throws IOException {
        Path folder = GenerationName.fresh(store.folder(), name);
        try (Corpus live = store.open().orElseThrow();
                GenerationWriter writer = new GenerationWriter(folder, HashKind.SHA1, 20)) {
            for (int prefix : new TreeSet<>(prefixes)) {
                for (String line : lines(prefix)) {
                    Sha1Hash hash = hash(HEX.toHexDigits(prefix, 5) + line.substring(0, 35));
                    writer.add(prefix, hash.key(), hash.tailHigh(), hash.tailLow(), Long.parseLong(line.substring(36)));
                }
            }
            Manifest manifest = writer.finish(
                    name,
                    null,
                    live.generation(),
                    PrefixSet.of(prefixes.stream().mapToInt(Integer::intValue)),
                    "2026-11-02T00:00:00Z");
            return store.layOver(folder, manifest);
        }
    }

    /** Compares every answer of a corpus: each hash, each hash beside it, and each range of the first prefixes. */
    void assertSameAs(Corpus corpus, int prefixes) throws IOException {
        assertThat(corpus.entries()).isEqualTo(counts.size());
        List<Sha1Hash> asked = new ArrayList<>();
        List<Answer> expected = new ArrayList<>();
        counts.forEach((hash, count) -> {
            Sha1Hash at = hash(hash);
            asked.add(at);
            expected.add(new Answer.Hit(count));
            asked.add(new Sha1Hash(at.prefix(), at.key(), at.tailHigh(), at.tailLow() | 1));
            expected.add(new Answer.Miss());
            asked.add(new Sha1Hash(at.prefix(), at.key() ^ 1, at.tailHigh(), at.tailLow()));
            expected.add(new Answer.Miss());
        });
        assertThat(asked.stream().map(corpus::find)).containsExactlyElementsOf(expected);
        assertThat(corpus.findAll(asked)).isEqualTo(expected);
        for (int prefix = 0; prefix < prefixes; prefix++) {
            assertSameRange(corpus, prefix);
        }
    }

    void assertSameRange(Corpus corpus, int prefix) throws IOException {
        List<String> lines = new ArrayList<>();
        corpus.range(prefix, (suffix, count) -> lines.add(ascii(suffix) + ":" + count));
        assertThat(lines).isEqualTo(lines(prefix));
    }

    /** The suffix of an entry, before the next one overwrites it. */
    static String ascii(byte[] suffix) {
        return new String(suffix, StandardCharsets.US_ASCII);
    }

    static Sha1Hash hash(String hex) {
        return Sha1Hash.of(HexFormat.of().parseHex(hex));
    }
}
