// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A corpus, open for reading: one generation, and what it lies over when it is an overlay. Safe for many threads. Each user
 * closes what {@link CorpusStore#open()} gave it; the files are let go after the last.
 */
public final class Corpus implements AutoCloseable {

    private static final int RANGE_BLOCK = 4096;
    /** Steps from where a key should be; more are not taken one by one. */
    private static final int MOST_STEPS = 16;

    private static final String UNKNOWN =
            "does not know the range yet: it could not be downloaded. Ask for the download again.";

    /** Of a SHA-1, in a generation that only matches. */
    private static final int BITS_TO_MATCH = 76;

    private final Manifest manifest;
    private final HashKind kind;
    private final RowForm form;
    private final ByteStore rows;
    private final ByteStore largeCounts;
    private final ByteStore index;
    private final long largeEntries;
    /** What the files answer for; absent when for every prefix. */
    private final @Nullable PrefixSet held;
    /** Answers for the rest, this corpus' own; absent when nobody does. */
    private final @Nullable Corpus under;
    /** Whether a look-up needs nothing but the files. */
    private final boolean plain;

    private final long entries;
    private final AtomicInteger users = new AtomicInteger(1);

    Corpus(
            Manifest manifest,
            ByteStore rows,
            ByteStore largeCounts,
            ByteStore index,
            long largeEntries,
            @Nullable PrefixSet held,
            @Nullable Corpus under)
            throws IOException {
        this.manifest = manifest;
        this.kind = Objects.requireNonNull(manifest.kind());
        this.form = manifest.form();
        this.plain = held == null && kind == HashKind.SHA1;
        this.rows = rows;
        this.largeCounts = largeCounts;
        this.index = index;
        this.largeEntries = largeEntries;
        this.held = held;
        this.under = under;
        this.entries = manifest.entries() + (under == null || held == null ? 0 : under.entriesWithout(held));
    }

    /** What the corpus says of a hash. */
    public sealed interface Answer {
        /**
         * It is in the corpus.
         *
         * @param count how often it was seen, at least 1
         */
        record Hit(long count) implements Answer {}

        /** It is not in the corpus. */
        record Miss() implements Answer {}

        /**
         * The corpus could not be read: this is no "no".
         *
         * @param reason why
         */
        record Unavailable(String reason) implements Answer {}
    }

    /** Takes the entries of a range, in order. */
    @FunctionalInterface
    public interface RangeSink {
        /**
         * Takes an entry.
         *
         * @param suffix the hash without its first 5 hex digits, upper case, in ASCII: 35 digits, of NTLM 27; overwritten by
         *     the next entry
         * @param count how often it was seen
         */
        void accept(byte[] suffix, long count);
    }

    /** Name of what is seen here: another after each import and each overlay, the same after a compaction. */
    public String generation() {
        return manifest.view();
    }

    /** What it is made of. */
    public HashKind kind() {
        return kind;
    }

    /**
     * Whether it was imported to match only: of each hash it holds the first 76 bits. It cannot answer for a range, and
     * nothing is laid over it.
     */
    public boolean matchesOnly() {
        return form == RowForm.MATCH_ONLY;
    }

    /**
     * How likely a corpus that {@linkplain #matchesOnly() only matches} takes a hash that is not in it for one that is: each
     * entry is one of 2^76 values.
     *
     * @param entries hashes in it
     * @return 0 to 1, 3e-14 for 2,000 million entries
     */
    public static double chanceOfFalseHit(long entries) {
        return Math.scalb((double) entries, -BITS_TO_MATCH);
    }

    /** When it, or its newest overlay, landed. */
    public Instant created() {
        return Instant.parse(manifest.created());
    }

    /** Whether it was loaded into memory; otherwise each read may wait for a disk. */
    public boolean inMemory() {
        return rows instanceof ByteStore.Mapped;
    }

    /** Number of hashes, all overlays taken together. */
    public long entries() {
        return entries;
    }

    /**
     * Which prefixes may answer otherwise than at an earlier state of this corpus.
     *
     * @param generation what {@link #generation()} was then
     * @return the prefixes, none when it is the same; empty when that state is not known here: then all of them may
     */
    public Optional<PrefixSet> changedSince(String generation) {
        PrefixSet changed = PrefixSet.of(IntStream.empty());
        for (Corpus segment = this; segment != null; segment = segment.under) {
            if (segment.generation().equals(generation)) {
                return Optional.of(changed);
            }
            if (segment.held != null) {
                changed = changed.or(segment.held);
            }
        }
        return Optional.empty();
    }

    /** Number of prefixes that nothing is known about: their ranges could not be downloaded yet. */
    public int unknownPrefixes() {
        Corpus segment = this;
        PrefixSet known = PrefixSet.of(IntStream.empty());
        for (; segment != null && segment.held != null; segment = segment.under) {
            known = known.or(segment.held);
        }
        return segment == null ? PrefixSet.PREFIXES - known.size() : 0;
    }

    /**
     * Looks a hash up, exactly: all 160 bits are compared, unless it {@linkplain #matchesOnly() only matches}.
     *
     * @param hash the hash
     * @return the answer
     */
    public Answer find(Sha1Hash hash) {
        return plain ? findHere(hash) : findInStack(hash);
    }

    private Answer findInStack(Sha1Hash hash) {
        if (kind != HashKind.SHA1) {
            return new Answer.Unavailable("The corpus " + generation() + " holds no SHA-1");
        }
        Corpus segment = segment(hash.prefix());
        return segment == null
                ? new Answer.Unavailable("The corpus " + generation() + " " + UNKNOWN)
                : segment.findHere(hash);
    }

    private Answer findHere(Sha1Hash hash) {
        try {
            ByteStore.Numbers numbers = rows.numbers();
            return answer(numbers, position(numbers, hash));
        } catch (IOException e) {
            return unreadable(e);
        }
    }

    /**
     * Looks many hashes up like {@link #find}, more than twice as fast when the corpus is in memory: the waits for memory
     * of many of them pass side by side.
     *
     * @param hashes in any order
     * @return the answer to each, in their order
     */
    public List<Answer> findAll(List<Sha1Hash> hashes) {
        List<Answer> answers = new ArrayList<>(hashes.size());
        if (!plain || !inMemory()) {
            hashes.forEach(hash -> answers.add(find(hash)));
            return answers;
        }
        Sha1Hash[] all = hashes.toArray(Sha1Hash[]::new);
        Batch batch = new Batch(rows.numbers(), index.numbers(), manifest);
        for (int start = 0; start < all.length; start += Batch.SIZE) {
            int count = Math.min(Batch.SIZE, all.length - start);
            try {
                batch.take(all, start, count);
            } catch (IOException e) {
                throw new UncheckedIOException("A corpus in memory does no input or output", e);
            }
            for (int i = 0; i < count; i++) {
                answers.add(answer(all[start + i], batch.from(i), batch.after(i)));
            }
        }
        return answers;
    }

    private Answer answer(Sha1Hash hash, long from, long after) {
        try {
            ByteStore.Numbers numbers = rows.numbers();
            return answer(numbers, position(numbers, hash, from, after));
        } catch (IOException e) {
            return unreadable(e);
        }
    }

    private Answer unreadable(IOException why) {
        return new Answer.Unavailable("The corpus " + generation() + " could not be read: " + why.getMessage());
    }

    private Answer answer(ByteStore.Numbers numbers, long entry) throws IOException {
        return entry < 0 ? new Answer.Miss() : new Answer.Hit(count(entry, numbers.byteAt(form.countAt(entry))));
    }

    /**
     * Reads all entries of a prefix.
     *
     * @param prefix 0 to 1048575: the first 5 hex digits
     * @param sink takes the entries, in ascending order
     * @throws IOException when the corpus cannot be read, nothing is known about the prefix, or it {@linkplain
     *     #matchesOnly() only matches}
     */
    public void range(int prefix, RangeSink sink) throws IOException {
        Corpus segment = known(prefix);
        long to = segment.rangeStart(prefix + 1);
        for (long entry = segment.rangeStart(prefix); entry < to; entry += RANGE_BLOCK) {
            segment.block(entry, (int) Math.min(RANGE_BLOCK, to - entry), sink);
        }
    }

    /** Takes the entries of a range as they are in the files, in order. */
    @FunctionalInterface
    interface EntrySink {
        /** Takes an entry, in the parts of {@link Sha1Hash}. */
        void accept(long key, int tailHigh, long tailLow, long count) throws IOException;
    }

    /** Reads all entries of a prefix, like {@link #range} but in numbers. */
    void entries(int prefix, EntrySink sink) throws IOException {
        Corpus segment = known(prefix);
        long to = segment.rangeStart(prefix + 1);
        for (long entry = segment.rangeStart(prefix); entry < to; entry += RANGE_BLOCK) {
            segment.entries(entry, (int) Math.min(RANGE_BLOCK, to - entry), sink);
        }
    }

    private void entries(long first, int entries, EntrySink sink) throws IOException {
        ByteBuffer parts = read(first, entries);
        LargeCounts large = largeCounts();
        for (int i = 0; i < entries; i++) {
            sink.accept(
                    Long.reverseBytes(parts.getLong()),
                    parts.getShort(),
                    kind == HashKind.NTLM ? parts.getInt() & 0xFFFFFFFFL : parts.getLong(),
                    count(large, first + i, parts.get() & 0xFF));
        }
    }

    /** Reads entries in one go: a range read entry by entry from disk would be thousands of reads. */
    private ByteBuffer read(long first, int entries) throws IOException {
        if (matchesOnly()) {
            throw new IOException("The corpus " + generation() + " was imported to match only and has no whole hashes");
        }
        byte[] bytes = new byte[entries * form.bytes()];
        rows.read(form.at(first), bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Number of hashes with a prefix. */
    long entries(int prefix) throws IOException {
        Corpus segment = segment(prefix);
        return segment == null ? 0 : segment.rangeStart(prefix + 1) - segment.rangeStart(prefix);
    }

    /** Whether anything is known about a prefix. */
    boolean knows(int prefix) {
        return segment(prefix) != null;
    }

    private long entriesWithout(PrefixSet prefixes) throws IOException {
        long left = entries;
        for (int prefix : prefixes.stream().toArray()) {
            left -= entries(prefix);
        }
        return left;
    }

    /** The newest generation that answers for a prefix. */
    private @Nullable Corpus segment(int prefix) {
        Corpus segment = this;
        while (segment != null && segment.held != null && !segment.held.contains(prefix)) {
            segment = segment.under;
        }
        return segment;
    }

    private Corpus known(int prefix) throws IOException {
        Corpus segment = segment(prefix);
        if (segment == null) {
            throw new IOException("The corpus " + generation() + " " + UNKNOWN);
        }
        return segment;
    }

    private long rangeStart(int prefix) throws IOException {
        return indexed(index.numbers(), (long) prefix << (manifest.indexBits() - Layout.PREFIX_BITS));
    }

    private void block(long first, int entries, RangeSink sink) throws IOException {
        ByteBuffer parts = read(first, entries);
        LargeCounts large = largeCounts();
        byte[] suffix = new byte[kind.suffixDigits()];
        for (int i = 0; i < entries; i++) {
            Hex.digits(Long.reverseBytes(parts.getLong()), 16, suffix, 0);
            Hex.digits(parts.getShort(), 3, suffix, 16);
            if (kind == HashKind.NTLM) {
                Hex.digits(parts.getInt(), 8, suffix, 19);
            } else {
                Hex.digits(parts.getLong(), 16, suffix, 19);
            }
            sink.accept(suffix, count(large, first + i, parts.get() & 0xFF));
        }
    }

    private long position(ByteStore.Numbers bucket, Sha1Hash hash) throws IOException {
        long row = Layout.indexRow(hash, manifest.indexBits());
        ByteStore.Numbers firsts = index.numbers();
        return position(bucket, hash, indexed(firsts, row), indexed(firsts, row + 1));
    }

    private long position(ByteStore.Numbers bucket, Sha1Hash hash, long from, long after) throws IOException {
        long entry = from == after ? -1 : near(bucket, hash.key(), from, after);
        return entry < 0 ? -1 : sameKey(bucket, entry, from, after, hash);
    }

    /**
     * Finds a key in a bucket. Hashes are spread evenly, so it is about where its value says, and a step or two away;
     * where somebody has made them uneven it is halved.
     *
     * @return an entry with the key; -1 when there is none
     */
    private long near(ByteStore.Numbers bucket, long key, long from, long after) throws IOException {
        long held = form.held(key);
        long low = from;
        long high = after - 1;
        long entry = Layout.likely(key, manifest.indexBits(), from, after);
        for (int steps = 0; low <= high; steps++) {
            int order = Long.compareUnsigned(form.held(bucket.longAt(form.at(entry))), held);
            if (order == 0) {
                return entry;
            }
            if (order < 0) {
                low = entry + 1;
            } else {
                high = entry - 1;
            }
            entry = steps >= MOST_STEPS ? (low + high) >>> 1 : order < 0 ? low : high;
        }
        return -1;
    }

    /**
     * Two hashes may share 84 bits, if somebody means them to: the neighbours with the same key are looked at too, but only
     * those of the same bucket, as the same key under another prefix is another hash.
     */
    private long sameKey(ByteStore.Numbers bucket, long found, long from, long after, Sha1Hash hash)
            throws IOException {
        if (matchesOnly()) {
            return found;
        }
        long first = found;
        while (first > from && bucket.longAt(form.at(first - 1)) == hash.key()) {
            first--;
        }
        for (long entry = first; entry < after && bucket.longAt(form.at(entry)) == hash.key(); entry++) {
            long at = form.at(entry) + Long.BYTES;
            if (Long.reverseBytes(bucket.longAt(at + 2)) == hash.tailLow()
                    && Long.reverseBytes(bucket.longAt(at)) >>> 48 == hash.tailHigh()) {
                return entry;
            }
        }
        return -1;
    }

    /** 5 bytes; the file has three more behind the last row. */
    private static long indexed(ByteStore.Numbers firsts, long row) throws IOException {
        return firsts.longAt(Layout.indexAt(row)) & Layout.INDEX_MASK;
    }

    private long count(long entry, int count) throws IOException {
        return count == Layout.LARGE ? largeCounts().of(entry) : count;
    }

    private LargeCounts largeCounts() {
        return new LargeCounts(largeCounts.numbers(), largeEntries, manifest.entries());
    }

    private static long count(LargeCounts large, long entry, int count) throws IOException {
        return count == Layout.LARGE ? large.of(entry) : count;
    }

    Manifest manifest() {
        return manifest;
    }

    /** Its generations, the newest first. */
    List<Corpus> segments() {
        List<Corpus> segments = new ArrayList<>();
        for (Corpus segment = this; segment != null; segment = segment.under) {
            segments.add(segment);
        }
        return segments;
    }

    boolean acquire() {
        return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    /** Ends this use. */
    @Override
    public void close() {
        if (users.decrementAndGet() == 0) {
            for (ByteStore store : new ByteStore[] {rows, largeCounts, index}) {
                try {
                    store.close();
                } catch (IOException e) {
                    // A file that was only read has nothing to lose.
                }
            }
            if (under != null) {
                under.close();
            }
        }
    }
}
