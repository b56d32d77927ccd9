// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetScoreTest {

    private final Watch watch = new Watch();
    private int counts;
    private Duration takes = Duration.ofMillis(500);
    private final FleetScore score = new FleetScore(this::count, watch);

    @ParameterizedTest
    @CsvSource({
        "500, 9999, 1",
        "500, 10000, 2",
        // What is counted at once is hardly given again, and nothing for more than a minute.
        "1, 19, 1",
        "1, 20, 2",
        "30000, 59999, 1",
        "30000, 60000, 2"
    })
    void isGivenAgainForTwentyTimesAsLongAsCountingTook(long tookMs, long laterMs, int expected) {
        // Given
        takes = Duration.ofMillis(tookMs);
        score.now();
        watch.passes(Duration.ofMillis(laterMs));

        // When
        score.now();

        // Then
        assertThat(counts).isEqualTo(expected);
    }

    @Test
    void isCountedAnewWhenTheClockWasSetBack() {
        // Given
        score.now();
        watch.passes(Duration.ofHours(-1));

        // When
        PostureScores.Report again = score.now();

        // Then
        assertThat(counts).isEqualTo(2);
        assertThat(again.accounts()).isEqualTo(2);
    }

    @Test
    void isCountedOnceForAllWhoAskMeanwhile() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        List<Throwable> told = new CopyOnWriteArrayList<>();
        FleetScore slow = new FleetScore(
                () -> {
                    asked.incrementAndGet();
                    begun.countDown();
                    await(end);
                    throw new IllegalStateException("no database");
                },
                watch);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PostureScores.Report> first = threads.submit(slow::now);
            begun.await();
            List<Thread> others = IntStream.range(0, 5)
                    .mapToObj(any -> Thread.ofVirtual().start(() -> told.add(catchThrowable(slow::now))))
                    .toList();
            Awaitility.await()
                    .until(() -> others.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));

            // When
            end.countDown();

            // Then all of them are told what it failed with, and nobody counts after another
            assertThatThrownBy(first::get).hasRootCauseMessage("no database");
            for (Thread other : others) {
                other.join();
            }
            assertThat(told).hasSize(5).allSatisfy(why -> assertThat(why).hasMessage("no database"));
            assertThat(asked).hasValue(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private PostureScores.Report count() {
        counts++;
        watch.passes(takes);
        return new PostureScores.Report(counts, watch.instant(), null, List.of());
    }

    private static final class Watch extends Clock {

        private Instant now = Instant.parse("2026-11-01T10:00:00Z");

        void passes(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
