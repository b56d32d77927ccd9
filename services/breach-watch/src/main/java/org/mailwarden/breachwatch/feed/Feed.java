// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.List;

/**
 * A source of leaks. It only reads: what an item means for the fleet is judged elsewhere, so every feed is held to the same
 * rules. Safe for use by many threads; whatever a fetch must remember stands in its cursor.
 */
public interface Feed {

    /** What kind of source it reads. */
    FeedKind kind();

    /** What it brings, one plain sentence. */
    String description();

    /** What must or may be configured. */
    List<FeedSetting> settings();

    /**
     * Reads the next part of what came since a cursor. It never waits for a limit of the source and never sleeps: it
     * returns, and is called again.
     *
     * @param request with what settings, and since where
     * @param items hears each item while it is read, so that memory holds one
     * @return how far it came; what the source does is an outcome, never an exception
     */
    Fetched fetch(FeedRequest request, ItemListener items);
}
