// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;

/** Counts and scores accounts as they are now, in one statement. Safe for use by many threads. */
@ApplicationScoped
@Transactional
public class PostureScores {

    private final EntityManager entities;
    private final Clock clock;
    private final boolean passwordsExpire;

    PostureScores(EntityManager entities, BreachWatchSettings settings, Clock clock) {
        this.entities = entities;
        this.clock = clock;
        this.passwordsExpire = settings.posture().maxAge().isPresent();
    }

    /**
     * How accounts stand.
     *
     * @param accounts how many they are
     * @param at when they were counted
     * @param score 0 (worst) to 100; absent when there is no account
     * @param parts what it is made of
     */
    public record Report(
            long accounts, Instant at, @Nullable Double score, List<Score.Part> parts) {

        /** Copies the list. */
        public Report {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Scores the whole fleet.
     *
     * @return the report
     */
    public Report fleet() {
        return report("true", "");
    }

    /**
     * Scores one account.
     *
     * @param accountId the account
     * @return empty when the fleet has no such account
     */
    public Optional<Report> account(UUID accountId) {
        return Optional.of(report("a.account_id = cast(:which as uuid)", accountId.toString()))
                .filter(report -> report.accounts() > 0);
    }

    /**
     * Scores the accounts of one person.
     *
     * @param owner Keycloak user name, in either case
     * @return empty when no account has this owner
     */
    public Optional<Report> owner(String owner) {
        return Optional.of(report("lower(a.owner) = :which", owner.toLowerCase(Locale.ROOT)))
                .filter(report -> report.accounts() > 0);
    }

    private Report report(String which, String key) {
        Tuple counts = (Tuple) entities.createNativeQuery("""
                        select count(*) as accounts,
                            count(c.account_id) as with_password,
                            count(*) filter (where exposed.account_id is not null) as exposed,
                            count(*) filter (where exposed.account_id is null and not exists (select 1 from screened s
                                where s.account_id = a.account_id and s.version = c.version)) as not_screened,
                            count(*) filter (where 'PASSWORD_REUSED' = any(i.kinds)) as reused,
                            count(*) filter (where c.reuse_tag is null) as not_compared,
                            count(*) filter (where 'PASSWORD_WEAK' = any(i.kinds)) as weak,
                            count(*) filter (where 'PASSWORD_EXPIRED' = any(i.kinds)) as expired,
                            count(*) filter (where c.account_id is null
                                and ('PASSWORD_EXPIRED' = any(i.kinds)) is not true)
                                as of_no_age,
                            count(*) filter (where 'TWO_FACTOR_MISSING' = any(i.kinds)) as single_factor,
                            count(*) filter (where u.username is null) as not_told,
                            count(*) filter (where 'TRANSPORT_INSECURE' = any(i.kinds)) as insecure,
                            count(*) filter (where t.account_id is null
                                and ('TRANSPORT_INSECURE' = any(i.kinds)) is not true)
                                as not_connected
                        from account a
                        left join credential c on c.account_id = a.account_id
                        left join user_posture u on u.username = lower(a.owner)
                        left join account_transport t on t.account_id = a.account_id
                            and (t.tls_protocol is not null or t.refusal is not null)
                        left join (select distinct account_id from finding where state = 'OPEN'
                            and kind in ('CREDENTIAL_LEAKED', 'STEALER_LOG', 'PASSWORD_PWNED')) exposed
                            on exposed.account_id = a.account_id
                        left join (select account_id, array_agg(kind) as kinds from posture_issue where standing
                            group by account_id) i on i.account_id = a.account_id
                        where a.removed_at is null and (:which = :which) and\s""" + which, Tuple.class)
                .setParameter("which", key)
                .getSingleResult();
        long accounts = count(counts, "accounts");
        long noPassword = accounts - count(counts, "with_password");
        Map<PosturePart, Score.Tally> tallies = new EnumMap<>(PosturePart.class);
        tallies.put(PosturePart.EXPOSED_PASSWORD, tally(counts, accounts, "exposed", count(counts, "not_screened")));
        tallies.put(PosturePart.REUSED_PASSWORD, tally(counts, accounts, "reused", count(counts, "not_compared")));
        tallies.put(PosturePart.WEAK_PASSWORD, tally(counts, accounts, "weak", noPassword));
        if (passwordsExpire) {
            tallies.put(PosturePart.EXPIRED_PASSWORD, tally(counts, accounts, "expired", count(counts, "of_no_age")));
        }
        tallies.put(PosturePart.SECOND_FACTOR, tally(counts, accounts, "single_factor", count(counts, "not_told")));
        tallies.put(PosturePart.TRANSPORT, tally(counts, accounts, "insecure", count(counts, "not_connected")));
        Score score = Score.of(tallies);
        return new Report(accounts, clock.instant(), score.score(), score.parts());
    }

    /** What is written down trails what is so by a second: an account that just lost its password counts once. */
    private static Score.Tally tally(Tuple counts, long total, String affected, long unknown) {
        return new Score.Tally(total, Math.min(count(counts, affected), total - unknown), unknown);
    }

    private static long count(Tuple counts, String name) {
        return counts.get(name, Long.class);
    }
}
