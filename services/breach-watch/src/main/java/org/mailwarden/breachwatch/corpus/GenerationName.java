// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How generations and the folders they are written in are called. */
final class GenerationName {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private GenerationName() {}

    /** The name of a generation that lands at an instant. */
    static String at(HashKind kind, Instant landing) {
        return kind.generations() + NAME.format(landing);
    }

    /**
     * An empty folder to write a generation in; what was left there before is deleted.
     *
     * @param store folder of the store
     * @param work what is done: at most one of each at a time
     */
    static Path fresh(Path store, String work) throws IOException {
        Path folder = store.resolve(CorpusStore.IMPORTING + work);
        if (Files.exists(folder)) {
            CorpusStore.delete(folder);
        }
        return Files.createDirectory(folder);
    }
}
