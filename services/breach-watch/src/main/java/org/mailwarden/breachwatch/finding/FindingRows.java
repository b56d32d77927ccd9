// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.outbox.Outbox;

/** Keeps findings, and tells each change in the transaction that makes it, the caller's. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class FindingRows {

    /** Author of what nobody did. */
    static final String ITSELF = "breach-watch";

    private final EntityManager entities;
    private final Outbox outbox;
    private final Clock clock;

    FindingRows(EntityManager entities, Outbox outbox, Clock clock) {
        this.entities = entities;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The time, in the precision that is kept. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Locks a finding and reads it as it is after the wait; whoever changes a finding begins here. */
    Optional<FindingRow> locked(UUID id) {
        FindingRow row = entities.find(FindingRow.class, id);
        if (row != null) {
            entities.refresh(row, LockModeType.PESSIMISTIC_WRITE);
        }
        return Optional.ofNullable(row);
    }

    /**
     * Adds a finding and tells it; false when it is there. Nothing is read back: a corpus that lands may raise thousands.
     */
    boolean add(NewFinding found, Instant now) {
        FindingRow row = FindingRow.of(found, now);
        if (!insert(row)) {
            return false;
        }
        List<FactRow> facts = new ArrayList<>();
        for (Fact fact : addFacts(row, found.facts(), now)) {
            facts.add(FactRow.of(row.id, fact, now));
        }
        addRatings(row, found, now);
        tell(EventType.FINDING_RAISED, EventId.of(EventType.FINDING_RAISED, row.id), row, facts);
        return true;
    }

    private boolean insert(FindingRow row) {
        return entities.createNativeQuery("""
                                insert into finding (id, kind, severity, severity_reasons, state, account_id, address, owner,
                                    credential_version, summary, raised_at, changed_at)
                                values (:id, :kind, :severity, :reasons, 'OPEN', :account, :address, cast(:owner as text),
                                    cast(:version as bigint), :summary, :now, :now)
                                on conflict (id) do nothing""")
                        .setParameter("id", row.id)
                        .setParameter("kind", row.kind.name())
                        .setParameter("severity", row.severity.name())
                        .setParameter("reasons", row.severityReasons)
                        .setParameter("account", row.accountId)
                        .setParameter("address", row.address)
                        .setParameter("owner", row.owner)
                        .setParameter("version", row.credentialVersion)
                        .setParameter("summary", row.summary)
                        .setParameter("now", row.raisedAt)
                        .executeUpdate()
                == 1;
    }

    /** Adds what is new of some facts to a locked finding, and returns it. */
    List<Fact> addFacts(FindingRow row, List<Fact> facts, Instant now) {
        List<Fact> added = new ArrayList<>();
        for (Fact fact : facts) {
            int first = entities.createNativeQuery("""
                    insert into finding_fact (finding_id, source, text, added_at)
                    values (:id, :source, :text, :now) on conflict do nothing""")
                    .setParameter("id", row.id)
                    .setParameter("source", fact.source())
                    .setParameter("text", fact.text())
                    .setParameter("now", now)
                    .executeUpdate();
            if (first == 1) {
                added.add(fact);
            }
        }
        return added;
    }

    /** Names of the sources that confirm a finding. */
    Set<String> sources(FindingRow row) {
        Set<String> names = new TreeSet<>();
        ratings(row).forEach(rating -> names.add(rating.source()));
        return names;
    }

    /** Takes what the sources of a raising say about the severity of a locked finding, and decides it anew. */
    void rate(FindingRow row, NewFinding found, Instant now) {
        addRatings(row, found, now);
        row.rate(SeverityRule.decide(row.kind, ratings(row)));
        entities.flush();
    }

    private void addRatings(FindingRow row, NewFinding found, Instant now) {
        for (SeverityRule.Rating rating : found.ratings()) {
            entities.createNativeQuery("""
                    insert into finding_source (finding_id, name, severity, severity_reasons, added_at)
                    values (:id, :name, :severity, :reasons, :now)
                    on conflict (finding_id, name) do update
                      set severity = excluded.severity, severity_reasons = excluded.severity_reasons""")
                    .setParameter("id", row.id)
                    .setParameter("name", rating.source())
                    .setParameter("severity", rating.severity().name())
                    .setParameter("reasons", SeverityRule.lines(rating.reasons()))
                    .setParameter("now", now)
                    .executeUpdate();
        }
    }

    /** Whether a finding has a note like this, not counting what people wrote. */
    boolean noted(FindingRow row, Fact note) {
        return (Boolean) entities.createNativeQuery("""
                select exists (select 1 from finding_note where finding_id = :id and author = :author
                    and text = :text and not comment)""", Boolean.class)
                .setParameter("id", row.id)
                .setParameter("author", note.source())
                .setParameter("text", note.text())
                .getSingleResult();
    }

    /** Writes a person's comment down; false when the same request, or the same comment right before, is there. */
    boolean comment(FindingRow row, String author, String text, @Nullable String idempotencyKey, Instant now) {
        return entities.createNativeQuery("""
                insert into finding_note (finding_id, author, text, comment, idempotency_key, added_at)
                select :id, :author, :text, true, cast(:key as text), :now
                where not exists (
                    select 1 from (select * from finding_note where finding_id = :id
                                   order by position desc limit 1) last
                    where last.comment and last.author = :author and last.text = :text
                      and cast(:key as text) is null)
                on conflict (finding_id, idempotency_key) do nothing""")
                        .setParameter("id", row.id)
                        .setParameter("author", author)
                        .setParameter("text", text)
                        .setParameter("key", idempotencyKey)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    /** Notes what changed about a locked finding, and tells it. */
    void changed(FindingRow row, String author, String what, Instant now) {
        note(row, author, what, now);
        tellChange(EventType.FINDING_CHANGED, row, author + ": " + what, now);
    }

    private void note(FindingRow row, String author, String what, Instant now) {
        entities.createNativeQuery("""
                insert into finding_note (finding_id, author, text, comment, added_at)
                values (:id, :author, :text, false, :now)""")
                .setParameter("id", row.id)
                .setParameter("author", author)
                .setParameter("text", what)
                .setParameter("now", now)
                .executeUpdate();
    }

    /** Tells that a person wrote a comment, and nothing of it: it may hold anything. */
    void commented(FindingRow row, String author, Instant now) {
        tellChange(EventType.FINDING_CHANGED, row, author + ": wrote a comment", now);
    }

    /** Notes that a locked finding was closed, and tells it. */
    void closed(FindingRow row, Instant now) {
        String author = row.closedBy == null ? ITSELF : row.closedBy;
        String until = row.acceptedUntil == null ? "" : " until " + row.acceptedUntil;
        note(row, author, "closed as " + row.closedAs + until + ": " + row.closedReason, now);
        tellChange(EventType.FINDING_CLOSED, row, author + ": closed as " + row.closedAs + until, now);
    }

    private void tellChange(EventType type, FindingRow row, String lastChange, Instant now) {
        row.lastChange = lastChange;
        row.changedAt = now;
        row.revision++;
        entities.flush();
        tell(type, EventId.of(type, row.id, row.revision), row, newestFacts(row));
    }

    private List<FactRow> newestFacts(FindingRow row) {
        return entities.createQuery("from FactRow where findingId = :id order by position desc", FactRow.class)
                .setParameter("id", row.id)
                .setMaxResults(FindingRow.MOST_FACTS)
                .getResultList()
                .reversed();
    }

    private void tell(EventType type, UUID eventId, FindingRow row, List<FactRow> facts) {
        outbox.add(new Event(eventId, type, row.accountId.toString(), row.changedAt, row.snapshot(facts)));
    }

    @SuppressWarnings("unchecked")
    private List<SeverityRule.Rating> ratings(FindingRow row) {
        List<Tuple> sources = entities.createNativeQuery(Attribution.QUERY, Tuple.class)
                .setParameter("id", row.id)
                .getResultList();
        return sources.stream().map(Attribution::rating).toList();
    }
}
