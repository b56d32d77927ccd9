// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a generation says of itself, written last: a folder without it is no generation.
 *
 * @param format version of the layout
 * @param generation name of the folder
 * @param kind of the hashes; absent for SHA-1
 * @param version name of what it holds, with all it lies over; absent when it is the folder's. A compaction makes another
 *     folder of the same version
 * @param over version of what it lies over; absent when it stands by itself
 * @param matchOnly whether it {@linkplain RowForm#MATCH_ONLY only matches}; absent when it holds whole hashes
 * @param entries number of hashes in it
 * @param indexBits leading bits the index has a row for, 20 to 24
 * @param created ISO instant
 * @param files size and checksums of each file
 */
record Manifest(
        int format,
        String generation,
        @Nullable HashKind kind,
        @Nullable String version,
        @Nullable String over,
        @Nullable Boolean matchOnly,
        long entries,
        int indexBits,
        String created,
        Map<String, FileFacts> files) {

    static final int FORMAT = 3;
    static final String NAME = "MANIFEST.json";

    private static final JsonMapper JSON = new JsonMapper();

    Manifest {
        kind = kind == null ? HashKind.SHA1 : kind;
        files = Map.copyOf(files);
    }

    /**
     * A file of the generation.
     *
     * @param size bytes
     * @param sha256 lower-case hex
     * @param segments CRC32C of each {@linkplain Segments segment}
     */
    record FileFacts(long size, String sha256, @Nullable List<Long> segments) {

        /** Formats before this one have none: whoever reads them is told of the format, not of this. */
        FileFacts {
            segments = segments == null ? List.of() : List.copyOf(segments);
        }

        @Override
        public List<Long> segments() {
            return segments == null ? List.of() : segments;
        }
    }

    /** Name of what a reader sees. */
    String view() {
        return version == null ? generation : version;
    }

    /** What its rows hold. */
    RowForm form() {
        return RowForm.of(kind == null ? HashKind.SHA1 : kind, Boolean.TRUE.equals(matchOnly));
    }

    static Manifest read(Path generation) throws IOException {
        return JSON.readValue(Files.readAllBytes(generation.resolve(NAME)), Manifest.class);
    }

    /** The facts of a file that every generation has. */
    FileFacts facts(String file) throws IOException {
        FileFacts facts = files.get(file);
        if (facts == null) {
            throw new IOException("the manifest of generation " + generation + " does not name file " + file
                    + ". Import the corpus again.");
        }
        return facts;
    }

    byte[] bytes() throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }
}
