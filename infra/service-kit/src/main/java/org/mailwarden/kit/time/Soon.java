// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.time;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Work that begins as soon as somebody asks for it, and that never runs twice at once. Who asks while it runs has it run once
 * more: what was written before the question is seen. The tables say what there is to do, so that a question which is lost
 * in a crash loses nothing, as long as a schedule asks too. Safe for use by several threads.
 */
public final class Soon implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Soon.class);

    private final Runnable work;
    private final Duration pause;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean closed;

    /**
     * Prepares; nothing runs yet.
     *
     * @param work what is done, with a request context of its own; what it throws is logged, and the next question tries again
     * @param pause between two runs, so that many questions at once come to few runs; zero or more
     */
    public Soon(Runnable work, Duration pause) {
        this.work = work;
        this.pause = pause;
    }

    /** Has the work done on another thread. Does nothing once this is closed. */
    public void ask() {
        if (!closed && asked.getAndIncrement() == 0) {
            Thread.startVirtualThread(this::run);
        }
    }

    /**
     * Tells whether long work is to come to its end.
     *
     * @return true once this is closed
     */
    public boolean isClosed() {
        return closed;
    }

    /** Takes no more questions; what runs comes to its end by itself. */
    @Override
    public void close() {
        closed = true;
    }

    private void run() {
        int seen;
        do {
            seen = asked.get();
            if (!closed) {
                runOnce();
                LockSupport.parkNanos(pause.toNanos());
            }
        } while (!asked.compareAndSet(seen, 0));
    }

    private void runOnce() {
        ManagedContext context = Arc.container().requestContext();
        context.activate();
        try {
            work.run();
        } catch (RuntimeException | Error cause) {
            // An error that left the question open would keep every later one from beginning.
            LOG.warn("What was to be done failed, and is tried again", cause);
        } finally {
            context.terminate();
        }
    }
}
