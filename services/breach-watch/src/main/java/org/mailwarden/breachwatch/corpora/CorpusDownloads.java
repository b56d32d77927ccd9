// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.breachwatch.job.Job;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.Jobs;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.breachwatch.settings.PwnedPasswords;

/** Asks for downloads: when somebody wants one, and by itself as often as the operator says. */
@ApplicationScoped
public class CorpusDownloads {

    private final Jobs jobs;
    private final PwnedPasswords settings;
    private final Clock clock;

    CorpusDownloads(Jobs jobs, BreachWatchSettings settings, Clock clock) {
        this.jobs = jobs;
        this.settings = settings.pwnedPasswords();
        this.clock = clock;
    }

    /**
     * Asks for one.
     *
     * @param kind of which corpus
     * @return the job; the one that waits, runs or is paused when there is one already
     */
    public Job submit(HashKind kind) {
        return jobs.submitOnce(JobKind.CORPUS_DOWNLOAD, new KindRequest(kind));
    }

    /** Asks for one when the last one was asked for long enough ago, also over restarts. */
    @Scheduled(
            every = "10m",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void submitWhenDue() {
        settings.every().ifPresent(this::submitAfter);
    }

    private void submitAfter(Duration every) {
        Instant due = clock.instant().minus(every);
        boolean recent = jobs.list(JobKind.CORPUS_DOWNLOAD, 1, null).items().stream()
                .anyMatch(job -> job.createdAt().isAfter(due));
        if (!recent) {
            submit(HashKind.SHA1);
        }
    }
}
