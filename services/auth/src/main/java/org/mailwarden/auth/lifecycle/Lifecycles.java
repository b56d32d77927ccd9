// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.kit.web.SeenVersion;

/** The lifecycle of each policy, kept beside the policy. */
@ApplicationScoped
public class Lifecycles {

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Ledger ledger;
    private final Clock clock;

    Lifecycles(EntityManager entities, ObjectMapper json, Ledger ledger, Clock clock) {
        this.entities = entities;
        this.json = json;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Finds the lifecycle of a policy.
     *
     * @param policy name of the policy
     * @return its lifecycle; the standard one when nobody wrote another
     */
    public Lifecycle of(String policy) {
        return all().getOrDefault(policy, Lifecycle.STANDARD);
    }

    /**
     * A lifecycle as it is kept.
     *
     * @param lifecycle the lifecycle
     * @param tag of this version
     * @param changedAt when it was written; absent for the standard one
     */
    public record Kept(
            Lifecycle lifecycle, String tag, @Nullable Instant changedAt) {}

    /**
     * Finds the lifecycle of a policy, and which version of it there is.
     *
     * @param policy name of the policy
     * @return its lifecycle; the standard one when nobody wrote another
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public Kept kept(String policy) {
        Lifecycle lifecycle = of(policy);
        List<Instant> written = entities.createNativeQuery(
                        "select changed_at from policy_lifecycle where policy = :policy")
                .setParameter("policy", policy)
                .getResultList();
        return new Kept(lifecycle, SeenVersion.tag(write(lifecycle)), written.isEmpty() ? null : written.getFirst());
    }

    /**
     * Lists what was written.
     *
     * @return lifecycles by name of the policy
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public Map<String, Lifecycle> all() {
        List<Tuple> rows = entities.createNativeQuery(
                        "select policy, body from policy_lifecycle order by policy", Tuple.class)
                .getResultList();
        Map<String, Lifecycle> all = new LinkedHashMap<>();
        rows.forEach(row -> all.put(row.get(0, String.class), read(row.get(1, String.class))));
        return all;
    }

    /**
     * Writes a lifecycle and the ledger's row for it.
     *
     * @param policy name of the policy
     * @param lifecycle the lifecycle
     * @param seen which version its writer has seen
     * @param actor who wrote it
     * @return as it is kept
     */
    @Transactional
    public Kept put(String policy, Lifecycle lifecycle, SeenVersion seen, String actor) {
        // Of two who write at once, one waits here and then finds what the other wrote.
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:policy, 12)) as text)")
                .setParameter("policy", policy)
                .getSingleResult();
        Kept before = kept(policy);
        seen.require("what policy " + policy + " has people do in time", before.tag(), before.changedAt());
        String body = write(lifecycle);
        Instant now = clock.instant();
        entities.createNativeQuery("""
                        insert into policy_lifecycle (policy, body, changed_at) values (:policy, :body, :now)
                        on conflict (policy) do update set body = excluded.body, changed_at = excluded.changed_at""")
                .setParameter("policy", policy)
                .setParameter("body", body)
                .setParameter("now", now)
                .executeUpdate();
        ledger.record(actor, "policy.lifecycle-changed", policy, "", facts(lifecycle));
        return new Kept(lifecycle, SeenVersion.tag(body), now);
    }

    /** What was written, without whom the rule names: the ledger keeps for ever, and the rule itself says it. */
    private Map<String, String> facts(Lifecycle lifecycle) {
        SecondFactorRule rule = lifecycle.secondFactors();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("expiry", write(lifecycle.expiry()));
        facts.put("notice to mailbox", Boolean.toString(lifecycle.noticeToMailbox()));
        if (lifecycle.rotation() != null) {
            facts.put("rotation", write(lifecycle.rotation()));
        }
        if (rule != null) {
            facts.put("second factors of users", Integer.toString(rule.users().size()));
            facts.put("second factors of groups", String.join(" ", rule.groups()));
            facts.put("second factors of roles", String.join(" ", rule.roles()));
            facts.put("second factors", String.join(" ", rule.actions()));
            facts.put("second factors per day", Integer.toString(rule.perDay()));
        }
        return facts;
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A lifecycle cannot be written", e);
        }
    }

    private Lifecycle read(String body) {
        try {
            return json.readValue(body, Lifecycle.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored lifecycle cannot be read", e);
        }
    }
}
