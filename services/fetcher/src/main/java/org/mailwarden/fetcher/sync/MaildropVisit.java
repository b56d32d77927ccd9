// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.evidence.FoundEvidence;
import org.mailwarden.fetcher.message.MessageFingerprint;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.pop3.UidlDifference;
import org.mailwarden.fetcher.pop3.UidlEntry;
import org.mailwarden.fetcher.publish.MessageEvents;
import org.mailwarden.fetcher.publish.MessagePublisher;
import org.mailwarden.fetcher.quarantine.Quarantine;
import org.mailwarden.fetcher.sync.MaildropLedger.Known;
import org.mailwarden.fetcher.sync.MaildropLedger.Measured;

/**
 * One visit to a maildrop: announce, wait for the broker, remember; in this order and no other. Used by one thread.
 *
 * <p>The server's ids are believed only as far as the content agrees: an id that was given to another message makes that a
 * new one, and a message that comes back under another id, or was read over IMAP before, is recognised.
 */
final class MaildropVisit {

    private static final int MOST_IN_FLIGHT = 500;

    private final UUID account;
    private final Pop3Session session;
    private final MaildropLedger ledger;
    private final FolderReadings readings;
    private final MessagePublisher publisher;
    private final Quarantine quarantine;
    private final FoundEvidence found;
    private final Intake intake;
    private final Clock clock;
    private final Announcements batch;
    private final List<Measured> measured = new ArrayList<>();
    private final Map<String, Known> known;
    private final List<UidlEntry> listed;
    private final UidlDifference difference;
    private final Set<String> gone;
    private final Map<String, Deque<String>> goneByFingerprint = new HashMap<>();
    private final boolean wasReadOverImap;

    MaildropVisit(
            UUID account,
            Pop3Session session,
            MaildropLedger ledger,
            FolderReadings readings,
            MessagePublisher publisher,
            Quarantine quarantine,
            FoundEvidence found,
            Intake intake,
            Announcements batch,
            Clock clock)
            throws IOException {
        this.account = account;
        this.session = session;
        this.ledger = ledger;
        this.readings = readings;
        this.publisher = publisher;
        this.quarantine = quarantine;
        this.found = found;
        this.intake = intake;
        this.batch = batch;
        this.clock = clock;
        this.listed = session.uidl();
        this.known = ledger.known(account);
        Map<String, Long> octets = new HashMap<>();
        known.forEach((uidl, message) -> octets.put(uidl, message.octets()));
        this.difference = UidlDifference.between(octets, listed);
        this.gone = new LinkedHashSet<>(difference.gone());
        for (String uidl : gone) {
            goneByFingerprint
                    .computeIfAbsent(message(uidl).fingerprint(), ignored -> new ArrayDeque<>())
                    .add(uidl);
        }
        this.wasReadOverImap = !difference.added().isEmpty() && ledger.wasReadOverImap(account);
    }

    /** What the server lists in this session. */
    List<UidlEntry> listed() {
        return listed;
    }

    /** Reads what is new and tells what is gone. */
    void run() throws IOException {
        List<UidlEntry> doubtful = new ArrayList<>(difference.resized());
        doubtful.addAll(ofOtherMessages(difference.latest()));
        if (takeAgain(doubtful)) {
            // A server that gives one id to another message does it again.
            takeAgain(ofOtherMessages(difference.kept()));
        }
        if (difference.added().size() > Announcements.FULL) {
            readings.backfill(
                    account,
                    MessageEvents.MAILDROP,
                    listed.size(),
                    listed.size() - difference.added().size());
        }
        session.retrieve(difference.added(), this::takeNew);
        announce();
        tellGone();
        readings.settleMaildrop(account, listed.size());
    }

    private Known message(String uidl) {
        Known message = known.get(uidl);
        if (message == null) {
            throw new IllegalStateException("The difference names a message that the ledger does not have");
        }
        return message;
    }

    /** Those whose header is not the one that was read under their id. */
    private List<UidlEntry> ofOtherMessages(List<UidlEntry> candidates) throws IOException {
        List<UidlEntry> others = new ArrayList<>();
        List<UidlEntry> measurable = candidates.stream()
                .filter(entry -> message(entry.uidl()).size() >= 0)
                .toList();
        session.headers(measurable, (entry, header) -> {
            Known before = message(entry.uidl());
            if (!MessageFingerprint.of(header, before.size()).equals(before.fingerprint())) {
                others.add(entry);
            }
        });
        return others;
    }

    /** Reads messages whose id is known; true when it belongs to another message than before. */
    private boolean takeAgain(List<UidlEntry> doubtful) throws IOException {
        boolean[] reused = new boolean[1];
        session.retrieve(doubtful, (id, size, raw) -> {
            Intake.Taken taken = intake.take(raw, size);
            String uidl = ((MessageId.Pop3) id).uidl();
            if (taken.message().fingerprint().equals(message(uidl).fingerprint())) {
                measure(id, size, taken);
            } else {
                reused[0] = true;
                publisher.publishAndAwait(List.of(MessageEvents.goneFromMaildrop(
                        account, uidl, message(uidl).fingerprint(), clock.instant())));
                ledger.forget(account, uidl);
                add(id, size, taken);
            }
        });
        announce();
        return reused[0];
    }

    private void takeNew(MessageId id, long size, InputStream raw) throws IOException {
        Intake.Taken taken = intake.take(raw, size);
        String uidl = ((MessageId.Pop3) id).uidl();
        String fingerprint = taken.message().fingerprint();
        String before = underAnotherId(fingerprint);
        if (before != null) {
            ledger.renumber(account, before, uidl);
            gone.remove(before);
            measure(id, size, taken);
        } else if (wasReadOverImap && ledger.recogniseFromImap(account, fingerprint, uidl)) {
            measure(id, size, taken);
        } else {
            add(id, size, taken);
        }
        if (batch.isFull() || measured.size() >= MOST_IN_FLIGHT) {
            announce();
        }
    }

    private @Nullable String underAnotherId(String fingerprint) {
        Deque<String> candidates = goneByFingerprint.get(fingerprint);
        return candidates == null ? null : candidates.poll();
    }

    private void add(MessageId id, long size, Intake.Taken taken) {
        batch.add(id, taken);
        measure(id, size, taken);
    }

    private void measure(MessageId id, long size, Intake.Taken taken) {
        ParsedMessage message = taken.message();
        measured.add(new Measured(((MessageId.Pop3) id).uidl(), size, message.size(), taken.sha256()));
    }

    private void announce() {
        publisher.publishAndAwait(batch.events());
        // Before it is remembered: after that the message would not be looked at again.
        quarantine.write(account, batch.quarantined());
        found.write(batch.evidence());
        ledger.remember(account, batch.seen(), measured);
        batch.clear();
        measured.clear();
    }

    private void tellGone() {
        List<String> all = List.copyOf(gone);
        for (int from = 0; from < all.size(); from += MOST_IN_FLIGHT) {
            List<String> some = all.subList(from, Math.min(all.size(), from + MOST_IN_FLIGHT));
            publisher.publishAndAwait(some.stream()
                    .map(uidl -> MessageEvents.goneFromMaildrop(
                            account, uidl, message(uidl).fingerprint(), clock.instant()))
                    .toList());
            some.forEach(uidl -> ledger.forget(account, uidl));
        }
    }
}
