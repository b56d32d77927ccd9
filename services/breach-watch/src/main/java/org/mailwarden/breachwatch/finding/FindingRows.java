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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
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
     * Adds findings and tells them, each statement once for all of them. Nothing is read back: a corpus that lands may raise
     * thousands.
     *
     * @param found each id once
     * @return ids of those that were not there
     */
    Set<UUID> add(List<NewFinding> found, Instant now) {
        List<FindingRow> rows =
                found.stream().map(one -> FindingRow.of(one, now)).toList();
        Set<UUID> added = insert(rows);
        List<NewFinding> fresh =
                found.stream().filter(one -> added.contains(one.id())).toList();
        rows.stream().filter(row -> added.contains(row.id)).forEach(this::keepAccounts);
        Map<UUID, List<FactRow>> facts = insertFacts(fresh, now);
        addRatings(fresh, now);
        outbox.addAll(rows.stream()
                .filter(row -> added.contains(row.id))
                .map(row -> event(
                        EventType.FINDING_RAISED,
                        EventId.of(EventType.FINDING_RAISED, row.id),
                        row,
                        facts.getOrDefault(row.id, List.of())))
                .toList());
        return added;
    }

    @SuppressWarnings("unchecked")
    private Set<UUID> insert(List<FindingRow> rows) {
        return rows.isEmpty()
                ? Set.of()
                : Set.copyOf(entities.createNativeQuery("""
                        insert into finding (id, kind, severity, severity_reasons, state, account_id, address, owner,
                            credential_version, summary, breach, raised_at, changed_at)
                        select id, kind, severity, reasons, 'OPEN', account, address, owner, version, summary, breach, :now,
                            :now
                        from unnest(cast(:ids as uuid[]), cast(:kinds as text[]), cast(:severities as text[]),
                            cast(:reasons as text[]), cast(:accounts as uuid[]), cast(:addresses as text[]),
                            cast(:owners as text[]), cast(:versions as bigint[]), cast(:summaries as text[]),
                            cast(:breaches as text[]))
                            as found (id, kind, severity, reasons, account, address, owner, version, summary, breach)
                        on conflict (id) do nothing returning id""")
                        .setParameter("ids", each(rows, row -> row.id, UUID[]::new))
                        .setParameter("kinds", each(rows, row -> row.kind.name(), String[]::new))
                        .setParameter("severities", each(rows, row -> row.severity.name(), String[]::new))
                        .setParameter("reasons", each(rows, row -> row.severityReasons, String[]::new))
                        .setParameter("accounts", each(rows, row -> row.accountId, UUID[]::new))
                        .setParameter("addresses", each(rows, row -> row.address, String[]::new))
                        .setParameter("owners", each(rows, row -> row.owner, String[]::new))
                        .setParameter("versions", each(rows, row -> row.credentialVersion, Long[]::new))
                        .setParameter("summaries", each(rows, row -> row.summary, String[]::new))
                        .setParameter("breaches", each(rows, row -> row.breach, String[]::new))
                        .setParameter("now", rows.getFirst().raisedAt)
                        .getResultList());
    }

    private void keepAccounts(FindingRow row) {
        if (row.accounts != null) {
            entities.createNativeQuery("update finding set accounts = cast(:accounts as uuid[]) where id = :id")
                    .setParameter("accounts", row.accounts)
                    .setParameter("id", row.id)
                    .executeUpdate();
        }
    }

    private Map<UUID, List<FactRow>> insertFacts(List<NewFinding> found, Instant now) {
        List<FactRow> facts = found.stream()
                .flatMap(one -> one.facts().stream().distinct().map(fact -> FactRow.of(one.id(), fact, now)))
                .toList();
        entities.createNativeQuery("""
                        insert into finding_fact (finding_id, source, text, added_at)
                        select finding, source, text, :now
                        from unnest(cast(:findings as uuid[]), cast(:sources as text[]), cast(:texts as text[]))
                            with ordinality as fact (finding, source, text, place)
                        order by place on conflict do nothing""")
                .setParameter("findings", each(facts, fact -> fact.findingId, UUID[]::new))
                .setParameter("sources", each(facts, fact -> fact.source, String[]::new))
                .setParameter("texts", each(facts, fact -> fact.text, String[]::new))
                .setParameter("now", now)
                .executeUpdate();
        return facts.stream().collect(Collectors.groupingBy(fact -> fact.findingId));
    }

    private static <T, R extends @Nullable Object> R[] each(List<T> rows, Function<T, R> part, IntFunction<R[]> array) {
        return rows.stream().map(part).toArray(array);
    }

    /** Adds what is new of some facts to a locked finding, and returns it. */
    @SuppressWarnings("unchecked")
    List<Fact> addFacts(FindingRow row, List<Fact> facts, Instant now) {
        List<Tuple> added = entities.createNativeQuery("""
                        insert into finding_fact (finding_id, source, text, added_at)
                        select :id, source, text, :now
                        from unnest(cast(:sources as text[]), cast(:texts as text[]))
                            with ordinality as fact (source, text, place)
                        order by place on conflict do nothing returning text, source""", Tuple.class)
                .setParameter("id", row.id)
                .setParameter("sources", each(facts, Fact::source, String[]::new))
                .setParameter("texts", each(facts, Fact::text, String[]::new))
                .setParameter("now", now)
                .getResultList();
        return added.stream()
                .map(fact -> new Fact(fact.get(0, String.class), fact.get(1, String.class)))
                .toList();
    }

    /** Names of the sources that confirm a finding. */
    Set<String> sources(FindingRow row) {
        Set<String> names = new TreeSet<>();
        ratings(row).forEach(rating -> names.add(rating.source()));
        return names;
    }

    /** Takes what the sources of a raising say about the severity of a locked finding, and decides it anew. */
    void rate(FindingRow row, NewFinding found, Instant now) {
        addRatings(List.of(found), now);
        row.rate(SeverityRule.decide(row.kind, ratings(row)));
        entities.flush();
    }

    private void addRatings(List<NewFinding> found, Instant now) {
        record Rated(UUID finding, SeverityRule.Rating rating) {}
        List<Rated> ratings = found.stream()
                .flatMap(one -> one.ratings().stream().map(rating -> new Rated(one.id(), rating)))
                .toList();
        entities.createNativeQuery("""
                        insert into finding_source (finding_id, name, severity, severity_reasons, added_at)
                        select finding, name, severity, reasons, :now
                        from unnest(cast(:findings as uuid[]), cast(:names as text[]), cast(:severities as text[]),
                            cast(:reasons as text[])) as rated (finding, name, severity, reasons)
                        on conflict (finding_id, name) do update
                          set severity = excluded.severity, severity_reasons = excluded.severity_reasons""")
                .setParameter("findings", each(ratings, Rated::finding, UUID[]::new))
                .setParameter("names", each(ratings, rated -> rated.rating().source(), String[]::new))
                .setParameter(
                        "severities",
                        each(ratings, rated -> rated.rating().severity().name(), String[]::new))
                .setParameter(
                        "reasons",
                        each(ratings, rated -> SeverityRule.lines(rated.rating().reasons()), String[]::new))
                .setParameter("now", now)
                .executeUpdate();
    }

    /** Whether a finding has a note like this, not counting what people wrote. */
    boolean noted(FindingRow row, Fact note) {
        return (Boolean) entities.createNativeQuery("""
                select exists (select 1 from finding_note where finding_id = :id and author = :author
                    and text = :text and not comment)""")
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
        outbox.add(event(type, eventId, row, facts));
    }

    private static Event event(EventType type, UUID eventId, FindingRow row, List<FactRow> facts) {
        return new Event(eventId, type, row.accountId.toString(), row.changedAt, row.snapshot(facts));
    }

    @SuppressWarnings("unchecked")
    private List<SeverityRule.Rating> ratings(FindingRow row) {
        List<Tuple> sources = entities.createNativeQuery(Attribution.QUERY, Tuple.class)
                .setParameter("id", row.id)
                .getResultList();
        return sources.stream().map(Attribution::rating).toList();
    }
}
