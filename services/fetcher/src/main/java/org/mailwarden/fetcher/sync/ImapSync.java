// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.fetcher.imap.FolderSync;
import org.mailwarden.fetcher.imap.FolderSync.Decision;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageReader;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.publish.MessageEvents;
import org.mailwarden.fetcher.publish.MessagePublisher;
import org.mailwarden.kit.event.Event;

/** Brings what is known of a folder up to date: announce, wait for the broker, advance; in this order and no other. */
@ApplicationScoped
public class ImapSync {

    private final SyncState state;
    private final MessagePublisher publisher;
    private final Clock clock;

    ImapSync(SyncState state, MessagePublisher publisher, Clock clock) {
        this.state = state;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Reads a folder.
     *
     * @param account the account
     * @param folder the folder
     * @param session a session of the account
     * @throws IOException when the connection breaks; what was announced by then is kept
     */
    public void read(UUID account, String folder, ImapSession session) throws IOException {
        SelectedFolder selected = session.examine(folder);
        switch (FolderSync.decide(state.folder(account, folder), selected)) {
            case Decision.Nothing() -> {}
            case Decision.FetchRange(long from, long to) -> fetch(account, selected, from, to, session);
            case Decision.Reset(long before, long now, Decision then) -> {
                publisher.publishAndAwait(List.of(MessageEvents.reset(account, folder, before, now, clock.instant())));
                if (then instanceof Decision.FetchRange(long from, long to)) {
                    fetch(account, selected, from, to, session);
                } else {
                    state.advance(account, folder, now, 0, List.of());
                }
            }
        }
        noticeGone(account, selected, session);
    }

    private void fetch(UUID account, SelectedFolder folder, long from, long to, ImapSession session)
            throws IOException {
        Announcements batch = new Announcements(account, folder.name(), clock);
        session.fetch(from, to, (id, size, raw) -> {
            ParsedMessage message = MessageReader.read(raw, size);
            if (id instanceof MessageId.Imap(long uidValidity, long uid)
                    && !state.recognise(account, folder.name(), message.fingerprint(), uidValidity, uid)) {
                batch.add(id, message);
            }
            if (batch.isFull() && id instanceof MessageId.Imap imap) {
                announce(account, folder, imap.uid(), batch);
            }
        });
        announce(account, folder, to, batch);
    }

    private void announce(UUID account, SelectedFolder folder, long lastUid, Announcements batch) {
        publisher.publishAndAwait(batch.events());
        state.advance(account, folder.name(), folder.uidValidity(), lastUid, batch.seen());
        batch.clear();
    }

    private void noticeGone(UUID account, SelectedFolder folder, ImapSession session) throws IOException {
        Set<Long> known = state.uids(account, folder.name(), folder.uidValidity());
        if (known.size() == folder.exists()) {
            return;
        }
        Set<Long> gone = new HashSet<>(known);
        session.uids().forEach(gone::remove);
        List<Event> events = new ArrayList<>();
        for (long uid : gone) {
            events.add(MessageEvents.gone(
                    account, folder.name(), new MessageId.Imap(folder.uidValidity(), uid), clock.instant()));
        }
        publisher.publishAndAwait(events);
        gone.forEach(uid -> state.forget(account, folder.name(), folder.uidValidity(), Optional.of(uid), ""));
    }
}
