// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.console.settings.ConsoleSettings;

/**
 * The latest hints of this process, and who listens. A listener hears each hint once and in order: going on from a cursor
 * and listening from then on are one step. Safe for use by many threads; calls listeners while it holds its lock, so they
 * only hand over.
 */
@ApplicationScoped
public class Hints {

    /** Somebody who listens. Called in order, by any thread; must not block. */
    interface Listener {

        /** The name of the person. */
        String person();

        /**
         * Something changed.
         *
         * @param hint the hint
         */
        void changed(Hint hint);

        /**
         * Something may have been missed: everything has to be asked again.
         *
         * @param end where to go on
         */
        void lost(Cursor end);

        /**
         * Whether what changes is heard at all.
         *
         * @param live false while the broker is away
         * @param end where the hints end
         */
        void live(boolean live, Cursor end);

        /** A sign of life. */
        void beat();
    }

    /** Whether somebody may listen. */
    enum Admitted {
        /** They listen now. */
        LISTENING,
        /** They listen often enough already. */
        TOO_MANY_OF_ONE,
        /** Nobody more can. */
        TOO_MANY
    }

    private final ConsoleSettings.Stream settings;
    private final HintRing ring;
    private final Set<Listener> listeners = new HashSet<>();
    private boolean live;

    Hints(ConsoleSettings settings, Clock clock) {
        this.settings = settings.stream();
        this.ring = new HintRing(clock.millis(), this.settings.kept());
    }

    /** Tells a change to everybody. */
    synchronized void tell(Change change) {
        Hint hint = ring.add(change);
        listeners().forEach(listener -> listener.changed(hint));
    }

    /** Tells everybody that something may have been missed. */
    synchronized void lose() {
        Cursor end = ring.lose();
        listeners().forEach(listener -> listener.lost(end));
    }

    /** Tells everybody whether the broker is there, when that changed. */
    synchronized void live(boolean now) {
        if (now != live) {
            live = now;
            listeners().forEach(listener -> listener.live(now, ring.end()));
        }
    }

    /** Gives everybody a sign of life. */
    synchronized void beat() {
        listeners().forEach(Listener::beat);
    }

    /** Whether the broker is there. */
    synchronized boolean isLive() {
        return live;
    }

    /**
     * Lets somebody listen.
     *
     * @param listener who
     * @param heard the last hint that they heard before; null for whoever begins
     * @return whether they listen
     */
    synchronized Admitted listen(Listener listener, @Nullable Cursor heard) {
        if (listeners.size() >= settings.most()) {
            return Admitted.TOO_MANY;
        }
        if (listeners.stream()
                        .filter(other -> other.person().equals(listener.person()))
                        .count()
                >= settings.mostPerPerson()) {
            return Admitted.TOO_MANY_OF_ONE;
        }
        listeners.add(listener);
        listener.live(live, heard == null ? ring.end() : heard);
        if (heard != null) {
            // One more than is told: who missed more reads everything again sooner than so many single things.
            switch (ring.after(heard, settings.mostResumed() + 1)) {
                case HintRing.Answer.Lost(Cursor end) -> listener.lost(end);
                case HintRing.Answer.Known(List<Hint> hints, Cursor _)
                when hints.size() > settings.mostResumed() -> listener.lost(ring.end());
                case HintRing.Answer.Known(List<Hint> hints, Cursor _) -> hints.forEach(listener::changed);
            }
        }
        return Admitted.LISTENING;
    }

    /** How many listen. */
    synchronized int listening() {
        return listeners.size();
    }

    /** Lets somebody go. */
    synchronized void leave(Listener listener) {
        listeners.remove(listener);
    }

    /**
     * What came after a cursor.
     *
     * @param heard the last hint that was heard; null for all that are kept
     * @param limit most hints
     * @return the hints, or that some are not known
     */
    synchronized HintRing.Answer after(@Nullable Cursor heard, int limit) {
        return ring.after(heard == null ? ring.beginning() : heard, limit);
    }

    // A copy: whoever is told may leave over it.
    private List<Listener> listeners() {
        return new ArrayList<>(listeners);
    }
}
