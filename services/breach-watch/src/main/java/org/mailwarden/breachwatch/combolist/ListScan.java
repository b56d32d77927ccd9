// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Searches bytes of text for the fleet's addresses, sixty-four at a time. Only a line that holds an address of the fleet is taken
 * apart; of all others nothing but their number is kept. Used by one thread, for one list of one or more files.
 *
 * <p>Lines end with LF, CR LF or CR. NUL bytes count as not there. What is found does not depend on how the text comes in
 * pieces: around each at sign the same {@link Limits#WINDOW} is looked at.
 */
public final class ListScan implements AutoCloseable {

    private static final int BLOCK = 1 << 15;
    private static final int STRETCH = Long.SIZE;
    private static final long GATHER = 0x0102040810204080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long AT = '@' * ONES;
    private static final long PERCENT = '%' * ONES;
    private static final long LF = '\n' * ONES;

    private final FleetAddresses fleet;
    private final ScanListener listener;
    private final byte[] buffer;
    private final int capacity;
    private final SeenPairs seen = new SeenPairs();
    private final Map<Reject, Long> rejects = new EnumMap<>(Reject.class);
    private int filled;
    private long lines;
    private long linesWithAt;
    private long openAt;
    private long openLength;
    private long pairs;
    private long bytes;
    private boolean plausible;
    private boolean binary;
    private @Nullable Pair pending;

    /**
     * Prepares a scan.
     *
     * @param addresses the fleet's addresses
     * @param folding what counts as another spelling of them
     * @param listener hears what is found; its {@link ScanListener#progress} and {@link ScanListener#cancelled} are left alone
     */
    public ListScan(Set<String> addresses, Folding folding, ScanListener listener) {
        this(FleetAddresses.of(addresses, folding), listener, Limits.BUFFER);
    }

    ListScan(FleetAddresses fleet, ScanListener listener, int capacity) {
        this.fleet = fleet;
        this.listener = listener;
        this.capacity = capacity;
        this.buffer = new byte[capacity + STRETCH + FleetAddresses.SLACK];
    }

    /**
     * Reads one file of the list. Its last line ends with it.
     *
     * @param in the text
     * @param goOn asked for each megabyte
     * @return false when {@code goOn} stopped it
     * @throws IOException when it cannot be read
     */
    public boolean read(InputStream in, BooleanSupplier goOn) throws IOException {
        int scanned = 0;
        int touched = 0;
        filled = 0;
        try {
            for (boolean more = true; more; ) {
                int fresh = filled;
                int wanted = capacity - fresh;
                int before = touched;
                // Until it is known how much came: a read that fails may have written anything.
                touched = capacity;
                int read = in.readNBytes(buffer, fresh, wanted);
                touched = Math.max(before, fresh + read);
                more = read == wanted;
                filled = RawText.clean(buffer, fresh, fresh + read, more);
                binary |= filled < fresh + read;
                bytes += read;
                int end = more ? scanned + Math.max(0, filled - Limits.WINDOW - scanned & -STRETCH) : padded(scanned);
                blocks(scanned, end);
                scanned = Math.min(end, filled);
                if (!goOn.getAsBoolean()) {
                    return false;
                }
                if (more) {
                    scanned -= shift(Math.max(0, scanned - Limits.WINDOW));
                }
            }
            endLine();
            flush();
        } finally {
            if (pending != null) {
                pending.close();
                pending = null;
            }
            // The rest is left to the end of the list: an archive may hold thousands of small texts.
            Arrays.fill(buffer, 0, touched, (byte) 0);
        }
        return true;
    }

    /** Wipes whatever is left of the list: a stream that unpacks may write more than it says (InflaterInputStream.read). */
    @Override
    public void close() {
        Arrays.fill(buffer, (byte) 0);
    }

    /** Lines read. */
    public long lines() {
        return lines;
    }

    /** Pairs heard. */
    public long pairs() {
        return pairs;
    }

    /** Bytes of text read. */
    public long bytes() {
        return bytes;
    }

    /** Whether anything looked like an address, of the fleet or not. */
    public boolean plausible() {
        return plausible;
    }

    /** Whether there were NUL bytes. */
    public boolean binary() {
        return binary;
    }

    /** What led to no pair, by reason. */
    public Map<Reject, Long> rejects() {
        Map<Reject, Long> all = new EnumMap<>(rejects);
        if (lines > linesWithAt) {
            all.put(Reject.NO_ADDRESS, lines - linesWithAt);
        }
        return all;
    }

    /** Moves what is still needed to the front. */
    private int shift(int by) {
        System.arraycopy(buffer, by, buffer, 0, filled - by);
        filled -= by;
        return by;
    }

    /** Zeros behind the end, which match nothing, up to a whole stretch and as far as an address is looked for behind it. */
    private int padded(int scanned) {
        int end = scanned + (filled - scanned + STRETCH - 1 & -STRETCH);
        Arrays.fill(buffer, filled, Math.min(buffer.length, end + FleetAddresses.SLACK), (byte) 0);
        return end;
    }

    private void endLine() {
        if (filled > 0 && buffer[filled - 1] != '\n') {
            lines++;
            linesWithAt += openAt;
        }
        measure(openLength);
        openAt = 0;
        openLength = 0;
    }

    /** Goes over whole stretches. In blocks that a long line cannot hide in. */
    private void blocks(int from, int to) {
        for (int start = from; start < to; start += BLOCK) {
            int end = Math.min(to, start + BLOCK);
            long before = lines;
            lines = stretches(start, end, before);
            int last = Math.min(end, filled);
            if (lines == before) {
                openLength += last - start;
            } else {
                int first = start;
                while (buffer[first] != '\n') {
                    first++;
                }
                measure(openLength + (first - start));
                while (buffer[last - 1] != '\n') {
                    last--;
                }
                openLength = Math.min(end, filled) - last;
            }
        }
    }

    private void measure(long length) {
        if (length > Limits.LONGEST_LINE) {
            reject(Reject.LINE_TOO_LONG);
        }
    }

    /**
     * The innermost loop. Lines that hold an at sign are counted by an addition: all bits but the line ends' are set, so one
     * more bit in a line makes a carry that runs up to its end.
     */
    private long stretches(int from, int to, long linesBefore) {
        byte[] text = buffer;
        long count = linesBefore;
        long marked = 0;
        long open = openAt;
        for (int i = from; i < to; i += STRETCH) {
            long ends = 0;
            long ats = 0;
            long marks = 0;
            for (int k = 0; k < STRETCH; k += Long.BYTES) {
                long word = (long) Ascii.WORD.get(text, i + k);
                long at = RawText.zeros(word ^ AT);
                long escapes = word ^ PERCENT;
                ends |= gathered(RawText.zeros(word ^ LF)) << k;
                ats |= gathered(at) << k;
                marks |= gathered(at | ((escapes - ONES) & ~escapes & HIGHS)) << k;
            }
            if (marks != 0) {
                marks(i, marks, ends, count);
            }
            long bits = ats | open;
            long sum = bits + ~ends;
            marked += Long.bitCount(sum & ends);
            count += Long.bitCount(ends);
            open = Long.compareUnsigned(sum, bits) < 0 ? 1 : 0;
        }
        openAt = open;
        linesWithAt += marked;
        return count;
    }

    /** The high bits of eight bytes, side by side. */
    private static long gathered(long highs) {
        return (highs >>> 7) * GATHER >>> 56;
    }

    private void marks(int stretch, long marks, long ends, long before) {
        for (long left = marks; left != 0; left &= left - 1) {
            int bit = Long.numberOfTrailingZeros(left);
            int at = stretch + bit;
            int domain = at + 1;
            if (buffer[at] != '@') {
                domain = at + 3;
                if (buffer[at] != '%' || buffer[at + 1] != '4' || buffer[at + 2] != '0') {
                    continue;
                }
            }
            if (!plausible) {
                plausible = AddressFinder.looksLikeAddress(buffer, low(at), high(at), at, domain);
            }
            if (fleet.mayHold(buffer, domain)) {
                look(at, domain, before + Long.bitCount(ends & (1L << bit) - 1) + 1);
            }
        }
    }

    private void look(int at, int domain, long line) {
        int low = low(at);
        int high = high(at);
        AddressFinder.Hit hit = AddressFinder.find(fleet, buffer, low, high, at, domain);
        if (hit.number() == FleetAddresses.NONE) {
            return;
        }
        plausible = true;
        String address = fleet.address(hit.number());
        switch (RecordParser.parse(new Slice(buffer, low, high), hit.from() - low, hit.to() - low)) {
            case RecordParser.Parsed.Rejected(Reject reason) -> reject(reason);
            case RecordParser.Parsed.Found found ->
                pair(new Pair(address, found.candidates(), found.kind(), line, found.form(), found.site()));
        }
    }

    /** An address that stands twice in a line is one pair: a later candidate may be the password. */
    private void pair(Pair pair) {
        Pair before = pending;
        if (before != null && before.takes(pair)) {
            pending = before.and(pair);
        } else {
            flush();
            pending = pair;
        }
    }

    private void flush() {
        Pair heard = pending;
        pending = null;
        if (heard == null) {
            return;
        }
        try (heard) {
            if (!seen.add(heard)) {
                reject(Reject.DUPLICATE);
                return;
            }
            if (heard.kind() == PasswordKind.OTHER_HASH) {
                reject(Reject.OTHER_HASH);
            }
            pairs++;
            listener.found(heard);
        }
    }

    private void reject(Reject reason) {
        rejects.merge(reason, 1L, Long::sum);
    }

    private int low(int at) {
        return Math.max(0, at - Limits.WINDOW);
    }

    private int high(int at) {
        return Math.min(filled, at + Limits.WINDOW);
    }
}
