// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.kit.web.Problems;

/** Remembers what was simulated: nothing is let act by itself that nobody looked at before. */
@ApplicationScoped
public class SimulationLog {

    /** How long a simulation speaks for what it simulated. */
    public static final Duration SPEAKS_FOR = Duration.ofDays(1);

    private final EntityManager entities;
    private final Ledger ledger;
    private final Clock clock;

    SimulationLog(EntityManager entities, Ledger ledger, Clock clock) {
        this.entities = entities;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Keeps that a policy was simulated, with the ledger's row.
     *
     * @param policy the policy as simulated
     * @param source the only source whose findings were looked at; absent for all
     * @param actor who
     * @param figures what came out, for the ledger
     */
    @Transactional
    public void record(Policy policy, @Nullable String source, String actor, Map<String, String> figures) {
        entities.createNativeQuery("""
                        insert into simulation (id, policy, scope, source, at, actor)
                        values (:id, :policy, :scope, cast(:source as text), :at, :actor)""")
                .setParameter("id", UUID.randomUUID())
                .setParameter("policy", policy.name())
                .setParameter("scope", policy.scope())
                .setParameter("source", source)
                .setParameter("at", clock.instant())
                .setParameter("actor", actor)
                .executeUpdate();
        ledger.record(actor, "policy.simulated", policy.name(), "", figures);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void require(Policy policy) {
        boolean simulated = isThere(
                "policy = :policy and scope = :scope and source is null",
                Map.of("policy", policy.name(), "scope", policy.scope()));
        if (!simulated) {
            throw missing("Policy " + policy.name() + " was not simulated within a day, at least not about "
                    + policy.scope() + ".");
        }
    }

    /**
     * Refuses when a source was not simulated within a day, alone or together with all others.
     *
     * @param source its name
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void require(String source) {
        if (!isThere("source is null or source = :source", Map.of("source", source))) {
            throw missing("Nobody simulated within a day what findings of " + source + " would lead to.");
        }
    }

    private boolean isThere(String condition, Map<String, String> values) {
        Query query = entities.createNativeQuery(
                        "select count(*) from simulation where at > :since and (" + condition + ")")
                .setParameter("since", clock.instant().minus(SPEAKS_FOR));
        values.forEach(query::setParameter);
        return (Long) query.getSingleResult() > 0;
    }

    private static RuntimeException missing(String what) {
        return Problems.of(
                409,
                "not-simulated",
                what
                        + " POST it to /api/v1/policies/simulate, look at whom it would have touched, then switch to AUTO.");
    }
}
