// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;

/**
 * A folder with the answer to every range search, as the downloader of Have I Been Pwned writes it: {@code 00000.txt} to
 * {@code FFFFF.txt}, each with lines {@code SUFFIX:COUNT}. One that is missing or empty is a download that broke off.
 */
final class RangeFolder implements CorpusSource {

    /** A real one has about 80 KB; one of this size is something else. */
    static final long MOST_BYTES = 16 << 20;

    private static final int RANGES = 1 << 20;
    private static final int PREFIX_DIGITS = 5;
    /** Suffix, colon, count and line's end: what is read has the prefix besides. */
    private static final int USUAL_LINE = 39;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String AGAIN =
            " Let the downloader run again: it fetches what is missing. Then import the folder again.";

    private final Path folder;
    private final int ranges;

    RangeFolder(Path folder) {
        this(folder, RANGES);
    }

    /** The same with the first ranges alone, for tests. */
    RangeFolder(Path folder, int ranges) {
        this.folder = folder;
        this.ranges = ranges;
    }

    @Override
    public long bytes() throws IOException, Incomplete {
        long bytes = 0;
        for (int range = 0; range < ranges; range++) {
            Path file = file(range);
            BasicFileAttributes facts;
            try {
                // A link could lead out of the folders that may be read.
                facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                throw new Incomplete(
                        "The folder has no file " + file.getFileName() + ", one of " + ranges + "." + AGAIN);
            }
            if (!facts.isRegularFile()) {
                throw new Incomplete(file.getFileName() + " is not a regular file. Put the file itself there.");
            }
            if (facts.size() == 0) {
                throw new Incomplete(file.getFileName() + " is empty, which no range is. Delete it." + AGAIN);
            }
            if (facts.size() > MOST_BYTES) {
                throw new Incomplete(
                        file.getFileName() + " has " + facts.size() + " bytes, which no range has. Delete it." + AGAIN);
            }
            bytes += facts.size();
        }
        return bytes + bytes / USUAL_LINE * PREFIX_DIGITS;
    }

    @Override
    public String identity() throws IOException {
        return CorpusSource.identity(folder);
    }

    @Override
    public int parts() {
        return ranges;
    }

    @Override
    public String line(int part) {
        return "File " + file(part).getFileName() + ", line ";
    }

    @Override
    public InputStream open(int part) throws IOException {
        byte[] suffixes;
        try (InputStream in = Files.newInputStream(file(part), LinkOption.NOFOLLOW_LINKS)) {
            suffixes = in.readNBytes((int) MOST_BYTES);
        }
        return new ByteArrayInputStream(wholeHashes(prefix(part), suffixes));
    }

    /** Lines with whole hashes from those of a range, which leave out the prefix. */
    static byte[] wholeHashes(String prefix, byte[] suffixes) {
        byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream lines = new ByteArrayOutputStream(suffixes.length + suffixes.length / 4);
        for (int from = LineParser.skipByteOrderMark(suffixes, 0, suffixes.length), to;
                from < suffixes.length;
                from = to) {
            to = from;
            while (to < suffixes.length && suffixes[to] != '\n') {
                to++;
            }
            to = Math.min(to + 1, suffixes.length);
            if (suffixes[from] != '\r' && suffixes[from] != '\n') {
                lines.writeBytes(start);
            }
            lines.write(suffixes, from, to - from);
        }
        return lines.toByteArray();
    }

    private Path file(int range) {
        return folder.resolve(prefix(range) + ".txt");
    }

    static String prefix(int range) {
        return HEX.toHexDigits(range, PREFIX_DIGITS);
    }
}
