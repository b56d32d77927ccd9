// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

/** Hears the items of a feed while they are read, on the reading thread. */
public interface ItemListener {

    /**
     * Takes an item over; it is wiped by whoever takes it.
     *
     * @param item what the source says about an address
     */
    void item(FeedItem item);

    /**
     * Hears what people should know of the source although the fetch goes on.
     *
     * @param sentence what is odd and what to do; no secret, nothing unbounded
     */
    void remark(String sentence);

    /** Whether the fetch should stop. */
    boolean cancelled();
}
