// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Published, acknowledged, and only then advanced, also with several batches on their way. */
class InFlightTest {

    private final List<String> advanced = new ArrayList<>();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<Void> second = new CompletableFuture<>();

    @Test
    void advancesNothingThatIsNotAcknowledged() {
        InFlight inFlight = new InFlight(3);
        inFlight.add(first, () -> advanced.add("first"));

        inFlight.add(second, () -> advanced.add("second"));

        assertThat(advanced).isEmpty();
    }

    @Test
    void aLaterAcknowledgementDoesNotOvertakeAnEarlierOne() {
        InFlight inFlight = new InFlight(3);
        inFlight.add(first, () -> advanced.add("first"));
        second.complete(null);

        inFlight.add(second, () -> advanced.add("second"));

        assertThat(advanced).isEmpty();
    }

    @Test
    void advancesInOrderOnceAllAreAcknowledged() {
        InFlight inFlight = new InFlight(3);
        inFlight.add(first, () -> advanced.add("first"));
        inFlight.add(second, () -> advanced.add("second"));
        second.complete(null);
        first.complete(null);

        inFlight.settle();

        assertThat(advanced).containsExactly("first", "second");
    }

    @Test
    void advancesNothingBehindABatchThatFailed() {
        InFlight inFlight = new InFlight(3);
        inFlight.add(first, () -> advanced.add("first"));
        inFlight.add(second, () -> advanced.add("second"));
        second.complete(null);
        first.completeExceptionally(new IllegalStateException("the broker is away"));

        assertThatThrownBy(inFlight::settle).hasMessage("the broker is away");

        inFlight.settle();
        assertThat(advanced).isEmpty();
    }

    @Test
    void advancesNothingBehindABatchThatCouldNotAdvance() {
        InFlight inFlight = new InFlight(3);
        inFlight.add(first, () -> {
            throw new IllegalStateException("the database is away");
        });
        inFlight.add(second, () -> advanced.add("second"));
        first.complete(null);
        second.complete(null);

        assertThatThrownBy(inFlight::settle).hasMessage("the database is away");

        inFlight.settle();
        assertThat(advanced).isEmpty();
    }

    @Test
    void waitsWhenTooManyAreOnTheirWay() {
        InFlight inFlight = new InFlight(1);
        inFlight.add(first, () -> advanced.add("first"));
        CompletableFuture.delayedExecutor(50, java.util.concurrent.TimeUnit.MILLISECONDS)
                .execute(() -> first.complete(null));

        inFlight.add(second, () -> advanced.add("second"));

        assertThat(advanced).containsExactly("first");
    }
}
