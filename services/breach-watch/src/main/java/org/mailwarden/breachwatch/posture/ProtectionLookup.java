// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.contracts.finding.Severity;

/** Tells how accounts are protected, a page of them in one statement. Safe for use by many threads. */
@ApplicationScoped
@Transactional
public class ProtectionLookup {

    private static final String OF_EACH = """
            select a.account_id, u.second_factors, u.password_changed_at as set_at, case when c.version > 1 then c.changed_at end as known_since, c.strength,
                c.length_bucket, t.tls_protocol, said.exposures, said.open, said.gravest,
                (select l.occurred_at from login l where l.account_id = a.account_id and l.source <> 'FETCHER' and l.succeeded
                    order by l.occurred_at desc, l.login_id desc limit 1) as signed_in
            from unnest(cast(:ids as uuid[])) as asked (id)
            join account a on a.account_id = asked.id and a.removed_at is null
            left join credential c on c.account_id = a.account_id
            left join account_transport t on t.account_id = a.account_id
            left join user_posture u on u.username = lower(a.owner)
            cross join lateral (
                select count(*) filter (where f.closed_as is distinct from 'FALSE_POSITIVE' and f.kind in
                        ('CREDENTIAL_LEAKED', 'CREDENTIAL_LEAKED_STALE', 'STEALER_LOG', 'PASSWORD_PWNED')) as exposures,
                    count(*) filter (where f.state = 'OPEN') as open,
                    max(f.severity_rank) filter (where f.state = 'OPEN') as gravest
                from finding f where f.account_id = a.account_id or f.accounts && array[a.account_id]) said""";

    private final EntityManager entities;
    private final Set<String> counting;

    ProtectionLookup(EntityManager entities, BreachWatchSettings settings) {
        this.entities = entities;
        this.counting = Set.copyOf(settings.posture().secondFactors());
    }

    /**
     * Tells of accounts.
     *
     * @param accounts which; those that the fleet does not have are left out
     * @return one for each, in no order
     */
    @SuppressWarnings("unchecked")
    public List<Protection> of(Collection<UUID> accounts) {
        List<Tuple> rows = entities.createNativeQuery(OF_EACH, Tuple.class)
                .setParameter("ids", accounts.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
                .getResultList();
        return rows.stream().map(this::protection).toList();
    }

    private Protection protection(Tuple row) {
        Number gravest = row.get("gravest", Number.class);
        List<String> factors = factors(row.get("second_factors", String.class));
        return new Protection(
                row.get("account_id", UUID.class),
                factors == null ? null : factors.stream().anyMatch(counting::contains),
                factors == null ? List.of() : factors,
                row.get("known_since", Instant.class),
                row.get("set_at", Instant.class),
                row.get("strength", Integer.class),
                row.get("length_bucket", String.class),
                row.get("exposures", Long.class),
                row.get("open", Long.class),
                gravest == null ? null : Severity.values()[gravest.intValue()],
                row.get("tls_protocol", String.class),
                row.get("signed_in", Instant.class));
    }

    private static @Nullable List<String> factors(@Nullable String joined) {
        return joined == null ? null : joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
    }
}
