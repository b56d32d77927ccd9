// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What an operator can set. Every path that is relative starts at the working directory. */
@ConfigMapping(prefix = "mailwarden.breach-watch")
public interface BreachWatchSettings {

    /** Where the corpus generations are kept. */
    @WithDefault(".mailwarden/breach-watch")
    Path dataDirectory();

    /** Where the keysets are kept; the fetcher reads the public one here. */
    @WithDefault("${mailwarden.keys.directory:.mailwarden/keys}")
    Path keysDirectory();

    /** Folders whose files may be imported; those below them too. */
    @WithDefault(".mailwarden/import,/var/lib/mailwarden/import")
    List<Path> importDirectories();

    /** Bytes of memory that a corpus may fill; a larger one is read from disk. */
    @WithDefault("1073741824")
    long corpusMemory();

    /** How often the whole corpus is read again, to find what a disk forgot. */
    Duration scrubEvery();

    /** How often findings are looked for whose acceptance has passed. */
    Duration acceptanceCheckEvery();
}
