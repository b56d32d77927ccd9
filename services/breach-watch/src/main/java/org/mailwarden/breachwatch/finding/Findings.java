// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;

/**
 * What detectors do with findings: raised once, confirmed by many, closed when the facts change, opened again as
 * {@link Reopening} says, never deleted. Each change and its event are one transaction, the caller's. Safe for use by many
 * threads. What people do with findings is in {@link Triage}.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Findings {

    private static final int CONFIRMED_AT_ONCE = 200;

    private final EntityManager entities;
    private final FindingRows rows;
    private final MeterRegistry meters;
    private final Event<Raised> raised;

    /**
     * Told within the transaction in which findings are new, once however many they are.
     *
     * @param findings one at least
     */
    public record Raised(List<NewFinding> findings) {

        /** Copies the list. */
        public Raised {
            findings = List.copyOf(findings);
        }
    }

    Findings(EntityManager entities, FindingRows rows, MeterRegistry meters, Event<Raised> raised) {
        this.raised = raised;
        this.entities = entities;
        this.rows = rows;
        this.meters = meters;
    }

    /**
     * Raises a finding, or adds what is new to the one that stands already. A closed one opens again, or stays closed and
     * keeps what is new: see {@link Reopening}.
     *
     * @param found what was found
     * @return whether it is a new finding
     */
    public boolean raise(NewFinding found) {
        Instant now = rows.now();
        if (addNew(List.of(found), now).isEmpty()) {
            confirm(found, now);
            return false;
        }
        return true;
    }

    /**
     * Raises a finding that is over already: a new one is closed at once. One that stands keeps its state and severity, since
     * what is over says nothing against it; its history tells of it.
     *
     * @param found what was found
     * @param reason why it is over, one plain sentence
     */
    public void raiseClosed(NewFinding found, String reason) {
        Instant now = rows.now();
        if (!addNew(List.of(found), now).isEmpty()) {
            close(found.id(), reason);
            return;
        }
        FindingRow row = rows.locked(found.id()).orElseThrow();
        List<Fact> added = rows.addFacts(row, found.facts(), now);
        if (!added.isEmpty()) {
            rows.changed(
                    row,
                    FindingRows.ITSELF,
                    "evidence by " + Sentences.list(SourceName.of(added)) + " that is over: " + reason,
                    now);
        }
    }

    /**
     * Raises many findings like {@link #raise}: a corpus that lands may speak of thousands of accounts, and what is new is
     * written with one statement for each table.
     *
     * @param found what was found; entities of the running transaction may be detached
     */
    public void raiseAll(List<NewFinding> found) {
        Instant now = rows.now();
        Map<UUID, NewFinding> firsts = new LinkedHashMap<>();
        List<NewFinding> rest = new ArrayList<>();
        for (NewFinding one : found) {
            if (firsts.putIfAbsent(one.id(), one) != null) {
                rest.add(one);
            }
        }
        Set<UUID> added = addNew(List.copyOf(firsts.values()), now);
        firsts.values().stream().filter(one -> !added.contains(one.id())).forEach(rest::add);
        for (int i = 0; i < rest.size(); i++) {
            confirm(rest.get(i), now);
            if (i % CONFIRMED_AT_ONCE == CONFIRMED_AT_ONCE - 1) {
                // Each statement looks through all that is still in memory.
                entities.flush();
                entities.clear();
            }
        }
    }

    /** Whoever has something that agrees with new findings hears of them in the same transaction. */
    private Set<UUID> addNew(List<NewFinding> found, Instant now) {
        Set<UUID> added = rows.add(found, now);
        List<NewFinding> fresh =
                found.stream().filter(one -> added.contains(one.id())).toList();
        fresh.forEach(one -> meters.counter(
                        "mailwarden_findings_raised", "kind", one.kind().name())
                .increment());
        if (!fresh.isEmpty()) {
            raised.fire(new Raised(fresh));
        }
        return added;
    }

    /**
     * What is open about an account.
     *
     * @param accountId the account
     * @param kinds of which kinds
     * @param since what did not change since is left out
     * @return at most 20, the newest first
     */
    public List<RelatedFinding> open(UUID accountId, Set<FindingKind> kinds, Instant since) {
        return entities
                .createQuery("""
                        from FindingRow where accountId = :account and state = :open and kind in :kinds
                        and changedAt >= :since order by changedAt desc, id""", FindingRow.class)
                .setParameter("account", accountId)
                .setParameter("open", FindingState.OPEN)
                .setParameter("kinds", kinds)
                .setParameter("since", since)
                .setMaxResults(20)
                .getResultList()
                .stream()
                .map(row -> new RelatedFinding(row.id, row.kind, row.summary, row.changedAt))
                .toList();
    }

    /**
     * Which findings are closed and may open again when the same sources say more of them; whether they do is decided when
     * they are raised.
     *
     * @param ids of findings; unknown ones are ignored
     * @return ids of some of them
     */
    @SuppressWarnings("unchecked")
    public Set<UUID> mayOpenAgain(Set<UUID> ids) {
        return ids.isEmpty()
                ? Set.of()
                : Set.copyOf(entities.createNativeQuery("""
                        select id from finding where id = any(cast(:ids as uuid[])) and state = 'CLOSED'
                        and (closed_as is null or closed_as <> all(cast(:lasting as text[])))""")
                        .setParameter("ids", ids.toArray(UUID[]::new))
                        .setParameter(
                                "lasting",
                                Reopening.ONLY_BY_NEW_SOURCES.stream()
                                        .map(Enum::name)
                                        .toArray(String[]::new))
                        .getResultList());
    }

    private void confirm(NewFinding found, Instant now) {
        FindingRow row = rows.locked(found.id()).orElseThrow();
        Set<String> sourcesBefore = rows.sources(row);
        Severity severityBefore = row.severity;
        List<Fact> added = rows.addFacts(row, found.facts(), now);
        List<String> changes = row.follow(found);
        rows.rate(row, found, now);
        confirmed(row, found, sourcesBefore, severityBefore, added, changes, now);
    }

    private void confirmed(
            FindingRow row,
            NewFinding found,
            Set<String> sourcesBefore,
            Severity severityBefore,
            List<Fact> added,
            List<String> changes,
            Instant now) {
        if (row.state == FindingState.CLOSED
                && Reopening.decide(closed(row, found, sourcesBefore), SourceName.of(added))
                        instanceof Reopening.Decision.Reopen(String why)) {
            row.reopen(now);
            changes.add("opened again. " + why);
        } else if (!added.isEmpty()) {
            changes.add("more evidence by " + Sentences.list(SourceName.of(added))
                    + (row.state == FindingState.CLOSED ? "; it stays closed as " + row.closedAs : ""));
        }
        if (row.severity != severityBefore) {
            changes.add("severity " + row.severity + ", before " + severityBefore);
        }
        if (!changes.isEmpty()) {
            rows.changed(row, FindingRows.ITSELF, String.join("; ", changes), now);
        }
    }

    private static Reopening.Closed closed(FindingRow row, NewFinding found, Set<String> sources) {
        return new Reopening.Closed(
                row.kind,
                Objects.requireNonNullElse(row.closedAs, Disposition.FACTS_CHANGED),
                // What goes on after a reset is not about the dead credential.
                row.credentialVersion != null && !found.byNaturalKey(),
                sources);
    }

    /**
     * Closes a finding because what it says is no longer so. One that is closed already stays as it is.
     *
     * @param id the finding; unknown ones are ignored
     * @param reason why, one plain sentence
     */
    public void close(UUID id, String reason) {
        close(id, Disposition.FACTS_CHANGED, reason);
    }

    /**
     * Closes a finding by itself.
     *
     * @param id the finding; unknown ones are ignored
     * @param as as what
     * @param reason why, one plain sentence
     */
    void close(UUID id, Disposition as, String reason) {
        rows.locked(id).filter(row -> row.state == FindingState.OPEN).ifPresent(row -> {
            Instant now = rows.now();
            row.close(as, reason, null, null, now);
            rows.closed(row, now);
        });
    }

    /**
     * Closes what is open about the credentials of an account up to a version, because they were replaced.
     *
     * @param accountId the account
     * @param version the newest version that is no longer used
     * @param reason why, one plain sentence
     */
    public void closeUpTo(UUID accountId, long version, String reason) {
        closeUpTo(accountId, version, Disposition.FACTS_CHANGED, reason);
    }

    /**
     * Closes what is open about the credentials of an account up to a version.
     *
     * @param accountId the account
     * @param version the newest version that is no longer used
     * @param as as what
     * @param reason why, one plain sentence
     */
    void closeUpTo(UUID accountId, long version, Disposition as, String reason) {
        entities.createQuery("""
                        select id from FindingRow where accountId = :account and state = :open
                        and credentialVersion >= :least and credentialVersion <= :version order by id""", UUID.class)
                .setParameter("account", accountId)
                .setParameter("open", FindingState.OPEN)
                // A password at Keycloak and that of the mailbox are counted apart.
                .setParameter(
                        "least",
                        version >= CredentialSealed.FIRST_OF_KEYCLOAK ? CredentialSealed.FIRST_OF_KEYCLOAK : 0L)
                .setParameter("version", version)
                .getResultList()
                .forEach(id -> close(id, as, reason));
    }

    /**
     * Closes everything that is open about an account, and about no other.
     *
     * @param accountId the account
     * @param reason why, one plain sentence
     */
    public void closeAll(UUID accountId, String reason) {
        entities.createQuery("""
                        select id from FindingRow where accountId = :account and state = :open and accounts is null
                        order by id""", UUID.class)
                .setParameter("account", accountId)
                .setParameter("open", FindingState.OPEN)
                .getResultList()
                .forEach(id -> close(id, reason));
    }

    /**
     * Notes what happened to a finding; the same note twice is one.
     *
     * @param id the finding; unknown ones are ignored
     * @param note what happened, and who says so
     */
    public void note(UUID id, Fact note) {
        rows.locked(id)
                .filter(row -> !rows.noted(row, note))
                .ifPresent(row -> rows.changed(row, note.source(), note.text(), rows.now()));
    }
}
