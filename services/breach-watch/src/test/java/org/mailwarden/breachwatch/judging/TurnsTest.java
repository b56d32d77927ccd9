// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Turns turns = new Turns("turns-of-a-test");
    private final List<String> worked = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        turns.close();
    }

    @Test
    void worksOnOneBehindTheOther() throws InterruptedException {
        // Given
        CountDownLatch begun = new CountDownLatch(1);

        // When
        hand("first", () -> {
            begun.countDown();
            return true;
        });
        hand("second", () -> begun.getCount() == 0);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ended).containsExactly("first true", "second true"));
        assertThat(worked).containsExactly("first", "second");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beginsNothingMoreAfterWhatWasNotDone(boolean breaks) throws InterruptedException {
        // Given
        BooleanSupplier fails = () -> {
            if (breaks) {
                throw new StackOverflowError("on purpose");
            }
            return false;
        };

        // When
        hand("first", fails);
        hand("second", () -> true);
        hand("third", () -> true);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ended).containsExactly("first false", "second false", "third false"));
        assertThat(worked).containsExactly("first");
    }

    private void hand(String name, BooleanSupplier work) throws InterruptedException {
        turns.next(
                () -> {
                    worked.add(name);
                    return work.getAsBoolean();
                },
                done -> ended.add(name + " " + done));
    }
}
