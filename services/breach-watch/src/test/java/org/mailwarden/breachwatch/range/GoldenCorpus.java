// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.ImportProgress;

/** A corpus of two hashes that share the prefix 21BD1. */
final class GoldenCorpus {

    private static final String LOW = "DC183F740EE76F27B78EB39C8AD972A757";

    /** A whole hash of it. */
    static final String HASH = "21BD12" + LOW;

    /** The password of {@link #HASH}. */
    static final String PASSWORD = "P@ssw0rd";

    /** How often {@link #PASSWORD} was seen. */
    static final int COUNT = 83_129;

    /** What a search for 21BD1 answers. */
    static final String RANGE = "0" + LOW + ":3\r\n2" + LOW + ":83129";

    private GoldenCorpus() {}

    /** Makes it the live generation. */
    static void importBy(CorpusImporter importer, Path folder) throws IOException {
        importLines(importer, folder, "21BD10" + LOW + ":3\n" + HASH + ":83129\n");
    }

    /** Makes another corpus the live generation. */
    static void importLines(CorpusImporter importer, Path folder, String lines) throws IOException {
        importer.importFile(Files.writeString(folder.resolve("lines"), lines), ImportProgress.UNHEARD);
    }
}
