// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server of ranges, as Pwned Passwords is one. Asked by many threads at once. */
@FunctionalInterface
public interface RangeServer {

    /**
     * Asks for a range.
     *
     * @param prefix 0 to 1048575: the first 5 hex digits
     * @param etag of the answer that is held, as the server sent it; absent when none is
     * @return the answer; never throws for what a server or network does
     * @throws InterruptedException when the thread is to stop
     */
    Reply get(int prefix, @Nullable String etag) throws InterruptedException;

    /** What a server answers. */
    sealed interface Reply {

        /**
         * A range.
         *
         * @param body its lines, whole and unpacked
         * @param etag its tag, absent when there is none
         */
        record Range(byte[] body, @Nullable String etag) implements Reply {}

        /** The answer that is held is still the right one. */
        record Unchanged() implements Reply {}

        /**
         * Too many requests.
         *
         * @param pause how long not to ask; absent when the server does not say
         */
        record Busy(@Nullable Duration pause) implements Reply {}

        /**
         * No range came.
         *
         * @param reason why, as part of a sentence, without text of the server
         */
        record Broken(String reason) implements Reply {}
    }
}
