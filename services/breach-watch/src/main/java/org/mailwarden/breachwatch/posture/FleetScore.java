// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The score of the whole fleet, as it is or was a moment ago. Counting a large fleet takes most of a second, and every console
 * asks: a report is given again for twenty times as long as counting took, and for a minute at most. Who asks while the fleet is
 * counted gets that count, or what it failed with. Safe for use by many threads.
 */
@ApplicationScoped
class FleetScore {

    private static final int GIVEN_AGAIN_FOR = 20;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Supplier<PostureScores.Report> count;
    private final Clock clock;
    private final AtomicReference<@Nullable CompletableFuture<PostureScores.Report>> counting = new AtomicReference<>();
    private volatile @Nullable Kept kept;

    private record Kept(PostureScores.Report report, Instant from, Instant until) {

        /** A clock that was set back makes it no younger. */
        boolean isOf(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    @Inject
    FleetScore(PostureScores scores, Clock clock) {
        this(scores::fleet, clock);
    }

    FleetScore(Supplier<PostureScores.Report> count, Clock clock) {
        this.count = count;
        this.clock = clock;
    }

    /**
     * How the fleet stands.
     *
     * @return the report, at most a minute old; it says when it was counted
     */
    PostureScores.Report now() {
        Kept present = kept;
        if (present != null && present.isOf(clock.instant())) {
            return present.report();
        }
        CompletableFuture<PostureScores.Report> mine = new CompletableFuture<>();
        CompletableFuture<PostureScores.Report> running = counting.compareAndExchange(null, mine);
        if (running != null) {
            return whatComesOf(running);
        }
        mine.completeAsync(this::counted, Runnable::run);
        counting.set(null);
        return whatComesOf(mine);
    }

    private PostureScores.Report counted() {
        Instant begun = clock.instant();
        PostureScores.Report report = count.get();
        Instant ended = clock.instant();
        Duration again = Duration.between(begun, ended).multipliedBy(GIVEN_AGAIN_FOR);
        kept = new Kept(report, ended, ended.plus(again.compareTo(LONGEST) < 0 ? again : LONGEST));
        return report;
    }

    private static PostureScores.Report whatComesOf(CompletableFuture<PostureScores.Report> running) {
        try {
            return running.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
