// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.outbox.Outbox;

/**
 * The life of findings: raised once, confirmed by many, closed with a reason, never deleted. Each change and its event are
 * one transaction, the caller's. Safe for use by many threads.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Findings {

    private final EntityManager entities;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    Findings(EntityManager entities, Outbox outbox, Clock clock, MeterRegistry meters) {
        this.entities = entities;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Raises a finding, or adds what is new to the one that stands already. A closed one stays closed.
     *
     * @param found what was found
     * @return whether it is a new finding
     */
    public boolean raise(NewFinding found) {
        Instant now = now();
        boolean isNew = insert(found, now);
        int added = 0;
        for (Fact fact : found.facts()) {
            added += addFact(found.id(), fact, true, now);
        }
        if (isNew) {
            meters.counter("mailwarden_findings_raised", "kind", found.kind().name())
                    .increment();
            FindingRow row = entities.find(FindingRow.class, found.id());
            tell(EventType.FINDING_RAISED, EventId.of(EventType.FINDING_RAISED, row.id), row);
        } else if (added > 0) {
            changed(locked(found.id()), now);
        }
        return isNew;
    }

    /**
     * Closes a finding. One that is closed already stays as it is.
     *
     * @param id the finding; unknown ones are ignored
     * @param reason why, one plain sentence
     */
    public void close(UUID id, String reason) {
        FindingRow row = entities.find(FindingRow.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (row == null || row.state == FindingState.CLOSED) {
            return;
        }
        row.state = FindingState.CLOSED;
        row.closedReason = reason;
        row.changedAt = now();
        row.revision++;
        entities.flush();
        tell(EventType.FINDING_CLOSED, EventId.of(EventType.FINDING_CLOSED, row.id, row.revision), row);
    }

    /**
     * Closes what is open about the credentials of an account up to a version.
     *
     * @param accountId the account
     * @param version the newest version that is no longer used
     * @param reason why, one plain sentence
     */
    public void closeUpTo(UUID accountId, long version, String reason) {
        entities.createQuery("""
                        select id from FindingRow where accountId = :account and state = :open
                        and credentialVersion is not null and credentialVersion <= :version order by id""", UUID.class)
                .setParameter("account", accountId)
                .setParameter("open", FindingState.OPEN)
                .setParameter("version", version)
                .getResultList()
                .forEach(id -> close(id, reason));
    }

    /**
     * Closes everything that is open about an account.
     *
     * @param accountId the account
     * @param reason why, one plain sentence
     */
    public void closeAll(UUID accountId, String reason) {
        entities.createQuery(
                        "select id from FindingRow where accountId = :account and state = :open order by id",
                        UUID.class)
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
        FindingRow row = entities.find(FindingRow.class, id, LockModeType.PESSIMISTIC_WRITE);
        Instant now = now();
        if (row != null && addFact(id, note, false, now) > 0) {
            changed(row, now);
        }
    }

    private boolean insert(NewFinding found, Instant now) {
        return entities.createNativeQuery("""
                                insert into finding (id, kind, severity, state, account_id, address, owner,
                                    credential_version, summary, raised_at, changed_at)
                                values (:id, :kind, :severity, 'OPEN', :account, :address, cast(:owner as text),
                                    cast(:version as bigint), :summary, :now, :now)
                                on conflict (id) do nothing""")
                        .setParameter("id", found.id())
                        .setParameter("kind", found.kind().name())
                        .setParameter("severity", found.severity().name())
                        .setParameter("account", found.accountId())
                        .setParameter("address", found.address())
                        .setParameter("owner", found.owner())
                        .setParameter("version", found.credentialVersion())
                        .setParameter("summary", found.summary())
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    private int addFact(UUID id, Fact fact, boolean confirms, Instant now) {
        return entities.createNativeQuery("""
                        insert into finding_fact (finding_id, source, text, confirms, added_at)
                        values (:id, :source, :text, :confirms, :now) on conflict do nothing""")
                .setParameter("id", id)
                .setParameter("source", fact.source())
                .setParameter("text", fact.text())
                .setParameter("confirms", confirms)
                .setParameter("now", now)
                .executeUpdate();
    }

    private void changed(FindingRow row, Instant now) {
        row.changedAt = now;
        row.revision++;
        entities.flush();
        tell(EventType.FINDING_CHANGED, EventId.of(EventType.FINDING_CHANGED, row.id, row.revision), row);
    }

    private FindingRow locked(UUID id) {
        return entities.find(FindingRow.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    private void tell(EventType type, UUID eventId, FindingRow row) {
        outbox.add(new Event(eventId, type, row.accountId.toString(), row.changedAt, snapshot(row)));
    }

    private Finding snapshot(FindingRow row) {
        List<FactRow> facts = entities.createQuery(
                        "from FactRow where findingId = :id order by position", FactRow.class)
                .setParameter("id", row.id)
                .getResultList();
        return row.snapshot(facts);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
