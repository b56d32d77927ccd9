// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a range in memory, in ascending order.
 *
 * @param prefix theirs
 * @param entries without it
 */
record RangeEntries(int prefix, List<Entry> entries) {

    RangeEntries {
        entries = List.copyOf(entries);
    }

    /** An entry, in the parts of {@link Sha1Hash}. */
    record Entry(long key, int tailHigh, long tailLow, long count) {

        private boolean isSameHash(Entry other) {
            return key == other.key && tailHigh == other.tailHigh && tailLow == other.tailLow;
        }

        private boolean isBefore(Entry other) {
            int order = Long.compareUnsigned(key, other.key);
            if (order == 0) {
                order = Integer.compare(tailHigh, other.tailHigh);
            }
            return order == 0 ? Long.compareUnsigned(tailLow, other.tailLow) < 0 : order < 0;
        }

        /** Never the content. */
        @Override
        public String toString() {
            return "***";
        }
    }

    /** What is wrong with a body. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String reason) {
            super(reason);
        }

        String reason() {
            return Objects.requireNonNull(getMessage());
        }
    }

    /** Reads a body, with every check of an import. */
    static RangeEntries parse(HashKind kind, int prefix, byte[] body) throws Malformed {
        byte[] lines = RangeFolder.wholeHashes(RangeFolder.prefix(prefix), body);
        LineParser parser = new LineParser(kind);
        parser.begin("its line ", 0);
        List<Entry> entries = new ArrayList<>();
        for (int from = 0, to; from < lines.length; from = to + 1) {
            to = from;
            while (to < lines.length && lines[to] != '\n') {
                to++;
            }
            if (parser.read(lines, from, to)) {
                entries.add(new Entry(parser.key(), parser.tailHigh(), parser.tailLow(), parser.count()));
            }
            String refusal = parser.refusal();
            if (refusal != null) {
                throw new Malformed(refusal.substring(0, refusal.indexOf('.')));
            }
        }
        return new RangeEntries(prefix, entries);
    }

    /** What a corpus says now; none when it does not know the prefix. */
    static @Nullable RangeEntries of(Corpus corpus, int prefix) throws IOException {
        if (!corpus.knows(prefix)) {
            return null;
        }
        List<Entry> entries = new ArrayList<>();
        corpus.entries(
                prefix, (key, tailHigh, tailLow, count) -> entries.add(new Entry(key, tailHigh, tailLow, count)));
        return new RangeEntries(prefix, entries);
    }

    /** How many hashes an earlier state of the range did not have. */
    int newSince(RangeEntries earlier) {
        int added = 0;
        int at = 0;
        for (Entry entry : entries) {
            while (at < earlier.entries.size() && earlier.entries.get(at).isBefore(entry)) {
                at++;
            }
            if (at == earlier.entries.size() || !earlier.entries.get(at).isSameHash(entry)) {
                added++;
            }
        }
        return added;
    }
}
