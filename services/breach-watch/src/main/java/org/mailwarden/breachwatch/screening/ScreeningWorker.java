// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.screening;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.corpora.CorpusLanded;
import org.mailwarden.breachwatch.corpora.LiveCorpus;
import org.mailwarden.breachwatch.credential.CredentialChanged;

/**
 * Keeps every current credential screened against the current corpus. What is due follows from the tables alone (no row
 * in {@code screened} for this credential version and generation), so neither a crash nor a lost signal can skip a
 * credential; a signal only makes it happen at once.
 */
@ApplicationScoped
public class ScreeningWorker {

    private static final Logger LOG = Logger.getLogger(ScreeningWorker.class);
    private static final int BATCH = 5_000;

    /** Accounts that are listed at once: 2 MB. */
    private static final int LISTED = 50_000;

    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(15);

    private final LiveCorpus corpus;
    private final Screening screening;
    private final Clock clock;
    private volatile Instant lookAgainAt = Instant.EPOCH;

    ScreeningWorker(LiveCorpus corpus, Screening screening, Clock clock) {
        this.corpus = corpus;
        this.screening = screening;
        this.clock = clock;
    }

    void onCredential(@Observes(during = TransactionPhase.AFTER_SUCCESS) CredentialChanged change) {
        lookAgainAt = Instant.EPOCH;
    }

    void onCorpus(@Observes CorpusLanded landed) {
        lookAgainAt = Instant.EPOCH;
    }

    /** Screens what is due, batch by batch. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void screen() {
        Instant now = clock.instant();
        if (now.isBefore(lookAgainAt)) {
            return;
        }
        // Set before looking: a signal that comes during the look must not be lost.
        lookAgainAt = now.plus(LOOK_ANYWAY);
        try {
            Optional<LiveCorpus.Named> current = corpus.open();
            if (current.isEmpty()) {
                return;
            }
            try (LiveCorpus.Named view = current.get()) {
                screenAll(view);
            }
        } catch (RuntimeException e) {
            lookAgainAt = Instant.EPOCH;
            LOG.warnf("Screening waits: %s", e.getClass().getSimpleName());
        }
    }

    private void screenAll(LiveCorpus.Named view) {
        List<UUID> due = due(view, new UUID(0, 0));
        while (!due.isEmpty()) {
            for (int from = 0; from < due.size(); from += BATCH) {
                List<UUID> batch = due.subList(from, Math.min(from + BATCH, due.size()));
                QuarkusTransaction.requiringNew().timeout(60).call(() -> screening.screen(view, batch));
            }
            // Who cannot be asked about now, for instance as the range is not known yet, keeps nobody behind from it.
            due = due.size() < LISTED ? List.of() : due(view, due.getLast());
        }
    }

    private List<UUID> due(LiveCorpus.Named view, UUID after) {
        return QuarkusTransaction.requiringNew().timeout(60).call(() -> screening.due(view, after, LISTED));
    }
}
