// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.signin.Inputs;
import org.mailwarden.breachwatch.signin.Known;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginObservation;
import org.mailwarden.contracts.login.LoginSource;

/** What else is known of the accounts of a batch: asked with one question each, in the caller's transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Circumstances {

    /** A reset that is heard of no more has not been under way for ever. */
    private static final Duration LONGEST_RESET = Duration.ofHours(1);

    private final EntityManager entities;

    Circumstances(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * What is known of an account.
     *
     * @param address its mail address; absent when it is not known yet
     * @param owner Keycloak user name; absent when unknown
     * @param removed whether it is gone
     * @param resetBegun when its last reset began; absent when none was heard of
     * @param resetEnded when its steps were done; absent when none was heard of
     * @param retired whether a reset retired a password of it
     * @param version its current credential; absent when none is known
     * @param exposed whether that one is known to attackers
     */
    record Account(
            @Nullable String address,
            @Nullable String owner,
            boolean removed,
            @Nullable Instant resetBegun,
            @Nullable Instant resetEnded,
            boolean retired,
            @Nullable Long version,
            boolean exposed) {

        private static final Account UNKNOWN = new Account(null, null, false, null, null, false, null, false);

        private boolean inReset(Instant at) {
            return resetBegun != null
                    && !at.isBefore(resetBegun)
                    && at.isBefore(resetBegun.plus(LONGEST_RESET))
                    && (resetEnded == null || resetEnded.isBefore(resetBegun) || at.isBefore(resetEnded));
        }
    }

    /** What is known of several accounts. */
    record Batch(Map<UUID, Account> accounts) {

        Account account(UUID id) {
            return accounts.getOrDefault(id, Account.UNKNOWN);
        }

        /** The same, and what is known of others. */
        Batch and(Set<UUID> others, Circumstances circumstances) {
            Set<UUID> missing = new LinkedHashSet<>(others);
            missing.removeAll(accounts.keySet());
            if (missing.isEmpty()) {
                return this;
            }
            Map<UUID, Account> all = new HashMap<>(accounts);
            all.putAll(circumstances.of(missing).accounts());
            return new Batch(all);
        }

        /** What others know about a sign-in. */
        Inputs inputs(Login login) {
            Account account = login.accountId() == null ? Account.UNKNOWN : account(login.accountId());
            return new Inputs(
                    breached(login, account),
                    login.occurredAt() != null && account.inReset(login.occurredAt()) ? Known.YES : Known.NO,
                    retired(login, account));
        }

        private static Known breached(Login login, Account account) {
            Long version = account.version();
            boolean ofKeycloak = version != null && version >= CredentialSealed.FIRST_OF_KEYCLOAK;
            // The password of a mailbox and that of its owner at Keycloak may be two.
            if (version == null || ofKeycloak != (login.source() == LoginSource.KEYCLOAK)) {
                return Known.COULD_NOT_ASK;
            }
            return account.exposed() ? Known.YES : Known.NO;
        }

        private static Known retired(Login login, Account account) {
            LoginObservation seen = login.observed();
            Boolean said = seen == null ? null : seen.retired();
            if (said != null) {
                return said ? Known.YES : Known.NO;
            }
            return account.retired() ? Known.COULD_NOT_ASK : Known.NO;
        }
    }

    /**
     * Looks accounts up.
     *
     * @param ids the accounts
     * @return what is known of each; those of which nothing is are missing
     */
    Batch of(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return new Batch(Map.of());
        }
        Query query = entities.createNativeQuery("""
                        select wanted.id, a.address, a.owner, a.removed_at is not null, r.begun_at, r.ended_at,
                               r.retired_at is not null, c.version,
                               exists (select 1 from finding f where f.account_id = wanted.id and f.state = 'OPEN'
                                 and f.credential_version = c.version
                                 and f.kind in ('CREDENTIAL_LEAKED', 'PASSWORD_PWNED'))
                        from unnest(cast(:ids as uuid[])) as wanted (id)
                        left join account a on a.account_id = wanted.id
                        left join account_reset r on r.account_id = wanted.id
                        left join credential c on c.account_id = wanted.id""", Tuple.class).setParameter("ids", ids.toArray(UUID[]::new));
        Map<UUID, Account> accounts = new HashMap<>();
        for (Tuple row : rows(query)) {
            accounts.put(
                    row.get(0, UUID.class),
                    new Account(
                            row.get(1, String.class),
                            row.get(2, String.class),
                            row.get(3, Boolean.class),
                            row.get(4, Instant.class),
                            row.get(5, Instant.class),
                            row.get(6, Boolean.class),
                            row.get(7, Long.class),
                            row.get(8, Boolean.class)));
        }
        return new Batch(accounts);
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> rows(Query query) {
        return query.getResultList();
    }
}
