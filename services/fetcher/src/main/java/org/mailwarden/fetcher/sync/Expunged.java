// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.imap.FolderSync.Settled;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.imap.UidRanges;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.publish.MessageEvents;
import org.mailwarden.fetcher.publish.MessagePublisher;

/**
 * Notices which messages are gone from a folder, at the least cost the server allows: by the count alone when it is right,
 * else by asking what vanished (RFC 7162), and only as the last resort by listing what is left.
 */
@ApplicationScoped
public class Expunged {

    private static final int MOST_IN_FLIGHT = 500;

    private final SyncState state;
    private final FolderReadings readings;
    private final MessagePublisher publisher;
    private final Clock clock;

    Expunged(SyncState state, FolderReadings readings, MessagePublisher publisher, Clock clock) {
        this.state = state;
        this.readings = readings;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Tells of every message that is gone.
     *
     * @param account the account
     * @param folder examined, and what is new in it fetched
     * @param settled how the folder was when it was last read to the end; absent for never
     * @param session a session of the account
     * @return UIDs that are in the folder and were never seen, although they should have been
     * @throws IOException when the connection breaks; what was told by then is kept
     */
    SortedSet<Long> notice(UUID account, SelectedFolder folder, @Nullable Settled settled, ImapSession session)
            throws IOException {
        // What a renumbering left without a new number is not in the folder any more; but a folder that is being filled
        // again after a restore is given the time for it, since what is told gone is news when it comes back.
        if (!readings.isBeingFilled(account, folder.name())) {
            tell(account, folder, state.outdated(account, folder.name(), folder.uidValidity()));
        }
        SortedSet<Long> missed = new TreeSet<>();
        if (state.count(account, folder.name(), folder.uidValidity()) == folder.exists()) {
            return missed;
        }
        SortedSet<Long> known = new TreeSet<>(state.uids(account, folder.name(), folder.uidValidity()));
        long since = settled == null ? 0 : settled.tellsSince(folder);
        if (since > 0 && !known.isEmpty()) {
            Optional<UidRanges> vanished = session.vanishedSince(since, known.last());
            if (vanished.isPresent()) {
                gone(
                        account,
                        folder,
                        known.stream().filter(vanished.get()::contains).toList());
                known.removeIf(vanished.get()::contains);
            }
        }
        if (known.size() != folder.exists()) {
            List<Long> left = session.uids();
            missed.addAll(left);
            missed.removeAll(known);
            left.forEach(known::remove);
            gone(account, folder, List.copyOf(known));
        }
        return missed;
    }

    private void gone(UUID account, SelectedFolder folder, List<Long> uids) {
        List<MessageId.Imap> ids = new ArrayList<>(uids.size());
        uids.forEach(uid -> ids.add(new MessageId.Imap(folder.uidValidity(), uid)));
        tell(account, folder, ids);
    }

    private void tell(UUID account, SelectedFolder folder, List<MessageId.Imap> gone) {
        for (int from = 0; from < gone.size(); from += MOST_IN_FLIGHT) {
            List<MessageId.Imap> some = gone.subList(from, Math.min(gone.size(), from + MOST_IN_FLIGHT));
            publisher.publishAndAwait(some.stream()
                    .map(id -> MessageEvents.gone(account, folder.name(), id, clock.instant()))
                    .toList());
            state.forget(account, folder.name(), some);
        }
    }
}
