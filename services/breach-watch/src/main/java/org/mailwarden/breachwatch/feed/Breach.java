// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A breach in which addresses of the fleet stand, as a feed describes it.
 *
 * @param name its stable name; findings are searched by it
 * @param title its name for people
 * @param feedId the feed that described it last
 * @param domain of who was breached; absent when there is none, or the feed does not tell
 * @param breachedOn the day it happened; absent when the feed does not know
 * @param addedOn the day the feed's source published it; absent when it does not tell
 * @param addresses how many addresses stand in it worldwide; absent when the feed does not tell
 * @param data what was taken, for instance "Passwords"
 * @param marks what the source says of it
 * @param accounts accounts of the fleet with a finding about it, in whatever state
 * @param open of these, those whose finding is open
 */
public record Breach(
        String name,
        String title,
        String feedId,
        @Nullable String domain,
        @Nullable LocalDate breachedOn,
        @Nullable LocalDate addedOn,
        @Nullable Long addresses,
        List<String> data,
        List<Exposure.Mark> marks,
        long accounts,
        long open) {

    /** Copies the lists. */
    public Breach {
        data = List.copyOf(data);
        marks = List.copyOf(marks);
    }
}
