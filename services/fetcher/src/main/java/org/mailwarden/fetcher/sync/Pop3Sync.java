// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageReader;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.pop3.UidlDifference;
import org.mailwarden.fetcher.publish.MessageEvents;
import org.mailwarden.fetcher.publish.MessagePublisher;

/** Brings what is known of a maildrop up to date: announce, wait for the broker, remember; in this order and no other. */
@ApplicationScoped
public class Pop3Sync {

    private static final int MOST_IN_FLIGHT = 500;

    private final SyncState state;
    private final MessagePublisher publisher;
    private final Clock clock;

    Pop3Sync(SyncState state, MessagePublisher publisher, Clock clock) {
        this.state = state;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Reads a maildrop.
     *
     * @param account the account
     * @param session a session of the account
     * @throws IOException when the connection breaks; what was announced by then is kept
     */
    public void read(UUID account, Pop3Session session) throws IOException {
        UidlDifference difference = UidlDifference.between(state.uidls(account), session.uidl());
        Announcements batch = new Announcements(account, MessageEvents.MAILDROP, clock);
        session.retrieve(difference.added(), (id, size, raw) -> {
            batch.add(id, MessageReader.read(raw, size));
            if (batch.isFull()) {
                announce(account, batch);
            }
        });
        announce(account, batch);
        noticeGone(account, difference);
    }

    private void announce(UUID account, Announcements batch) {
        publisher.publishAndAwait(batch.events());
        state.remember(account, batch.seen());
        batch.clear();
    }

    private void noticeGone(UUID account, UidlDifference difference) {
        List<String> gone = List.copyOf(difference.gone());
        for (int from = 0; from < gone.size(); from += MOST_IN_FLIGHT) {
            List<String> some = gone.subList(from, Math.min(gone.size(), from + MOST_IN_FLIGHT));
            publisher.publishAndAwait(some.stream()
                    .map(uidl -> MessageEvents.gone(
                            account, MessageEvents.MAILDROP, new MessageId.Pop3(0, uidl), clock.instant()))
                    .toList());
            some.forEach(uidl -> state.forget(account, MessageEvents.MAILDROP, 0, Optional.empty(), uidl));
        }
    }
}
