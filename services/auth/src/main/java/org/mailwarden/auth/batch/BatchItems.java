// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.batch.BatchList.Item;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.RemediationView;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationState;

/** Who is in a batch: as it was shown, and as it is. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class BatchItems {

    /** How many follow a decision in one transaction: the head of the ledger is everybody's. */
    static final int SLICE = 25;

    private static final UUID[] NONE = {};
    private static final List<String> UNDECIDED =
            List.of(RemediationState.PLANNED.name(), RemediationState.HELD.name());
    private static final List<String> ENDED =
            List.of(RemediationState.REJECTED.name(), RemediationState.FAILED.name(), RemediationState.EXPIRED.name());

    private final EntityManager entities;
    private final Remediations remediations;
    private final Accounts accounts;
    private final ObjectMapper json;

    BatchItems(EntityManager entities, Remediations remediations, Accounts accounts, ObjectMapper json) {
        this.entities = entities;
        this.remediations = remediations;
        this.accounts = accounts;
        this.json = json;
    }

    /**
     * A member of a batch.
     *
     * @param shown as it was when it came in
     * @param row as it is
     * @param canary whether it goes before the rest
     * @param approved whether this batch approved it, and no other since
     * @param pending whether it has still to follow what was decided
     */
    record Member(Item shown, RemediationRow row, boolean canary, boolean approved, boolean pending) {

        boolean undecided() {
            return UNDECIDED.contains(row.state);
        }

        /** Approved by this batch, and waiting for the proof of the first. */
        boolean waitsForCanary() {
            return approved && !canary && row.step == null && row.state.equals(RemediationState.APPROVED.name());
        }
    }

    static boolean isUndecided(RemediationRow row) {
        return UNDECIDED.contains(row.state);
    }

    /** Ended without a reset, and nothing runs: it can begin anew. */
    static boolean hasEnded(RemediationRow row) {
        return ENDED.contains(row.state) && row.step == null;
    }

    /** What would be done to a remediation's person. */
    static Item item(Remediation remediation, String requester, @Nullable String sessionId) {
        return new Item(
                remediation.remediationId(),
                remediation.owner(),
                remediation.address(),
                remediation.credentialVersion(),
                remediation.action().name(),
                RemediationView.of(remediation, requester, null, sessionId).steps());
    }

    void add(UUID batchId, Item item) {
        entities.createNativeQuery("""
                        insert into batch_item (batch_id, remediation_id, item) values (:batch, :remediation, :item)
                        on conflict (batch_id, remediation_id) do update set item = excluded.item""")
                .setParameter("batch", batchId)
                .setParameter("remediation", item.remediationId())
                .setParameter("item", write(item))
                .executeUpdate();
    }

    List<Member> of(UUID batchId) {
        return members(batchId, "true", NONE);
    }

    List<Member> canaries(UUID batchId) {
        return members(batchId, "canary", NONE);
    }

    /** With two statements however many they are. */
    @SuppressWarnings("unchecked")
    private List<Member> members(UUID batchId, String which, UUID[] ids) {
        String chosen = " from batch_item where batch_id = :id and " + which
                + " and (cardinality(cast(:ids as uuid[])) = 0 or remediation_id = any(cast(:ids as uuid[])))";
        List<RemediationRow> rows = entities.createNativeQuery(
                        "select * from remediation where id in (select remediation_id" + chosen + ")",
                        RemediationRow.class)
                .setParameter("id", batchId)
                .setParameter("ids", ids)
                .getResultList();
        Map<UUID, RemediationRow> byId = rows.stream().collect(Collectors.toMap(row -> row.id, Function.identity()));
        List<Tuple> items = entities.createNativeQuery(
                        "select remediation_id, item, canary, approved, pending" + chosen + " order by ordinal",
                        Tuple.class)
                .setParameter("id", batchId)
                .setParameter("ids", ids)
                .getResultList();
        return items.stream()
                .map(item -> new Member(
                        read(item.get(1, String.class)),
                        Objects.requireNonNull(byId.get(item.get(0, UUID.class))),
                        item.get(2, Boolean.class),
                        item.get(3, Boolean.class),
                        item.get(4, Boolean.class)))
                .toList();
    }

    /** Locks every member's remediation, so that what is read of it holds until the decision is written. */
    void lock(UUID batchId) {
        entities.createNativeQuery("""
                        select id from remediation where id in (
                          select remediation_id from batch_item where batch_id = :id) order by id for update""").setParameter("id", batchId).getResultList();
        entities.clear();
    }

    /** Locks remediations, those that are there, in the order in which everybody locks them. */
    void lock(List<UUID> remediationIds) {
        entities.createNativeQuery(
                        "select id from remediation where id = any(cast(:ids as uuid[])) order by id for update")
                .setParameter("ids", array(remediationIds))
                .getResultList();
    }

    /** The next members that have to follow what was decided, locked. */
    @SuppressWarnings("unchecked")
    List<Member> nextSlice(UUID batchId) {
        List<UUID> locked = entities.createNativeQuery("""
                        select id from remediation where id in (
                          select remediation_id from batch_item where batch_id = :id and pending
                          order by ordinal limit :most)
                        order by id for update""")
                .setParameter("id", batchId)
                .setParameter("most", SLICE)
                .getResultList();
        entities.clear();
        return locked.isEmpty() ? List.of() : members(batchId, "pending", array(locked));
    }

    void pending(UUID batchId, List<UUID> remediationIds, boolean pending) {
        entities.createNativeQuery("""
                        update batch_item set pending = :pending
                        where batch_id = :id and remediation_id = any(cast(:ids as uuid[]))""")
                .setParameter("pending", pending)
                .setParameter("id", batchId)
                .setParameter("ids", array(remediationIds))
                .executeUpdate();
    }

    boolean anyPending(UUID batchId) {
        return (Boolean)
                entities.createNativeQuery("select exists (select 1 from batch_item where batch_id = :id and pending)")
                        .setParameter("id", batchId)
                        .getSingleResult();
    }

    /** This batch approves them, and so takes them over from any other that did. */
    void approved(UUID batchId, List<UUID> remediationIds, List<UUID> first) {
        entities.createNativeQuery("""
                        update batch_item set approved = (batch_id = :id)
                        where remediation_id = any(cast(:ids as uuid[]))""")
                .setParameter("id", batchId)
                .setParameter("ids", array(remediationIds))
                .executeUpdate();
        entities.createNativeQuery(
                        "update batch_item set canary = remediation_id = any(cast(:first as uuid[])) where batch_id = :id")
                .setParameter("first", array(first))
                .setParameter("id", batchId)
                .executeUpdate();
    }

    private static UUID[] array(List<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    /** The list that a decision would be about now. */
    BatchList now(BatchKind kind, List<Member> members) {
        List<RemediationRow> undecided =
                members.stream().filter(Member::undecided).map(Member::row).toList();
        Map<UUID, KnownAccount> known = accounts.all(
                undecided.stream().map(row -> row.accountId).distinct().toList());
        return new BatchList(undecided.stream()
                .map(row -> live(row, known.get(row.accountId)))
                // What was replaced since fell off the list of the governor by itself.
                .filter(item -> kind == BatchKind.ASKED || !superseded(item))
                .toList());
    }

    private boolean superseded(Item item) {
        return remediations
                .find(item.remediationId())
                .filter(row -> row.credentialVersion != item.credentialVersion())
                .isPresent();
    }

    private Item live(RemediationRow row, @Nullable KnownAccount known) {
        Item planned = item(remediations.snapshot(row), row.requester, row.sessionId);
        if (known == null) {
            return planned;
        }
        return new Item(
                planned.remediationId(),
                known.owner() == null ? "nobody" : known.owner().toLowerCase(Locale.ROOT),
                known.address(),
                versionNow(row, known),
                planned.action(),
                planned.steps());
    }

    /** The fetcher counts versions of what it holds itself; of what Keycloak alone holds it knows none. */
    private static long versionNow(RemediationRow row, KnownAccount known) {
        return row.credentialVersion >= CredentialSealed.FIRST_OF_KEYCLOAK
                ? row.credentialVersion
                : known.credentialVersion();
    }

    private Item read(String item) {
        try {
            return json.readValue(item, Item.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored item of a batch cannot be read", e);
        }
    }

    private String write(Item item) {
        try {
            return json.writeValueAsString(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An item of a batch cannot be written", e);
        }
    }
}
