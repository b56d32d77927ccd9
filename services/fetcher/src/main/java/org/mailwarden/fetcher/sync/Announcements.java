// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.fetcher.evidence.EvidenceFinder;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.message.Provenance;
import org.mailwarden.fetcher.publish.MessageEvents;
import org.mailwarden.fetcher.quarantine.Quarantined;
import org.mailwarden.fetcher.sync.SyncState.Seen;
import org.mailwarden.kit.event.Event;

/** The messages of one batch, on their way to being announced. Used by one thread. */
final class Announcements {

    /** Messages of a full batch. */
    static final int FULL = 100;

    private final UUID account;
    private final String folder;
    private final Provenance provenance;
    private final EvidenceFinder finder;
    private final Clock clock;
    private final List<Event> events = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();

    /** Evidence, by the number of its message; only for IMAP. */
    private record Evidence(long uid, Event event) {}

    Announcements(UUID account, String folder, Provenance provenance, EvidenceFinder finder, Clock clock) {
        this.account = account;
        this.folder = folder;
        this.provenance = provenance;
        this.finder = finder;
        this.clock = clock;
    }

    void add(MessageId id, Intake.Taken taken) {
        ParsedMessage message = taken.message();
        var at = clock.instant();
        events.add(MessageEvents.received(account, folder, id, message, provenance.tls(), at));
        seen.add(
                switch (id) {
                    case MessageId.Imap(long uidValidity, long uid) ->
                        new Seen(folder, uidValidity, uid, "", message.fingerprint(), at);
                    case MessageId.Pop3(int number, String uidl) ->
                        new Seen(folder, 0, 0, uidl, message.fingerprint(), at);
                });
        long uid = id instanceof MessageId.Imap imap ? imap.uid() : 0;
        finder.look(account, provenance, message, taken.capture(), at)
                .ifPresent(event -> evidence.add(new Evidence(uid, event)));
        if (message.quarantine() != null) {
            quarantined.add(Quarantined.of(folder, id, message, message.quarantine(), at));
        }
    }

    /** Drops messages that need not be announced; only for IMAP. */
    void drop(Set<Long> uids) {
        for (int i = seen.size() - 1; i >= 0; i--) {
            if (uids.contains(seen.get(i).uid())) {
                seen.remove(i);
                events.remove(i);
            }
        }
        // What is recognised was quarantined under the number it had before.
        quarantined.removeIf(message -> uids.contains(message.uid()));
        evidence.removeIf(one -> uids.contains(one.uid()));
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    List<Quarantined> quarantined() {
        return List.copyOf(quarantined);
    }

    /** What was recognised in the messages. */
    List<Event> evidence() {
        return evidence.stream().map(Evidence::event).toList();
    }

    boolean isFull() {
        return events.size() >= FULL;
    }

    void clear() {
        events.clear();
        seen.clear();
        quarantined.clear();
        evidence.clear();
    }
}
