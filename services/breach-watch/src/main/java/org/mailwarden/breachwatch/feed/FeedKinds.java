// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The kinds of source that this version can read. */
@ApplicationScoped
class FeedKinds {

    private final List<Feed> feeds;

    FeedKinds(@All List<Feed> feeds) {
        this.feeds = feeds.stream().sorted(Comparator.comparing(Feed::kind)).toList();
    }

    List<Feed> all() {
        return feeds;
    }

    Optional<Feed> of(FeedKind kind) {
        return feeds.stream().filter(feed -> feed.kind() == kind).findFirst();
    }

    String description(FeedKind kind) {
        return kind == FeedKind.COMBOLIST
                ? "Files of leaked address and password pairs, one a line."
                : of(kind).map(Feed::description).orElse("This version cannot read it.");
    }
}
