// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    private static final List<String> UNDECIDED =
            List.of(RemediationState.PLANNED.name(), RemediationState.HELD.name());
    private static final List<String> ENDED = List.of(
            RemediationState.REJECTED.name(), RemediationState.FAILED.name(), RemediationState.EXPIRED.name());

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
     */
    record Member(Item shown, RemediationRow row, boolean canary) {

        boolean undecided() {
            return UNDECIDED.contains(row.state);
        }

        /** Approved, and waiting for the proof of the first. */
        boolean waitsForCanary() {
            return !canary && row.step == null && row.state.equals(RemediationState.APPROVED.name());
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
                        insert into batch_item (batch_id, remediation_id, ordinal, item)
                        select cast(:batch as uuid), cast(:remediation as uuid), coalesce(max(ordinal), 0) + 1,
                          cast(:item as text)
                        from batch_item where batch_id = :batch
                        on conflict (batch_id, remediation_id) do update set item = excluded.item""")
                .setParameter("batch", batchId)
                .setParameter("remediation", item.remediationId())
                .setParameter("item", write(item))
                .executeUpdate();
    }

    @SuppressWarnings("unchecked")
    List<Member> of(UUID batchId) {
        List<Tuple> rows = entities.createNativeQuery(
                        "select remediation_id, item, canary from batch_item where batch_id = :id order by ordinal",
                        Tuple.class)
                .setParameter("id", batchId)
                .getResultList();
        return rows.stream()
                .map(row -> new Member(
                        read(row.get(1, String.class)),
                        remediations.find(row.get(0, UUID.class)).orElseThrow(),
                        row.get(2, Boolean.class)))
                .toList();
    }

    /** Locks every member's remediation, so that what is read of it holds until the decision is written. */
    void lock(UUID batchId) {
        entities.createNativeQuery("""
                        select id from remediation where id in (
                          select remediation_id from batch_item where batch_id = :id) order by id for update""").setParameter("id", batchId).getResultList();
        entities.clear();
    }

    void canaries(UUID batchId, List<UUID> first) {
        entities.createNativeQuery("update batch_item set canary = remediation_id in (:first) where batch_id = :id")
                .setParameter("first", first)
                .setParameter("id", batchId)
                .executeUpdate();
    }

    /** The list that a decision would be about now. */
    BatchList now(BatchKind kind, List<Member> members) {
        return new BatchList(members.stream()
                .filter(Member::undecided)
                .map(member -> live(member.row()))
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

    private Item live(RemediationRow row) {
        Item planned = item(remediations.snapshot(row), row.requester, row.sessionId);
        Optional<KnownAccount> account = accounts.find(row.accountId);
        return account.map(known -> new Item(
                        planned.remediationId(),
                        known.owner() == null ? "nobody" : known.owner().toLowerCase(java.util.Locale.ROOT),
                        known.address(),
                        versionNow(row, known),
                        planned.action(),
                        planned.steps()))
                .orElse(planned);
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
