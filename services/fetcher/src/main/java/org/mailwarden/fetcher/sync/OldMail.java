// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.fetcher.archive.Archive;
import org.mailwarden.fetcher.message.MessageFingerprint;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.pop3.UidlEntry;
import org.mailwarden.fetcher.sync.MaildropLedger.Known;
import org.mailwarden.fetcher.sync.MaildropLedger.Measured;

/**
 * Deletes on the server what is old enough, was acknowledged by the broker and is in the archive. Each message is looked at
 * once more in this very session, since an id alone may be another message's by now; the journal is written first; and what
 * the server made of it only the next listing tells.
 */
final class OldMail {

    /** Deletions in one visit: an interrupted one asks again for no more than these. */
    private static final int AT_ONCE = 500;

    private final UUID account;
    private final Pop3Session session;
    private final MaildropLedger ledger;
    private final Deletions deletions;
    private final Archive archive;
    private final Intake intake;
    private final Clock clock;

    OldMail(
            UUID account,
            Pop3Session session,
            MaildropLedger ledger,
            Deletions deletions,
            Archive archive,
            Intake intake,
            Clock clock) {
        this.account = account;
        this.session = session;
        this.ledger = ledger;
        this.deletions = deletions;
        this.archive = archive;
        this.intake = intake;
        this.clock = clock;
    }

    /**
     * Deletes, and signs out when there was anything to delete.
     *
     * @param listed what the server lists in this session
     * @param days how old a message must be, counted from when it was first read
     */
    void delete(List<UidlEntry> listed, int days) throws IOException {
        Instant newest = clock.instant().minus(Duration.ofDays(days));
        Map<String, Known> known = ledger.known(account);
        List<UidlEntry> old = listed.stream()
                .filter(entry -> {
                    Known message = known.get(entry.uidl());
                    return message != null && !message.seenAt().isAfter(newest);
                })
                .limit(AT_ONCE)
                .toList();
        if (old.isEmpty()) {
            return;
        }
        Map<String, String> fingerprints = new HashMap<>();
        old.forEach(entry -> fingerprints.put(
                entry.uidl(),
                java.util.Objects.requireNonNull(known.get(entry.uidl())).fingerprint()));
        Set<String> archived = archive.holds(account, sums(old, known));
        Set<UidlEntry> certain = new HashSet<>();
        session.headers(
                old.stream().filter(entry -> archived.contains(entry.uidl())).toList(), (entry, header) -> {
                    Known message = known.get(entry.uidl());
                    if (message != null
                            && MessageFingerprint.of(header, message.size()).equals(message.fingerprint())) {
                        certain.add(entry);
                    }
                });
        certain.addAll(archiveNow(old, certain, fingerprints));
        List<UidlEntry> due = old.stream().filter(certain::contains).toList();
        if (due.isEmpty()) {
            return;
        }
        deletions.ask(account, due.stream().map(UidlEntry::uidl).toList(), fingerprints);
        session.delete(due);
        session.quit();
    }

    private static Map<String, Archive.Sum> sums(List<UidlEntry> old, Map<String, Known> known) {
        Map<String, Archive.Sum> sums = new HashMap<>();
        for (UidlEntry entry : old) {
            Known message = known.get(entry.uidl());
            if (message != null && message.sha256() != null) {
                sums.put(entry.uidl(), new Archive.Sum(message.fingerprint(), message.sha256()));
            }
        }
        return sums;
    }

    /** Reads again what was seen before there was an archive, or cannot be told by its header; returns what is kept now. */
    private List<UidlEntry> archiveNow(List<UidlEntry> old, Set<UidlEntry> certain, Map<String, String> fingerprints)
            throws IOException {
        Map<String, UidlEntry> missing = new HashMap<>();
        old.stream().filter(entry -> !certain.contains(entry)).forEach(entry -> missing.put(entry.uidl(), entry));
        List<UidlEntry> kept = new ArrayList<>();
        List<Measured> measured = new ArrayList<>();
        session.retrieve(List.copyOf(missing.values()), (id, size, raw) -> {
            Intake.Taken taken = intake.take(raw, size);
            String uidl = ((MessageId.Pop3) id).uidl();
            UidlEntry entry = missing.get(uidl);
            if (entry != null
                    && taken.sha256() != null
                    && taken.message().fingerprint().equals(fingerprints.get(uidl))) {
                kept.add(entry);
                measured.add(new Measured(uidl, size, taken.message().size(), taken.sha256()));
            }
        });
        ledger.remember(account, List.of(), measured);
        return kept;
    }
}
