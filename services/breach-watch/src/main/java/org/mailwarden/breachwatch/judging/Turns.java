// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Work on one thread, in the order in which it comes. While one piece is worked on, who brings the next waits with it. After a
 * piece that was not done no other is begun: what comes behind it must not be kept before it.
 */
final class Turns implements AutoCloseable {

    private final ExecutorService worker;
    private final Semaphore idle = new Semaphore(1);
    private volatile boolean ended;

    /**
     * Makes a worker that has nothing to do.
     *
     * @param name name of its thread
     */
    Turns(String name) {
        worker = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Hears of the end of a piece of work, on the worker's thread. */
    interface Ending {

        /**
         * It has ended.
         *
         * @param done whether it was done; false also when it was not begun, since one before it was not done
         */
        void ended(boolean done);
    }

    /**
     * Waits until the piece before is through, and hands over the next. For one thread.
     *
     * @param work tells whether it was done
     * @param ending told once
     * @throws InterruptedException when interrupted while waiting; nothing is handed over then
     */
    void next(BooleanSupplier work, Ending ending) throws InterruptedException {
        idle.acquire();
        worker.execute(() -> {
            boolean done = false;
            try {
                done = !ended && work.getAsBoolean();
            } finally {
                ended |= !done;
                idle.release();
                ending.ended(done);
            }
        });
    }

    @Override
    public void close() {
        worker.shutdown();
    }
}
