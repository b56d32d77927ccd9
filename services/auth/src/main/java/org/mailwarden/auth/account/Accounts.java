// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.AccountState;

/** The copy of the fetcher's account snapshots. */
@ApplicationScoped
public class Accounts {

    private final EntityManager entities;

    Accounts(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Finds an account.
     *
     * @param accountId the account
     * @return empty when no snapshot was seen
     */
    @Transactional
    public Optional<KnownAccount> find(UUID accountId) {
        return query("account_id = :value", accountId).stream().findFirst();
    }

    /**
     * Finds accounts, with one query however many they are.
     *
     * @param accountIds the accounts; may be empty
     * @return those that are known, by id
     */
    @Transactional
    public Map<UUID, KnownAccount> all(Collection<UUID> accountIds) {
        return accountIds.isEmpty()
                ? Map.of()
                : query("account_id = any(cast(:value as uuid[]))", accountIds.toArray(UUID[]::new)).stream()
                        .collect(Collectors.toMap(KnownAccount::accountId, Function.identity()));
    }

    /**
     * Finds the accounts of a person.
     *
     * @param owner Keycloak user name; case does not matter
     * @return the accounts
     */
    @Transactional
    public List<KnownAccount> ownedBy(String owner) {
        return query("lower(owner) = lower(:value)", owner);
    }

    /**
     * Finds the accounts of a person whose password the fetcher does not hold: they sign in at Keycloak.
     *
     * @param owner Keycloak user name; case does not matter
     * @return the accounts
     */
    @Transactional
    public List<KnownAccount> withoutPassword(String owner) {
        return query("lower(owner) = lower(:value) and credential_type <> 'PASSWORD'", owner);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void remember(AccountChanged account) {
        entities.createNativeQuery("""
                        insert into account
                          (account_id, address, owner, recovery_address, credential_version, credential_type, state,
                           changed_at, host)
                        values (:id, :address, cast(:owner as text), cast(:recovery as text), :version, :type, :state,
                           :changed, :host)
                        on conflict (account_id) do update set
                          address = excluded.address, owner = excluded.owner,
                          recovery_address = excluded.recovery_address,
                          credential_version = excluded.credential_version,
                          credential_type = excluded.credential_type,
                          state = excluded.state, changed_at = excluded.changed_at, host = excluded.host
                        where account.changed_at <= excluded.changed_at""")
                .setParameter("id", account.accountId())
                .setParameter("address", account.address())
                .setParameter("owner", account.owner())
                .setParameter("recovery", account.recoveryAddress())
                .setParameter("version", account.credentialVersion())
                .setParameter("type", account.credentialType().name())
                .setParameter("state", account.state().name())
                .setParameter("changed", account.changedAt())
                .setParameter("host", account.host())
                .executeUpdate();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void forget(UUID accountId) {
        entities.createNativeQuery("delete from account where account_id = :id")
                .setParameter("id", accountId)
                .executeUpdate();
    }

    @SuppressWarnings("unchecked")
    private List<KnownAccount> query(String condition, Object value) {
        List<Tuple> rows = entities.createNativeQuery(
                        "select account_id, address, owner, recovery_address, credential_version, state, host from account"
                                + " where " + condition + " order by address",
                        Tuple.class)
                .setParameter("value", value)
                .getResultList();
        return rows.stream()
                .map(row -> new KnownAccount(
                        row.get(0, UUID.class),
                        row.get(1, String.class),
                        row.get(2, String.class),
                        row.get(3, String.class),
                        row.get(4, Long.class),
                        AccountState.valueOf(row.get(5, String.class)),
                        row.get(6, String.class)))
                .toList();
    }
}
