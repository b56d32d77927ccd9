// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Where a corpus is imported from: lines {@code HASH:COUNT} in one part or in many. Used by one thread. */
sealed interface CorpusSource permits CorpusSource.SingleFile, RangeFolder {

    /**
     * What the importer reads.
     *
     * @param path one file, or a folder of ranges
     * @return the source
     */
    static CorpusSource of(Path path) {
        return Files.isDirectory(path) ? new RangeFolder(path) : new SingleFile(path);
    }

    /**
     * Looks whether it can be whole, before anything is read.
     *
     * @return about how many bytes its lines have
     * @throws Incomplete when it cannot
     * @throws IOException when it cannot be looked at
     */
    long bytes() throws IOException, Incomplete;

    /**
     * Tells it from others and from what it was before somebody changed it.
     *
     * @return its place, size and time of change
     * @throws IOException when it cannot be looked at
     */
    String identity() throws IOException;

    /** The identity of a file or folder. */
    static String identity(Path path) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
        return path.toAbsolutePath() + " " + facts.size() + " " + facts.lastModifiedTime();
    }

    /** Parts of it. */
    int parts();

    /**
     * How people find a part again.
     *
     * @param part 0 to before {@link #parts}
     * @return the beginning of a sentence about one of its lines, to be followed by the number of the line
     */
    String line(int part);

    /**
     * Opens a part, whose last line needs no end.
     *
     * @param part 0 to before {@link #parts}
     * @return whole lines with whole hashes
     * @throws IOException when it cannot be read
     */
    InputStream open(int part) throws IOException;

    /** It is not what it should be; the message says what is wrong and what to do. */
    final class Incomplete extends Exception {

        private static final long serialVersionUID = 1L;

        Incomplete(String sentence) {
            super(sentence);
        }
    }

    /**
     * The one file of Pwned Passwords, ordered by hash.
     *
     * @param file the file
     */
    record SingleFile(Path file) implements CorpusSource {

        @Override
        public long bytes() throws IOException {
            return Files.size(file);
        }

        @Override
        public String identity() throws IOException {
            return CorpusSource.identity(file);
        }

        @Override
        public int parts() {
            return 1;
        }

        @Override
        public String line(int part) {
            return "Line ";
        }

        @Override
        public InputStream open(int part) throws IOException {
            return Files.newInputStream(file);
        }
    }
}
