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
import java.util.List;
import java.util.Map;
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
     * What a finding says of an account.
     *
     * @param address its mail address; absent when it is not known yet
     * @param owner Keycloak user name; absent when unknown
     * @param removed whether it is gone
     * @param version its current credential; absent when none is known
     */
    record Account(
            @Nullable String address,
            @Nullable String owner,
            boolean removed,
            @Nullable Long version) {

        /** An account that nobody told of. */
        static final Account UNKNOWN = new Account(null, null, false, null);
    }

    /** What resets and leaks say of an account. */
    private record Trouble(
            @Nullable Instant resetBegun,
            @Nullable Instant resetEnded,
            boolean retired,
            @Nullable Long version,
            boolean exposed) {

        private static final Trouble NONE = new Trouble(null, null, false, null, false);

        private boolean inReset(Instant at) {
            return resetBegun != null
                    && !at.isBefore(resetBegun)
                    && at.isBefore(resetBegun.plus(LONGEST_RESET))
                    && (resetEnded == null || resetEnded.isBefore(resetBegun) || at.isBefore(resetEnded));
        }
    }

    /** What others know about the sign-ins of a batch. */
    static final class Batch {

        private final Map<UUID, Trouble> accounts = new HashMap<>();

        /** What others know about a sign-in. */
        Inputs inputs(Login login) {
            Trouble trouble =
                    login.accountId() == null ? Trouble.NONE : accounts.getOrDefault(login.accountId(), Trouble.NONE);
            return new Inputs(
                    breached(login, trouble),
                    login.occurredAt() != null && trouble.inReset(login.occurredAt()) ? Known.YES : Known.NO,
                    retired(login, trouble));
        }

        private static Known breached(Login login, Trouble trouble) {
            Long version = trouble.version();
            boolean ofKeycloak = version != null && version >= CredentialSealed.FIRST_OF_KEYCLOAK;
            // The password of a mailbox and that of its owner at Keycloak may be two.
            if (version == null || ofKeycloak != (login.source() == LoginSource.KEYCLOAK)) {
                return Known.COULD_NOT_ASK;
            }
            return trouble.exposed() ? Known.YES : Known.NO;
        }

        private static Known retired(Login login, Trouble trouble) {
            LoginObservation seen = login.observed();
            Boolean said = seen == null ? null : seen.retired();
            if (said != null) {
                return said ? Known.YES : Known.NO;
            }
            return trouble.retired() ? Known.COULD_NOT_ASK : Known.NO;
        }
    }

    /**
     * Asks what others know about the sign-ins of accounts. Only those of which there is something to say are told of: a batch
     * has thousands.
     *
     * @param ids the accounts
     */
    Batch of(Collection<UUID> ids) {
        Batch batch = new Batch();
        if (!ids.isEmpty()) {
            Query query = entities.createNativeQuery("""
                            select coalesce(r.account_id, c.account_id), r.begun_at, r.ended_at, r.retired_at is not null,
                                   c.version, coalesce(c.exposed, false)
                            from (select * from account_reset where account_id = any(cast(:ids as uuid[]))) r
                            full join (select account_id, version,
                                  exists (select 1 from finding f where f.account_id = credential.account_id
                                    and f.state = 'OPEN' and f.credential_version = credential.version
                                    and f.kind in ('CREDENTIAL_LEAKED', 'PASSWORD_PWNED')) as exposed
                                from credential where account_id = any(cast(:ids as uuid[]))) c
                              on c.account_id = r.account_id""", Tuple.class).setParameter("ids", ids.toArray(UUID[]::new));
            for (Tuple row : rows(query)) {
                batch.accounts.put(
                        row.get(0, UUID.class),
                        new Trouble(
                                row.get(1, Instant.class),
                                row.get(2, Instant.class),
                                row.get(3, Boolean.class),
                                row.get(4, Long.class),
                                row.get(5, Boolean.class)));
            }
        }
        return batch;
    }

    /**
     * Looks accounts up that findings are about.
     *
     * @param ids the accounts
     * @return what is known of each; those of which nothing is are missing
     */
    Map<UUID, Account> accounts(Collection<UUID> ids) {
        Map<UUID, Account> accounts = new HashMap<>();
        if (!ids.isEmpty()) {
            Query query = entities.createNativeQuery("""
                            select wanted.id, a.address, a.owner, a.removed_at is not null, c.version
                            from unnest(cast(:ids as uuid[])) as wanted (id)
                            left join account a on a.account_id = wanted.id
                            left join credential c on c.account_id = wanted.id""", Tuple.class).setParameter("ids", ids.toArray(UUID[]::new));
            for (Tuple row : rows(query)) {
                accounts.put(
                        row.get(0, UUID.class),
                        new Account(
                                row.get(1, String.class),
                                row.get(2, String.class),
                                row.get(3, Boolean.class),
                                row.get(4, Long.class)));
            }
        }
        return accounts;
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> rows(Query query) {
        return query.getResultList();
    }
}
