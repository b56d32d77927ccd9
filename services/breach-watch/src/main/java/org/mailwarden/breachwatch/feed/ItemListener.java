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

    /** Whether the fetch should stop. */
    boolean cancelled();
}
