// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A corpus of any size that changes from state to state. Nothing is kept: each range follows from the seed, so that
 * processes of their own speak of the same one.
 *
 * @param seed names it
 * @param entries about how many hashes it has
 * @param prefixes how many prefixes have hashes
 * @param updated every so many prefixes is one that updates ask for; an update changes one in eight of these
 */
public record MadeUpCorpus(long seed, int entries, int prefixes, int updated) {

    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int CHANGED_ONE_IN = 8;
    private static final int SUFFIX_DIGITS = 35;
    private static final int LONGEST_LINE = 64;

    /** A line of a range: 35 digits and the count. */
    public record Line(String suffix, long count) {}

    /** The prefixes that an update asks for. */
    public IntStream asked() {
        return IntStream.range(0, prefixes).filter(prefix -> prefix % updated == 0);
    }

    /** How often a range has changed up to a state; 0 is what is imported first. */
    public int version(int prefix, int state) {
        int version = 0;
        for (int each = 1; each <= state; each++) {
            version += changes(prefix, each) ? 1 : 0;
        }
        return version;
    }

    private boolean changes(int prefix, int state) {
        return prefix % updated == 0 && of(prefix, state).nextInt(CHANGED_ONE_IN) == 0;
    }

    private SplittableRandom of(int prefix, int state) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ ((long) state << 32 | prefix));
    }

    /** A range in a state, as a server of ranges sends it: CR LF between the lines and none at the end. */
    public byte[] range(int prefix, int state) {
        byte[] text = text(prefix, state, new byte[0]);
        return Arrays.copyOf(text, Math.max(0, text.length - LINE_END.length));
    }

    /** The same, line by line. */
    public List<Line> lines(int prefix, int state) {
        return new String(range(prefix, state), StandardCharsets.US_ASCII)
                .lines()
                .map(line ->
                        new Line(line.substring(0, SUFFIX_DIGITS), Long.parseLong(line.substring(SUFFIX_DIGITS + 1))))
                .toList();
    }

    private byte[] text(int prefix, int state, byte[] before) {
        int version = version(prefix, state);
        long[] keys = keys(prefix, state);
        byte[] text = new byte[keys.length * (before.length + LONGEST_LINE)];
        int end = 0;
        for (long key : keys) {
            System.arraycopy(before, 0, text, end, before.length);
            SplittableRandom rest = new SplittableRandom(key);
            end = hex(text, end + before.length, key, 16);
            end = hex(text, end, rest.nextLong(), 3);
            end = hex(text, end, rest.nextLong(), 16);
            // One in twenty is more than a byte holds.
            long count = version
                    + (rest.nextInt(20) == 0 ? 1_000_000_000_000L + rest.nextInt(1 << 30) : 1 + rest.nextInt(300));
            text[end++] = ':';
            byte[] number = Long.toString(count).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(number, 0, text, end, number.length);
            end += number.length;
            System.arraycopy(LINE_END, 0, text, end, LINE_END.length);
            end += LINE_END.length;
        }
        return Arrays.copyOf(text, end);
    }

    /** Most stay when a range changes; one in four goes and two come. */
    private long[] keys(int prefix, int state) {
        int lines = (int) ((long) entries * (prefix + 1) / prefixes - (long) entries * prefix / prefixes);
        long[] keys = of(prefix, 0).longs(lines).toArray();
        for (int each = 1; each <= state; each++) {
            if (changes(prefix, each)) {
                SplittableRandom random = of(prefix, each);
                random.nextInt();
                keys = java.util.stream.LongStream.concat(
                                Arrays.stream(keys).filter(key -> random.nextInt(4) > 0), random.longs(2))
                        .toArray();
            }
        }
        // In the order of unsigned numbers.
        return Arrays.stream(keys)
                .map(key -> key ^ Long.MIN_VALUE)
                .sorted()
                .map(key -> key ^ Long.MIN_VALUE)
                .toArray();
    }

    private static int hex(byte[] into, int at, long value, int digits) {
        for (int i = 0; i < digits; i++) {
            into[at + i] = DIGITS[(int) (value >>> 4 * (digits - 1 - i)) & 0xF];
        }
        return at + digits;
    }

    /**
     * Writes what is imported first.
     *
     * @param file where
     * @param other ranges to have instead of those made up, without the first five digits
     */
    public void write(Path file, Map<Integer, String> other) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int prefix = 0; prefix < prefixes; prefix++) {
                String instead = other.get(prefix);
                if (instead == null) {
                    out.write(text(prefix, 0, digits(prefix)));
                } else {
                    for (String line : instead.lines().toList()) {
                        out.write(digits(prefix));
                        out.write(line.getBytes(StandardCharsets.US_ASCII));
                        out.write(LINE_END);
                    }
                }
            }
        }
    }

    /**
     * Reads through the text of each state, from the first line to the last.
     *
     * @param states how many
     * @return the SHA-256 of each, hex
     */
    public List<String> digests(int states) {
        List<MessageDigest> digests = new ArrayList<>();
        for (int state = 0; state < states; state++) {
            digests.add(sha256());
        }
        for (int prefix = 0; prefix < prefixes; prefix++) {
            byte[] digits = digits(prefix);
            byte[] text = text(prefix, 0, digits);
            for (int state = 0; state < states; state++) {
                if (state > 0 && changes(prefix, state)) {
                    text = text(prefix, state, digits);
                }
                digests.get(state).update(text);
            }
        }
        return digests.stream()
                .map(digest -> HexFormat.of().formatHex(digest.digest()))
                .toList();
    }

    /** The five digits of a prefix. */
    public static byte[] digits(int prefix) {
        byte[] digits = new byte[5];
        hex(digits, 0, prefix, digits.length);
        return digits;
    }

    /** A new SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
