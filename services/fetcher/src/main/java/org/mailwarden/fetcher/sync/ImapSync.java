// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.fetcher.archive.Archive;
import org.mailwarden.fetcher.imap.FolderSync;
import org.mailwarden.fetcher.imap.FolderSync.Decision;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.publish.MessageEvents;
import org.mailwarden.fetcher.publish.MessagePublisher;
import org.mailwarden.fetcher.sync.SyncState.Seen;

/** Brings what is known of a folder up to date: announce, wait for the broker, advance; in this order and no other. */
@ApplicationScoped
public class ImapSync {

    private static final int MOST_IN_FLIGHT = 500;
    private static final int BATCHES_IN_FLIGHT = 3;

    private final SyncState state;
    private final MaildropLedger maildrop;
    private final MessagePublisher publisher;
    private final Archive archive;
    private final Clock clock;

    ImapSync(SyncState state, MaildropLedger maildrop, MessagePublisher publisher, Archive archive, Clock clock) {
        this.state = state;
        this.maildrop = maildrop;
        this.publisher = publisher;
        this.archive = archive;
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
        if (wasReadOverPop3(account, selected)) {
            noticeGoneSincePop3(account);
        }
    }

    private boolean wasReadOverPop3(UUID account, SelectedFolder folder) {
        return folder.name().equals(MessageEvents.MAILDROP)
                && !state.uidls(account).isEmpty();
    }

    /** What was read over POP3 and was not recognised when the whole folder was read over IMAP. */
    private void noticeGoneSincePop3(UUID account) {
        maildrop.known(account).forEach((uidl, message) -> {
            publisher.publishAndAwait(
                    List.of(MessageEvents.goneFromMaildrop(account, uidl, message.fingerprint(), clock.instant())));
            maildrop.forget(account, uidl);
        });
    }

    /**
     * Opens a folder and compares it with what is known.
     *
     * @param account the account
     * @param folder the folder, open afterwards
     * @param session a session of the account
     * @return whether the folder changed since it was read
     * @throws IOException when the connection breaks, or there is no such folder
     */
    public boolean isBehind(UUID account, String folder, ImapSession session) throws IOException {
        SelectedFolder selected = session.examine(folder);
        return !(FolderSync.decide(state.folder(account, folder), selected) instanceof Decision.Nothing)
                || state.uids(account, folder, selected.uidValidity()).size() != selected.exists();
    }

    private void fetch(UUID account, SelectedFolder folder, long from, long to, ImapSession session)
            throws IOException {
        Announcements batch = new Announcements(account, folder.name(), clock);
        Intake intake = new Intake(archive, account, archive.keeps(Retrieval.KEEP_ON_SERVER));
        InFlight inFlight = new InFlight(BATCHES_IN_FLIGHT);
        boolean renumbered =
                !state.outdated(account, folder.name(), folder.uidValidity()).isEmpty()
                        || wasReadOverPop3(account, folder)
                        || from <= state.highest(account, folder.name(), folder.uidValidity());
        try {
            session.fetch(from, to, (id, size, raw) -> {
                ParsedMessage message = intake.take(raw, size).message();
                if (id instanceof MessageId.Imap(long uidValidity, long uid)
                        && !(renumbered
                                && state.recognise(account, folder.name(), message.fingerprint(), uidValidity, uid))) {
                    batch.add(id, message);
                }
                if (batch.isFull() && id instanceof MessageId.Imap imap) {
                    announce(account, folder, imap.uid(), batch, inFlight);
                }
            });
            announce(account, folder, to, batch, inFlight);
        } finally {
            // Also when the connection broke: what the broker acknowledges is not announced again.
            inFlight.settle();
        }
    }

    /** While the broker acknowledges a batch the next one is read; the folder advances batch by batch all the same. */
    private void announce(UUID account, SelectedFolder folder, long lastUid, Announcements batch, InFlight inFlight) {
        List<Seen> seen = batch.seen();
        inFlight.add(
                publisher.publish(batch.events()),
                () -> state.advance(account, folder.name(), folder.uidValidity(), lastUid, seen));
        batch.clear();
    }

    private void noticeGone(UUID account, SelectedFolder folder, ImapSession session) throws IOException {
        // What a renumbering left without a new number is not in the folder any more.
        List<MessageId.Imap> gone = new ArrayList<>(state.outdated(account, folder.name(), folder.uidValidity()));
        Set<Long> known = state.uids(account, folder.name(), folder.uidValidity());
        if (known.size() != folder.exists()) {
            Set<Long> missing = new TreeSet<>(known);
            session.uids().forEach(missing::remove);
            missing.forEach(uid -> gone.add(new MessageId.Imap(folder.uidValidity(), uid)));
        }
        for (int from = 0; from < gone.size(); from += MOST_IN_FLIGHT) {
            List<MessageId.Imap> some = gone.subList(from, Math.min(gone.size(), from + MOST_IN_FLIGHT));
            publisher.publishAndAwait(some.stream()
                    .map(id -> MessageEvents.gone(account, folder.name(), id, clock.instant()))
                    .toList());
            some.forEach(id -> state.forget(account, folder.name(), id.uidValidity(), Optional.of(id.uid()), ""));
        }
    }
}
