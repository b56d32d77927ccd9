// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.credential.AccountTouched;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;

/**
 * Keeps what is written down about the posture of accounts in step with what is so. An event makes it look at an account
 * within a second; the sweep looks at all of them and needs nothing but the tables, so neither a crash nor a lost signal
 * nor the passing of time is missed. Made at start, so that a policy that cannot work stops the service.
 */
@Startup
@ApplicationScoped
public class PostureWorker {

    private static final Logger LOG = Logger.getLogger(PostureWorker.class);
    private static final int READ_AT_ONCE = 50_000;
    private static final int WRITE_AT_ONCE = 200;
    private static final int MOST_TOUCHED = 2_000;

    private final PostureReading reading;
    private final PostureBook book;
    private final PosturePolicy policy;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Set<UUID> touched = ConcurrentHashMap.newKeySet();

    PostureWorker(
            PostureReading reading, PostureBook book, BreachWatchSettings settings, MeterRegistry meters, Clock clock) {
        this.reading = reading;
        this.book = book;
        BreachWatchSettings.Posture posture = settings.posture();
        this.policy = new PosturePolicy(
                posture.weakUpTo(),
                posture.minimumLength(),
                posture.maxAge(),
                posture.secondFactors(),
                posture.certificateWarning());
        this.meters = meters;
        this.clock = clock;
    }

    void onAccount(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccountTouched touch) {
        touched.add(touch.accountId());
    }

    /** Looks at the accounts that something became known about. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void lookAtTouched() {
        while (!touched.isEmpty()) {
            Set<UUID> some = new HashSet<>();
            touched.stream().limit(MOST_TOUCHED).forEach(some::add);
            // Taken out before looking: a signal that comes during the look must not be lost.
            touched.removeAll(some);
            try {
                bringInStep(after -> reading.around(some, after, READ_AT_ONCE));
            } catch (RuntimeException e) {
                touched.addAll(some);
                LOG.warnf(
                        "The posture of %d accounts waits: %s",
                        some.size(), e.getClass().getSimpleName());
                return;
            }
        }
    }

    /** Looks at every account. */
    @Scheduled(
            every = "{mailwarden.breach-watch.posture.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void sweep() {
        Instant start = clock.instant();
        int made = bringInStep(after -> reading.everything(after, READ_AT_ONCE));
        Duration took = Duration.between(start, clock.instant());
        meters.timer("mailwarden_posture_sweep").record(took);
        LOG.debugf("A sweep made %d changes in %d ms", made, took.toMillis());
    }

    private int bringInStep(Function<UUID, List<PostureReading.Observed>> accountsAfter) {
        int made = 0;
        UUID last = new UUID(0, 0);
        while (true) {
            UUID after = last;
            List<PostureReading.Observed> page =
                    QuarkusTransaction.requiringNew().timeout(120).call(() -> accountsAfter.apply(after));
            made += make(changes(page));
            if (page.size() < READ_AT_ONCE) {
                return made;
            }
            last = page.getLast().account().accountId();
        }
    }

    private List<Change> changes(List<PostureReading.Observed> page) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        for (PostureReading.Observed observed : page) {
            changes.addAll(PostureChanges.between(
                    observed.account(), PostureRules.judge(observed.account(), policy, now), observed.written()));
        }
        return changes;
    }

    private int make(List<Change> changes) {
        int made = 0;
        for (int from = 0; from < changes.size(); from += WRITE_AT_ONCE) {
            List<Change> some = changes.subList(from, Math.min(changes.size(), from + WRITE_AT_ONCE));
            made += QuarkusTransaction.requiringNew().timeout(60).call(() -> book.make(some));
        }
        return made;
    }
}
