// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch is asked with.
 *
 * @param feedId the feed, for facts
 * @param settings its settings, secrets opened
 * @param cursor what the fetch before returned, absent the first time
 * @param addresses the fleet's addresses, lower case, in order
 */
public record FeedRequest(
        String feedId, FeedSettings settings, @Nullable String cursor, Collection<String> addresses) {}
