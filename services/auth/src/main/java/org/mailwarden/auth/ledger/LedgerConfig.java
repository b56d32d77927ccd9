// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where and how often the ledger is sealed outside the database. */
@ConfigMapping(prefix = "mailwarden.auth.ledger")
public interface LedgerConfig {

    /** Folder of the signed checkpoints: on another disk than the database, and best where files can only be added. */
    @WithDefault(".mailwarden/ledger-checkpoints")
    Path checkpoints();

    /** A checkpoint as soon as there are this many new rows. */
    @WithDefault("1000")
    int checkpointRows();

    /** A checkpoint after this time when there is any new row. */
    @WithDefault("60S")
    Duration checkpointEvery();
}
