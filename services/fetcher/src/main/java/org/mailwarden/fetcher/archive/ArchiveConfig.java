// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Where raw messages are kept, whose, and how long. */
public interface ArchiveConfig {

    /** Where they are kept. */
    enum Kind {
        /** Nowhere: accounts with DELETE_AFTER_DAYS are refused. */
        NONE,
        /** In {@link #folder}. */
        FOLDER,
        /** In {@link #s3}. */
        S3
    }

    /** Where they are kept. */
    @WithDefault("FOLDER")
    Kind store();

    /** Whether the messages of every account are kept, not only of those with DELETE_AFTER_DAYS. */
    @WithDefault("false")
    boolean everyAccount();

    /** The folder; with S3 only for messages on their way there, sealed already. */
    @WithDefault(".mailwarden/archive")
    Path folder();

    /** Days after which a message is removed from the archive; absent keeps it as long as its account. */
    OptionalInt retentionDays();

    /** How often what must go is looked for. */
    @WithDefault("10M")
    Duration sweepEvery();

    /** The S3-compatible store. */
    S3 s3();

    /** An S3-compatible store. */
    interface S3 {

        /** Its address; absent for AWS itself. Beyond this machine only https. */
        Optional<URI> endpoint();

        /** Its region, as it goes into signatures. */
        @WithDefault("us-east-1")
        String region();

        /** The bucket, which must exist. */
        Optional<String> bucket();

        /** Prepended to every name, to share a bucket. */
        @WithDefault("mailwarden/")
        String prefix();

        /** Who signs. */
        Optional<String> accessKey();

        /** File with the key that signs, readable by the service alone. */
        Optional<Path> secretKeyFile();
    }
}
