// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Reads a combolist line by line. Nothing of a line is kept; what is no pair of the fleet is not even looked at twice. */
public final class CombolistScanner {

    /** A longer line is cut: what is behind belongs to no address at its front. */
    private static final int LONGEST_LINE = 1 << 16;

    private static final int PROGRESS_LINES = 5_000;
    private static final int LOOK = 200;

    private CombolistScanner() {}

    /**
     * Scans a file.
     *
     * @param file the list, UTF-8, or UTF-16 with a byte order mark
     * @param addresses the fleet's addresses, lower case
     * @param listener hears what is found
     * @return how it ended
     * @throws IOException when the file cannot be read
     */
    public static ScanOutcome scan(Path file, Set<String> addresses, ScanListener listener) throws IOException {
        MessageDigest digest = sha256();
        long total = Files.size(file);
        try (InputStream in =
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20), digest)) {
            Lines lines = new Lines(in, charset(file));
            PairFinder finder = new PairFinder(addresses);
            long pairs = 0;
            long likely = 0;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.indexOf('@') >= 0 || line.contains("%40")) {
                    likely += PairFinder.looksLikeAddress(line) ? 1 : 0;
                    for (Pair pair : finder.find(line, lines.number())) {
                        try (pair) {
                            listener.found(pair);
                            pairs++;
                        }
                    }
                }
                if (lines.number() % PROGRESS_LINES == 0) {
                    listener.progress(lines.bytes(), total);
                    if (listener.cancelled()) {
                        return new ScanOutcome.Cancelled();
                    }
                }
                if (lines.number() == LOOK && likely == 0 && lines.binary()) {
                    return notACombolist();
                }
            }
            listener.progress(total, total);
            return likely == 0
                    ? notACombolist()
                    : new ScanOutcome.Scanned(
                            lines.number(), pairs, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static ScanOutcome notACombolist() {
        return new ScanOutcome.NotACombolist(
                "The file holds no line with an address and a password. Unpack it if it is an"
                        + " archive, and import the text file with one pair a line.");
    }

    private static Charset charset(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] mark = in.readNBytes(2);
            boolean little = mark.length == 2 && mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE;
            boolean big = mark.length == 2 && mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF;
            return little || big ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Lines of a stream, ended by LF, CR or both, each cut at the longest length. */
    private static final class Lines {

        private final Reader reader;
        private final StringBuilder line = new StringBuilder();
        private long number;
        private long characters;
        private boolean afterReturn;
        private boolean binary;

        Lines(InputStream in, Charset charset) {
            this.reader = new BufferedReader(new InputStreamReader(in, charset), 1 << 16);
        }

        @org.jspecify.annotations.Nullable
        String next() throws IOException {
            line.setLength(0);
            boolean any = false;
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                characters++;
                if (c == '\n' && afterReturn) {
                    afterReturn = false;
                    continue;
                }
                afterReturn = c == '\r';
                any = true;
                if (c == '\n' || c == '\r') {
                    return ended();
                }
                binary |= c == 0;
                if (c != 0xFEFF && c != 0 && line.length() < LONGEST_LINE) {
                    line.append((char) c);
                }
            }
            return any ? ended() : null;
        }

        private String ended() {
            number++;
            return line.toString();
        }

        long number() {
            return number;
        }

        long bytes() {
            return characters;
        }

        boolean binary() {
            return binary;
        }
    }
}
