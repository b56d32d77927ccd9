// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Batches that were published and wait for the broker while the next ones are read. Each advances only after its own
 * acknowledgement and after every batch before it; behind one that failed none advances. Used by one thread.
 */
final class InFlight {

    private final int most;
    private final Deque<Batch> waiting = new ArrayDeque<>();

    private record Batch(Future<?> acknowledged, Runnable advance) {}

    /**
     * Starts with nothing in flight.
     *
     * @param most batches that may wait at once, at least 1
     */
    InFlight(int most) {
        this.most = most;
    }

    /**
     * Adds a batch, and waits when too many are in flight.
     *
     * @param acknowledged completes with the broker's acknowledgement of all of it
     * @param advance writes down that the batch is done with
     * @throws RuntimeException when the broker did not acknowledge a batch, or advancing failed
     */
    void add(Future<?> acknowledged, Runnable advance) {
        waiting.addLast(new Batch(acknowledged, advance));
        while (!waiting.isEmpty()
                && (waiting.size() > most || waiting.getFirst().acknowledged().isDone())) {
            settleFirst();
        }
    }

    /**
     * Waits for every batch.
     *
     * @throws RuntimeException when the broker did not acknowledge a batch, or advancing failed
     */
    void settle() {
        while (!waiting.isEmpty()) {
            settleFirst();
        }
    }

    private void settleFirst() {
        Batch first = waiting.removeFirst();
        try {
            first.acknowledged().get();
            first.advance().run();
        } catch (ExecutionException notAcknowledged) {
            waiting.clear();
            throw notAcknowledged.getCause() instanceof RuntimeException reason
                    ? reason
                    : new CompletionException(notAcknowledged.getCause());
        } catch (InterruptedException ended) {
            waiting.clear();
            Thread.currentThread().interrupt();
            throw new CompletionException(ended);
        } catch (RuntimeException notAdvanced) {
            waiting.clear();
            throw notAdvanced;
        }
    }
}
