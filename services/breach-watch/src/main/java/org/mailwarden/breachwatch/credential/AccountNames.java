// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginObservation;

/**
 * Finds whose accounts they are whose source knows names alone, as Keycloak does: with one question for many sign-ins, in the
 * caller's transaction. Safe for many threads.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class AccountNames {

    private final EntityManager entities;

    AccountNames(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Whose accounts the names of some sign-ins are.
     *
     * @param accounts by name in lower case
     */
    public record Owners(Map<String, UUID> accounts) {

        private static final Owners NONE = new Owners(Map.of());

        /** Copies the map. */
        public Owners {
            accounts = Map.copyOf(accounts);
        }

        /** The sign-in with the account that its name belongs to; as it was when it has one, or when there is none. */
        public Login named(Login login) {
            UUID account = login.accountId() == null ? accounts.get(folded(login)) : null;
            return account == null ? login : of(login, account);
        }

        /**
         * The sign-in at each account that it is about: the one that its source knows; else those whose resets retired its
         * password, since whoever has several mailboxes has one name at Keycloak; else the one that its name belongs to.
         *
         * @return at least one, that of the name first; as it was when there is no account
         */
        public List<Login> at(Login login) {
            Login named = named(login);
            LoginObservation seen = login.observed();
            List<UUID> retiredOf = seen == null || seen.retiredOf() == null ? List.of() : seen.retiredOf();
            if (login.accountId() != null || retiredOf.isEmpty()) {
                return List.of(named);
            }
            return retiredOf.stream()
                    .sorted(Comparator.comparing(account -> !account.equals(named.accountId())))
                    .map(account -> of(login, account))
                    .toList();
        }
    }

    /**
     * Looks up the names of sign-ins that have no account: by address, by name at the mail server, by owner. A name that
     * several have by then belongs to none.
     *
     * @param logins sign-ins
     * @return whose accounts they are
     */
    public Owners of(Collection<Login> logins) {
        Set<String> names = new LinkedHashSet<>();
        logins.forEach(login -> {
            if (login.accountId() == null) {
                names.add(folded(login));
            }
        });
        return names.isEmpty() ? Owners.NONE : new Owners(accounts(names));
    }

    @SuppressWarnings("unchecked")
    private Map<String, UUID> accounts(Set<String> names) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select name, rank, account_id from (
                          select n.name, 0 as rank, a.account_id from unnest(cast(:names as text[])) as n (name)
                            join account a on lower(a.address) = n.name and a.removed_at is null
                          union all
                          select n.name, 1, a.account_id from unnest(cast(:names as text[])) as n (name)
                            join account a on lower(a.username) = n.name and a.removed_at is null
                          union all
                          select n.name, 2, a.account_id from unnest(cast(:names as text[])) as n (name)
                            join account a on lower(a.owner) = n.name and a.removed_at is null) as found
                        order by name, rank""", Tuple.class)
                .setParameter("names", names.toArray(String[]::new))
                .getResultList();
        Map<String, Integer> ranks = new HashMap<>();
        Map<String, @Nullable UUID> owners = new HashMap<>();
        for (Tuple row : rows) {
            String name = row.get(0, String.class);
            int rank = row.get(1, Integer.class);
            Integer best = ranks.putIfAbsent(name, rank);
            if (best == null) {
                owners.put(name, row.get(2, UUID.class));
            } else if (best == rank && !row.get(2, UUID.class).equals(owners.get(name))) {
                owners.put(name, null);
            }
        }
        owners.values().removeIf(Objects::isNull);
        return Map.copyOf(owners);
    }

    private static String folded(Login login) {
        String name = login.username() == null ? "" : login.username();
        return name.toLowerCase(Locale.ROOT).replace("\u0000", "");
    }

    private static Login of(Login login, UUID account) {
        return new Login(
                login.loginId(),
                account,
                login.username(),
                login.source(),
                login.protocol(),
                login.host(),
                login.port(),
                login.remoteAddress(),
                login.mechanism(),
                login.tls(),
                login.failure(),
                login.detail(),
                login.credentialVersion(),
                login.occurredAt(),
                login.observed());
    }
}
