// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.archive.ArchiveIndex.Entry;

/**
 * Removes from the archive what is older than its retention, what belongs to removed accounts, and what was left on its way
 * there. Every step may be repeated, so a sweep that is interrupted is finished by the next.
 */
@ApplicationScoped
public class ArchiveSweep {

    private static final Logger LOG = Logger.getLogger(ArchiveSweep.class);
    private static final int AT_ONCE = 500;
    private static final Duration LEFT_OVER = Duration.ofDays(1);

    private final Archive archive;
    private final ArchiveIndex index;
    private final OptionalInt retentionDays;
    private final Clock clock;

    ArchiveSweep(Archive archive, ArchiveIndex index, FetcherConfig config, Clock clock) {
        this.archive = archive;
        this.index = index;
        this.retentionDays = config.archive().retentionDays();
        this.clock = clock;
    }

    /** Sweeps when there is an archive; a store that is away is tried again at the next time. */
    @Scheduled(
            every = "${mailwarden.fetcher.archive.sweep-every:10M}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void sweep() {
        if (!archive.isThere()) {
            return;
        }
        try {
            removeAccounts();
            removeOld();
            removeLeftOvers();
        } catch (IOException | RuntimeException e) {
            LOG.warnf(
                    "The archive could not be swept (%s); it is tried again",
                    e.getClass().getSimpleName());
        }
    }

    private void removeAccounts() throws IOException {
        for (UUID account : index.ofRemovedAccounts()) {
            archive.store().removeAll(account + "/");
            index.removeAll(account);
        }
    }

    private void removeOld() throws IOException {
        if (retentionDays.isEmpty()) {
            return;
        }
        Instant oldest = clock.instant().minus(Duration.ofDays(retentionDays.getAsInt()));
        for (List<Entry> some = index.before(oldest, AT_ONCE); !some.isEmpty(); some = index.before(oldest, AT_ONCE)) {
            for (Entry entry : some) {
                archive.store().remove(entry.name());
                index.remove(entry);
            }
        }
    }

    private void removeLeftOvers() throws IOException {
        if (!Files.isDirectory(archive.waiting())) {
            return;
        }
        Instant oldest = clock.instant().minus(LEFT_OVER);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(archive.waiting())) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
