// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whose account a name belongs to that somebody signs in with: its address, its user name at the mail server, or its owner at
 * Keycloak. Remembered for a little while. Safe for many threads.
 */
@ApplicationScoped
public class KnownNames {

    private static final Logger LOG = Logger.getLogger(KnownNames.class);
    private static final Duration FOR = Duration.ofSeconds(15);
    private static final int MOST = 200_000;
    /** As long as auth keeps what it can recognise a retired password by. */
    private static final Duration RETIRED_FOR = Duration.ofDays(180);

    /** A reset that is heard of no more has not been under way for ever. */
    private static final Duration LONGEST_RESET = Duration.ofHours(1);

    private static final int BY_USERNAME = 1;

    private static final Known NOBODY = new Known(null, false, false);

    private final EntityManager entities;
    private final Clock clock;
    private final Cache<String, Known> known =
            Caffeine.newBuilder().expireAfterWrite(FOR).maximumSize(MOST).build();

    KnownNames(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * What is known of a name.
     *
     * @param accountId the account; absent when the name belongs to none, or to several
     * @param underRemediation whether a reset of it is under way
     * @param hasRetiredPasswords whether a reset of it was proved lately
     */
    public record Known(@Nullable UUID accountId, boolean underRemediation, boolean hasRetiredPasswords) {}

    /**
     * Looks a name up.
     *
     * @param name as presented
     * @return what is known; of a name that cannot be looked up now, nothing
     */
    public Known find(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        Known remembered = known.getIfPresent(folded);
        if (remembered != null) {
            return remembered;
        }
        try {
            Known found = QuarkusTransaction.requiringNew().call(() -> read(folded));
            known.put(folded, found);
            return found;
        } catch (RuntimeException e) {
            LOG.debugf("A name could not be looked up: %s", e.getClass().getSimpleName());
            return NOBODY;
        }
    }

    /** Forgets what is remembered of an account: a reset of it began, or ended. */
    void forget(UUID accountId, String address, String owner) {
        known.invalidateAll(List.of(address.toLowerCase(Locale.ROOT), owner.toLowerCase(Locale.ROOT)));
        known.asMap().values().removeIf(one -> accountId.equals(one.accountId()));
    }

    @SuppressWarnings("unchecked")
    private Known read(String name) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select a.account_id,
                               coalesce(r.under_way and r.seen_at > :begun, false) as under_way,
                               coalesce(r.retired_at > :since, false) as retired,
                               case when lower(a.address) = :name then 0 when lower(a.username) = :name then 1 else 2 end
                                 as rank
                        from account a left join account_reset r on r.account_id = a.account_id
                        where a.removed_at is null
                          and (lower(a.address) = :name or lower(a.username) = :name or lower(a.owner) = :name)
                        order by rank, a.account_id limit 100""", Tuple.class)
                .setParameter("name", name)
                .setParameter("since", clock.instant().minus(RETIRED_FOR))
                .setParameter("begun", clock.instant().minus(LONGEST_RESET))
                .getResultList();
        if (rows.isEmpty()) {
            return NOBODY;
        }
        int best = ((Number) rows.getFirst().get(3)).intValue();
        List<Tuple> meant = rows.stream()
                .filter(row -> ((Number) row.get(3)).intValue() == best)
                .toList();
        boolean one = meant.size() == 1;
        // Several mail servers may have a user of this name, who are not one person; owners are one at Keycloak.
        boolean strangers = best == BY_USERNAME && !one;
        return new Known(
                one ? meant.getFirst().get(0, UUID.class) : null,
                !strangers && meant.stream().anyMatch(row -> row.get(1, Boolean.class)),
                meant.stream().anyMatch(row -> row.get(2, Boolean.class)));
    }
}
