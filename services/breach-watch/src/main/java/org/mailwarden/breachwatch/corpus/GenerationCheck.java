// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Compares the files of a generation with what its manifest says was written. Safe for many threads. */
final class GenerationCheck {

    /** Of each file: 256 MB are read in half a second. */
    private static final int SEGMENTS_AT_START = 4;

    private static final RandomGenerator RANDOM = new SplittableRandom();

    private final Path folder;
    private final Manifest manifest;

    /**
     * Checks a generation.
     *
     * @param folder of it
     * @param manifest of it
     */
    GenerationCheck(Path folder, Manifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * The sizes, and some segments by chance.
     *
     * @throws IOException when it is not what was written, or cannot be read: a sentence with what to do
     */
    void quick() throws IOException {
        for (var file : manifest.files().entrySet()) {
            long real = Files.size(folder.resolve(file.getKey()));
            if (real != file.getValue().size()) {
                throw new IOException("file " + file.getKey() + " of generation " + manifest.generation() + " has "
                        + real + " bytes, not " + file.getValue().size() + ". Import the corpus again.");
            }
        }
        for (var file : manifest.files().entrySet()) {
            int segments = file.getValue().segments().size();
            for (int segment : Segments.sample(segments, SEGMENTS_AT_START, RANDOM)) {
                segment(file.getKey(), segment);
            }
        }
    }

    /**
     * Every segment.
     *
     * @param pause called after each; false ends the check
     * @return whether it went to the end
     * @throws IOException when it is not what was written, or cannot be read: a sentence with what to do
     */
    boolean whole(BooleanSupplier pause) throws IOException {
        for (var file : manifest.files().entrySet()) {
            for (int segment = 0; segment < file.getValue().segments().size(); segment++) {
                segment(file.getKey(), segment);
                if (!pause.getAsBoolean()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void segment(String file, int segment) throws IOException {
        long expected = manifest.facts(file).segments().get(segment);
        if (!Segments.isIntact(folder.resolve(file), segment, expected)) {
            throw new IOException("file " + file + " of generation " + manifest.generation()
                    + " is not what was written (segment " + segment
                    + "). Check the disk, then import the corpus again.");
        }
    }
}
