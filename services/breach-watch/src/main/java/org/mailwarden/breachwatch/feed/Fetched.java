// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.time.Instant;

/** How far a fetch came. A source that could not be asked is never one that had nothing to say. */
public sealed interface Fetched {

    /**
     * A part was read to its end.
     *
     * @param cursor where the next part begins
     * @param more whether there is a next part now
     */
    record Read(String cursor, boolean more) implements Fetched {}

    /**
     * The source was asked and has nothing since the cursor.
     *
     * @param cursor where to ask on
     */
    record NothingNew(String cursor) implements Fetched {}

    /**
     * The source, or what was agreed with it, wants a pause.
     *
     * @param until not before then
     * @param cursor where to go on; what is before was read
     */
    record RateLimited(Instant until, String cursor) implements Fetched {}

    /**
     * The source refuses, and will again until somebody changes something.
     *
     * @param sentence what is wrong and what to do next
     */
    record Refused(String sentence) implements Fetched {}

    /**
     * The source could not be asked, or its answer makes no sense; it may be well later.
     *
     * @param sentence what happened
     */
    record Unavailable(String sentence) implements Fetched {}

    /** The listener did not want to hear on. */
    record Stopped() implements Fetched {}
}
