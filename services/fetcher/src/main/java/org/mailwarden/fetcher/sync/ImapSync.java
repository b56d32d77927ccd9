// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.fetcher.archive.Archive;
import org.mailwarden.fetcher.evidence.EvidenceFinder;
import org.mailwarden.fetcher.evidence.FoundEvidence;
import org.mailwarden.fetcher.imap.FolderSync;
import org.mailwarden.fetcher.imap.FolderSync.Decision;
import org.mailwarden.fetcher.imap.FolderSync.Settled;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.message.Provenance;
import org.mailwarden.fetcher.publish.MessageEvents;
import org.mailwarden.fetcher.publish.MessagePublisher;
import org.mailwarden.fetcher.quarantine.Quarantine;
import org.mailwarden.fetcher.quarantine.Quarantined;
import org.mailwarden.fetcher.sync.SyncState.Seen;
import org.mailwarden.kit.event.Event;

/** Brings what is known of a folder up to date: announce, wait for the broker, advance; in this order and no other. */
@ApplicationScoped
public class ImapSync {

    private static final int BATCHES_IN_FLIGHT = 3;

    private final SyncState state;
    private final MaildropLedger maildrop;
    private final MessagePublisher publisher;
    private final Quarantine quarantine;
    private final Archive archive;
    private final EvidenceFinder finder;
    private final FoundEvidence found;
    private final Renumbering renumbering;
    private final Expunged expunged;
    private final FolderReadings readings;
    private final Clock clock;

    ImapSync(
            SyncState state,
            MaildropLedger maildrop,
            MessagePublisher publisher,
            Quarantine quarantine,
            Archive archive,
            EvidenceFinder finder,
            FoundEvidence found,
            Renumbering renumbering,
            Expunged expunged,
            FolderReadings readings,
            Clock clock) {
        this.state = state;
        this.maildrop = maildrop;
        this.publisher = publisher;
        this.quarantine = quarantine;
        this.archive = archive;
        this.finder = finder;
        this.found = found;
        this.renumbering = renumbering;
        this.expunged = expunged;
        this.readings = readings;
        this.clock = clock;
    }

    /**
     * Reads a folder.
     *
     * @param account the account
     * @param folder the folder
     * @param settled how it was when it was last read to the end; absent for never
     * @param session a session of the account
     * @param provenance how its messages come to us
     * @throws IOException when the connection breaks, or there is no such folder; what was announced by then is kept
     */
    void read(UUID account, String folder, @Nullable Settled settled, ImapSession session, Provenance provenance)
            throws IOException {
        SelectedFolder selected = session.examine(folder);
        if (settled != null && settled.isStill(selected)) {
            readings.unchanged(account, List.of(folder));
            return;
        }
        switch (FolderSync.decide(state.folder(account, folder), selected)) {
            case Decision.Nothing() -> {}
            case Decision.FetchRange(long from, long to) -> fetch(account, selected, from, to, session, provenance);
            case Decision.Reset(long before, long now, Decision then) -> {
                publisher.publishAndAwait(List.of(MessageEvents.reset(account, folder, before, now, clock.instant())));
                readings.renumbered(account, folder);
                if (then instanceof Decision.FetchRange(long from, long to)) {
                    fetch(account, selected, from, to, session, provenance);
                } else {
                    state.advance(account, folder, now, 0, List.of());
                }
            }
        }
        fetchMissed(account, selected, expunged.notice(account, selected, settled, session), session, provenance);
        if (wasReadOverPop3(account, selected)) {
            noticeGoneSincePop3(account);
        }
        readings.settle(account, selected);
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

    private void fetch(
            UUID account, SelectedFolder folder, long from, long to, ImapSession session, Provenance provenance)
            throws IOException {
        Announcements batch = new Announcements(account, folder.name(), provenance, finder, clock);
        Intake intake = intake(account, provenance);
        InFlight inFlight = new InFlight(BATCHES_IN_FLIGHT);
        boolean seenBefore = state.hasOutdated(account, folder.name(), folder.uidValidity())
                || wasReadOverPop3(account, folder)
                || from <= state.highest(account, folder.name(), folder.uidValidity());
        if (to - from >= Announcements.FULL) {
            readings.backfill(
                    account, folder.name(), folder.exists(), state.count(account, folder.name(), folder.uidValidity()));
        }
        // Not UIDNEXT but the last message counts: a UIDNEXT that is too high would hide what comes later. Messages
        // that
        // came before others that are missing are announced, and recognised should they be read again.
        long[] last = {from - 1};
        try {
            session.fetch(from, to, new MessageSink() {
                @Override
                public void accept(MessageId id, long size, InputStream raw) throws IOException {
                    batch.add(id, intake.take(raw, size));
                }

                @Override
                public void reached(long uid) {
                    last[0] = uid;
                    if (batch.isFull()) {
                        announce(account, folder, uid, batch, seenBefore, inFlight);
                    }
                }
            });
            announce(account, folder, last[0], batch, seenBefore, inFlight);
        } finally {
            // Also when the connection broke: what the broker acknowledges is not announced again.
            inFlight.settle();
        }
    }

    private Intake intake(UUID account, Provenance provenance) {
        return new Intake(archive, finder, account, archive.keeps(Retrieval.KEEP_ON_SERVER), provenance.receiver());
    }

    /** While the broker acknowledges a batch the next one is read; the folder advances batch by batch all the same. */
    private void announce(
            UUID account,
            SelectedFolder folder,
            long lastUid,
            Announcements batch,
            boolean seenBefore,
            InFlight inFlight) {
        if (seenBefore) {
            batch.drop(renumbering.recognise(account, folder, batch.seen()));
        }
        List<Seen> seen = batch.seen();
        List<Quarantined> quarantined = batch.quarantined();
        List<Event> evidence = batch.evidence();
        inFlight.add(publisher.publish(batch.events()), () -> {
            // Before the advance: after it the message would not be looked at again.
            quarantine.write(account, quarantined);
            found.write(evidence);
            state.advance(account, folder.name(), folder.uidValidity(), lastUid, seen);
        });
        batch.clear();
    }

    /** A server whose UIDNEXT is too low hides messages until the count gives it away. */
    private void fetchMissed(
            UUID account, SelectedFolder folder, SortedSet<Long> missed, ImapSession session, Provenance provenance)
            throws IOException {
        Announcements batch = new Announcements(account, folder.name(), provenance, finder, clock);
        Intake intake = intake(account, provenance);
        while (!missed.isEmpty()) {
            long from = missed.first();
            long to = from;
            while (missed.remove(to)) {
                to++;
            }
            session.fetch(from, to - 1, (id, size, raw) -> {
                batch.add(id, intake.take(raw, size));
                if (batch.isFull()) {
                    remember(account, batch);
                }
            });
        }
        remember(account, batch);
    }

    private void remember(UUID account, Announcements batch) {
        publisher.publishAndAwait(batch.events());
        quarantine.write(account, batch.quarantined());
        found.write(batch.evidence());
        state.remember(account, batch.seen());
        batch.clear();
    }
}
