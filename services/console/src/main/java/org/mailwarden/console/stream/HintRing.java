// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest hints, the oldest forgotten first. Pure; for use by one thread at a time. */
final class HintRing {

    /** What came after a cursor. */
    sealed interface Answer {

        /**
         * All of it is known.
         *
         * @param hints oldest first; may be the first of more
         * @param end where to go on
         */
        record Known(List<Hint> hints, Cursor end) implements Answer {}

        /**
         * Something that came after it is not known: whoever asks has to read everything again.
         *
         * @param end where to go on after that
         */
        record Lost(Cursor end) implements Answer {}
    }

    private final int most;
    private final Deque<Hint> kept = new ArrayDeque<>();
    private Cursor end;

    /**
     * An empty ring.
     *
     * @param process names the process, see {@link Cursor#process}
     * @param most hints that are kept
     */
    HintRing(long process, int most) {
        this.most = most;
        this.end = new Cursor(process, 0);
    }

    /** Adds a change. */
    Hint add(Change change) {
        end = end.next();
        Hint hint = new Hint(end, change);
        kept.addLast(hint);
        if (kept.size() > most) {
            kept.removeFirst();
        }
        return hint;
    }

    /** Something may have been missed: nobody goes on from a cursor of before. */
    Cursor lose() {
        kept.clear();
        // One further, so that even who had heard the last hint has to ask.
        end = end.next();
        return end;
    }

    /** Where the hints end just now. */
    Cursor end() {
        return end;
    }

    /** The cursor before the oldest hint. */
    Cursor beginning() {
        return new Cursor(end.process(), end.number() - kept.size());
    }

    /**
     * What came after a cursor.
     *
     * @param cursor the last one that was heard
     * @param limit most hints
     * @return the hints, or that some are not known
     */
    Answer after(Cursor cursor, int limit) {
        boolean unknown = cursor.process() != end.process()
                || cursor.number() < beginning().number()
                || cursor.number() > end.number();
        if (unknown) {
            return new Answer.Lost(end);
        }
        List<Hint> hints = kept.stream()
                .skip(cursor.number() - beginning().number())
                .limit(limit)
                .toList();
        return new Answer.Known(hints, hints.isEmpty() ? end : hints.getLast().cursor());
    }
}
