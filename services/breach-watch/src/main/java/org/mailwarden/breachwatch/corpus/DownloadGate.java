// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets requests through: so many at once, so many a second, and none while the server wants rest. For many threads. */
final class DownloadGate {

    private final Semaphore places;
    private final long interval;
    private long next = System.nanoTime();

    DownloadGate(Pace pace) {
        places = new Semaphore(pace.atOnce());
        interval = TimeUnit.SECONDS.toNanos(1) / pace.perSecond();
    }

    /** Waits for a turn; {@link #leave} ends it. */
    void enter() throws InterruptedException {
        places.acquire();
        try {
            for (long wait = turn(); wait > 0; wait = turn()) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
        } catch (InterruptedException e) {
            places.release();
            throw e;
        }
    }

    /** Takes the turn, or tells how long to wait before the next look: the server may want rest meanwhile. */
    private synchronized long turn() {
        long now = System.nanoTime();
        if (next - now > 0) {
            return next - now;
        }
        next = Math.max(next, now - interval) + interval;
        return 0;
    }

    void leave() {
        places.release();
    }

    /** Nobody asks for this long. */
    synchronized void rest(Duration pause) {
        next = Math.max(next, System.nanoTime() + pause.toNanos());
    }
}
