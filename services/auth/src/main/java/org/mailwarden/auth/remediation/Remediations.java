// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.outbox.Outbox;

/**
 * The remediations. Every change of state writes the snapshot, the event and the ledger's row in one transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Remediations {

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Outbox outbox;
    private final Ledger ledger;
    private final Clock clock;
    private final jakarta.enterprise.event.Event<Due> due;

    Remediations(
            EntityManager entities,
            ObjectMapper json,
            Outbox outbox,
            Ledger ledger,
            Clock clock,
            jakarta.enterprise.event.Event<Due> due) {
        this.entities = entities;
        this.json = json;
        this.outbox = outbox;
        this.ledger = ledger;
        this.clock = clock;
        this.due = due;
    }

    /** There is something in line for the saga, once the transaction is committed. */
    public record Due() {}

    /**
     * Finds a remediation and locks it for this transaction.
     *
     * @param id the remediation
     * @return empty when there is none
     */
    public Optional<RemediationRow> locked(UUID id) {
        return Optional.ofNullable(entities.find(RemediationRow.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * Adds a planned remediation, or another finding to the one there is.
     *
     * @param planned as planned
     * @param requester who asked; {@code policy} when nobody did
     * @return the row, and whether it is new
     */
    public Added add(Remediation planned, String requester) {
        Added added = addOrFind(planned, requester);
        if (!added.fresh()) {
            planned.findings().forEach(finding -> also(added.row(), finding));
        }
        return added;
    }

    /**
     * Adds a planned remediation, or finds the one there is and leaves it as it is.
     *
     * @param planned as planned
     * @param requester who asked; {@code policy} when nobody did
     * @return the row, locked, and whether it is new
     */
    public Added addOrFind(Remediation planned, String requester) {
        // Two planners at once: the second waits here and then finds the first one's row.
        int first = entities.createNativeQuery("""
                        insert into remediation
                          (id, account_id, owner, credential_version, action, state, snapshot, requester, policy, address,
                           planned_at, changed_at)
                        values (:id, :account, :owner, :version, :action, :state, :snapshot, :requester, :policy, :address,
                           :planned, :changed)
                        on conflict do nothing""")
                .setParameter("id", planned.remediationId())
                .setParameter("account", planned.accountId())
                .setParameter("owner", planned.owner())
                .setParameter("version", planned.credentialVersion())
                .setParameter("action", planned.action().name())
                .setParameter("state", planned.state().name())
                .setParameter("snapshot", write(planned))
                .setParameter("requester", requester)
                .setParameter("policy", planned.policy())
                .setParameter("address", planned.address())
                .setParameter("planned", planned.plannedAt())
                .setParameter("changed", planned.changedAt())
                .executeUpdate();
        RemediationRow row = locked(planned.remediationId()).orElseThrow();
        if (first == 1) {
            tell(row, planned, requester);
        }
        return new Added(row, first == 1);
    }

    /**
     * Keeps another finding with the ones there are.
     *
     * @param row a locked row
     * @param finding the finding
     */
    public void also(RemediationRow row, UUID finding) {
        keep(row, before -> Snapshots.also(before, finding, clock.instant()));
    }

    /**
     * Puts it under another policy, which goes further by itself. Nobody has to be asked then who asked for it.
     *
     * @param row a locked row that nobody decided
     * @param under the snapshot under the other policy
     */
    public void lift(RemediationRow row, Remediation under) {
        row.policy = under.policy();
        row.requester = Identities.POLICY;
        store(row, under);
        ledger.record(
                "auth",
                "remediation.lifted",
                row.id.toString(),
                "A finding of policy " + under.policy() + ", which is " + under.mode() + ", asks for the same.",
                facts(row, under));
    }

    /**
     * Begins a remediation anew that had ended.
     *
     * @param row a locked row, without a job
     * @param anew the snapshot it begins with
     * @param requester who asked; {@code policy} when nobody did
     */
    public void begin(RemediationRow row, Remediation anew, String requester) {
        row.requester = requester;
        row.approver = null;
        row.step = null;
        row.attempts = 0;
        row.nextAt = null;
        row.leaseUntil = null;
        row.startedAt = null;
        row.appliedAt = null;
        row.completedAt = null;
        row.completedReason = null;
        row.sessionId = null;
        row.enabledBefore = null;
        row.actionsBefore = null;
        row.cancelledBy = null;
        row.cancelledReason = null;
        row.remindAt = null;
        row.reminders = 0;
        row.policy = anew.policy();
        row.holdCode = null;
        row.holdUntil = null;
        store(row, anew);
        tell(row, anew, requester);
    }

    /**
     * What came of adding.
     *
     * @param row the row
     * @param fresh whether it begins now
     */
    public record Added(RemediationRow row, boolean fresh) {}

    /**
     * Enters a state and tells it.
     *
     * @param row a locked row
     * @param state the state
     * @param reason why; absent where there is nothing to explain
     * @param actor who
     */
    public void enter(RemediationRow row, RemediationState state, @Nullable String reason, String actor) {
        row.holdCode = null;
        row.holdUntil = null;
        change(row, state, reason, actor);
    }

    /**
     * Holds it. Nothing runs until a person decides, or until the time that is given.
     *
     * @param row a locked row
     * @param hold what keeps it, and why
     * @param actor who
     */
    public void hold(RemediationRow row, Governor.Decision.Hold hold, String actor) {
        row.holdCode = hold.code();
        row.holdUntil = hold.until();
        change(row, RemediationState.HELD, hold.reason(), actor);
    }

    private void change(RemediationRow row, RemediationState state, @Nullable String reason, String actor) {
        Remediation next = Snapshots.entering(snapshot(row), state, reason, clock.instant());
        store(row, next);
        tell(row, next, actor);
    }

    /**
     * Puts it in line for the saga, which asks the governor first.
     *
     * @param row a locked row
     */
    public void due(RemediationRow row) {
        row.step = Identities.FIRST_STEP;
        row.attempts = 0;
        row.nextAt = clock.instant();
        row.leaseUntil = null;
        due.fire(new Due());
    }

    /**
     * Changes the snapshot without a new state: kept, told with the next state.
     *
     * @param row a locked row
     * @param change makes the next snapshot of the one before
     */
    public void keep(RemediationRow row, UnaryOperator<Remediation> change) {
        store(row, change.apply(snapshot(row)));
    }

    void completeBy(@Observes AccountChanged account) {
        complete(account.accountId(), account.credentialVersion(), "The account has a new credential.");
    }

    /**
     * Marks as completed what waits for this account's new credential.
     *
     * @param accountId the account
     * @param olderThan remediations of versions below this one
     * @param reason what completed them
     */
    public void complete(UUID accountId, long olderThan, String reason) {
        complete(accountId, olderThan, clock.instant(), reason);
    }

    /**
     * Marks as completed what waits for this account's new credential and began before that was set.
     *
     * @param accountId the account
     * @param olderThan remediations of versions below this one
     * @param startedBefore only what began before this: a password that was there before the reset is the retired one
     * @param reason what completed them
     */
    public void complete(UUID accountId, long olderThan, Instant startedBefore, String reason) {
        List<RemediationRow> rows = entities.createQuery(
                        "from RemediationRow where accountId = :account and credentialVersion < :version"
                                + " and startedAt < :before"
                                + " and completedAt is null and state in ('STARTED', 'APPLIED', 'VERIFIED')",
                        RemediationRow.class)
                .setParameter("account", accountId)
                .setParameter("version", olderThan)
                .setParameter("before", startedBefore)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        for (RemediationRow row : rows) {
            row.completedAt = clock.instant();
            row.completedReason = reason;
            ledger.record("auth", "remediation.completed", row.id.toString(), reason, Map.of("owner", row.owner));
        }
    }

    /**
     * Reads the snapshot of a row.
     *
     * @param row the row
     * @return the snapshot
     */
    @Transactional(Transactional.TxType.SUPPORTS)
    public Remediation snapshot(RemediationRow row) {
        Remediation known = row.known();
        if (known != null) {
            return known;
        }
        try {
            return row.known(json.readValue(row.snapshot, Remediation.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored remediation cannot be read", e);
        }
    }

    /**
     * Finds what waits for an account and has not begun.
     *
     * @param accountId the account
     * @return locked rows
     */
    public List<RemediationRow> waiting(UUID accountId) {
        return entities.createQuery(
                        "from RemediationRow where accountId = :account and startedAt is null"
                                + " and state in ('PLANNED', 'HELD', 'APPROVED') order by id",
                        RemediationRow.class)
                .setParameter("account", accountId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /**
     * Reads a remediation.
     *
     * @param id the remediation
     * @return empty when there is none
     */
    @Transactional
    public Optional<RemediationRow> find(UUID id) {
        return Optional.ofNullable(entities.find(RemediationRow.class, id));
    }

    private void store(RemediationRow row, Remediation next) {
        row.state = next.state().name();
        row.snapshot = write(next);
        row.known(next);
        row.address = next.address();
        row.plannedAt = next.plannedAt();
        row.changedAt = next.changedAt();
    }

    private void tell(RemediationRow row, Remediation snapshot, String actor) {
        EventType type = EventType.valueOf("REMEDIATION_" + snapshot.state());
        Instant at = snapshot.changedAt();
        outbox.add(new Event(
                EventId.of(type, snapshot.remediationId(), at), type, row.accountId.toString(), at, snapshot));
        ledger.record(
                actor,
                "remediation." + snapshot.state().name().toLowerCase(java.util.Locale.ROOT),
                row.id.toString(),
                Objects.requireNonNullElse(snapshot.reason(), ""),
                facts(row, snapshot));
    }

    private static Map<String, String> facts(RemediationRow row, Remediation snapshot) {
        Map<String, String> facts = new HashMap<>(
                Map.of("owner", snapshot.owner(), "account", row.accountId.toString(), "policy", snapshot.policy()));
        if (row.cancelledBy != null) {
            // The reason names that person too.
            facts.put("person", row.cancelledBy);
        }
        if (row.holdCode != null) {
            facts.put("code", row.holdCode.name());
        }
        return facts;
    }

    private String write(Remediation remediation) {
        try {
            return json.writeValueAsString(remediation);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A remediation cannot be written", e);
        }
    }
}
