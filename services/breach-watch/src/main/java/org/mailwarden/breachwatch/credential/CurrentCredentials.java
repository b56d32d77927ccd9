// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.seal.SealBroken;

/**
 * Opens current credentials for a comparison. A credential stays locked until the caller's transaction ends, so that it
 * cannot be replaced between the comparison and what follows from it.
 */
@ApplicationScoped
// One damaged row is one account's matter: the work on the others goes on.
@Transactional(value = Transactional.TxType.MANDATORY, dontRollbackOn = SealBroken.class)
public class CurrentCredentials {

    private final EntityManager entities;
    private final FingerprintSeals seals;

    CurrentCredentials(EntityManager entities, FingerprintSeals seals) {
        this.entities = entities;
        this.seals = seals;
    }

    /**
     * Every address of the fleet whose password is known, with its accounts.
     *
     * @return accounts by lower-case address
     */
    public Map<String, List<UUID>> accountsByAddress() {
        List<Tuple> rows = entities.createQuery("""
                        select a.address, a.accountId from AccountRow a
                        where a.removedAt is null order by a.address, a.accountId""", Tuple.class).getResultList();
        Map<String, List<UUID>> accounts = new LinkedHashMap<>();
        rows.forEach(row -> accounts.computeIfAbsent(
                        row.get(0, String.class).toLowerCase(java.util.Locale.ROOT), address -> new ArrayList<>())
                .add(row.get(1, UUID.class)));
        return accounts;
    }

    /**
     * Looks an account up, without opening anything.
     *
     * @param accountId the account
     * @return empty when it is not, or no longer, in the fleet
     */
    public Optional<FleetAccount> account(UUID accountId) {
        AccountRow account = entities.find(AccountRow.class, accountId);
        if (account == null || account.removedAt != null) {
            return Optional.empty();
        }
        return Optional.of(shown(account, entities.find(CredentialRow.class, accountId)));
    }

    /**
     * Looks accounts up, without opening anything, and holds their credentials: none changes until the caller's transaction
     * ends.
     *
     * @param accountIds the accounts
     * @return those that are still in the fleet
     */
    @SuppressWarnings("unchecked")
    public Map<UUID, FleetAccount> hold(SortedSet<UUID> accountIds) {
        UUID[] ids = accountIds.toArray(UUID[]::new);
        // In the order that is given, which is that of whoever else locks several: else two could wait for each other.
        List<CredentialRow> rows = entities.createNativeQuery("""
                        select c.* from unnest(cast(:ids as uuid[])) with ordinality as asked (id, place)
                        join credential c on c.account_id = asked.id order by place for share of c""", CredentialRow.class)
                .setParameter("ids", ids)
                .getResultList();
        Map<UUID, CredentialRow> credentials =
                rows.stream().collect(Collectors.toMap(row -> row.accountId, Function.identity()));
        return entities.createQuery(
                        "from AccountRow where accountId in :ids and removedAt is null order by accountId",
                        AccountRow.class)
                .setParameter("ids", accountIds)
                .getResultStream()
                .collect(Collectors.toMap(
                        account -> account.accountId, account -> shown(account, credentials.get(account.accountId))));
    }

    private static FleetAccount shown(AccountRow account, @Nullable CredentialRow credential) {
        return new FleetAccount(
                account.accountId,
                account.address,
                account.owner,
                credential == null ? null : credential.version,
                credential == null || credential.version == 1 ? null : credential.changedAt);
    }

    /**
     * Opens an account's current credential.
     *
     * @param accountId the account
     * @return to be closed; empty when no password of it is known
     * @throws SealBroken when the row was changed or belongs to another account
     */
    public Optional<CurrentCredential> open(UUID accountId) {
        CredentialRow credential = entities.find(CredentialRow.class, accountId, LockModeType.PESSIMISTIC_WRITE);
        AccountRow account = entities.find(AccountRow.class, accountId);
        if (credential == null || account == null || account.removedAt != null) {
            return Optional.empty();
        }
        return Optional.of(new CurrentCredential(
                accountId,
                account.address,
                account.owner,
                credential.version,
                seals.open(credential.fingerprint, accountId, credential.version)));
    }

    /**
     * Who was not screened against a generation yet. Nothing is opened or locked.
     *
     * @param generation the corpus generation
     * @param after only accounts after this id
     * @param most how many at most
     * @return accounts in order of id
     */
    @SuppressWarnings("unchecked")
    public List<UUID> notScreened(String generation, UUID after, int most) {
        return entities.createNativeQuery("""
                        select c.account_id from credential c join account a on a.account_id = c.account_id
                        where c.account_id > :after and a.removed_at is null and not exists (
                            select 1 from screened s where s.account_id = c.account_id and s.version = c.version
                            and s.generation = :generation)
                        order by c.account_id limit :most""")
                .setParameter("generation", generation)
                .setParameter("after", after)
                .setParameter("most", most)
                .getResultList();
    }

    /**
     * Opens credentials of accounts that were not screened against a generation yet, skipping those that another instance has in
     * hand or is done with.
     *
     * @param generation the corpus generation
     * @param accounts some thousand at most
     * @return locked until the transaction ends; to be closed
     */
    @SuppressWarnings("unchecked")
    public Unscreened openNotScreened(String generation, List<UUID> accounts) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select c.account_id, a.address, a.owner, c.version, c.fingerprint, last.generation, last.outcome
                        from unnest(cast(:accounts as uuid[])) as asked (id)
                        join credential c on c.account_id = asked.id join account a on a.account_id = asked.id
                        left join lateral (
                            select s.generation, s.outcome from screened s
                            where s.account_id = c.account_id and s.version = c.version
                            order by s.screened_at desc limit 1) last on true
                        where a.removed_at is null and not exists (
                            select 1 from screened s where s.account_id = c.account_id and s.version = c.version
                            and s.generation = :generation)
                        order by c.account_id for update of c skip locked""", Tuple.class)
                .setParameter("generation", generation)
                .setParameter("accounts", accounts.toArray(UUID[]::new))
                .getResultList();
        List<Due> opened = new ArrayList<>(rows.size());
        List<UUID> broken = new ArrayList<>();
        for (Tuple row : rows) {
            UUID accountId = row.get(0, UUID.class);
            long version = row.get(3, Long.class);
            try {
                CurrentCredential credential = new CurrentCredential(
                        accountId,
                        row.get(1, String.class),
                        row.get(2, String.class),
                        version,
                        seals.open(row.get(4, byte[].class), accountId, version));
                opened.add(new Due(credential, row.get(5, String.class), row.get(6, String.class)));
            } catch (SealBroken e) {
                broken.add(accountId);
            }
        }
        return new Unscreened(opened, broken);
    }

    /**
     * Credentials to be screened.
     *
     * @param opened those whose seal opens
     * @param broken accounts whose row was changed or belongs to another account
     */
    public record Unscreened(List<Due> opened, List<UUID> broken) implements AutoCloseable {

        /** Wipes the fingerprints. */
        @Override
        public void close() {
            opened.forEach(due -> due.credential().close());
        }
    }

    /**
     * A credential to be screened.
     *
     * @param credential opened
     * @param lastGeneration what it was screened against last; absent when it never was
     * @param lastOutcome what came of that
     */
    public record Due(
            CurrentCredential credential,
            @Nullable String lastGeneration,
            @Nullable String lastOutcome) {}
}
