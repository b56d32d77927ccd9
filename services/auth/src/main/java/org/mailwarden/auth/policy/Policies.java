// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.kit.web.SeenVersion;

/** The policies: the default one until somebody writes others. */
@ApplicationScoped
public class Policies {

    /** Name of the policy every install has. */
    public static final String DEFAULT = "default";

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Ledger ledger;
    private final SimulationLog simulations;
    private final Clock clock;
    private final ResponseMode defaultMode;

    Policies(
            EntityManager entities,
            ObjectMapper json,
            Ledger ledger,
            SimulationLog simulations,
            Clock clock,
            @ConfigProperty(name = "mailwarden.auth.default-mode", defaultValue = "observe") String defaultMode) {
        this.entities = entities;
        this.json = json;
        this.ledger = ledger;
        this.simulations = simulations;
        this.clock = clock;
        this.defaultMode = ResponseMode.valueOf(defaultMode.toUpperCase(Locale.ROOT));
    }

    /**
     * Lists every policy, by name.
     *
     * @return the policies, the default one among them
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public List<Policy> all() {
        List<String> bodies = entities.createNativeQuery("select body from policy order by name")
                .getResultList();
        List<Policy> stored = bodies.stream().map(this::read).toList();
        if (stored.stream().anyMatch(policy -> policy.name().equals(DEFAULT))) {
            return stored;
        }
        return Stream.concat(Stream.of(standard()), stored.stream()).toList();
    }

    /**
     * Finds a policy.
     *
     * @param name its name
     * @return empty when there is none
     */
    @Transactional
    public Optional<Policy> find(String name) {
        return all().stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    /**
     * A policy as it is kept.
     *
     * @param policy the policy
     * @param tag of this version
     * @param changedAt when it was written; absent for the default one that nobody wrote
     */
    public record Kept(Policy policy, String tag, @Nullable Instant changedAt) {}

    /**
     * Finds a policy, and which version of it there is.
     *
     * @param name its name
     * @return empty when there is none
     */
    @Transactional
    public Optional<Kept> kept(String name) {
        return find(name).map(policy -> new Kept(policy, SeenVersion.tag(write(policy)), changedAt(name)));
    }

    @SuppressWarnings("unchecked")
    private @Nullable Instant changedAt(String name) {
        List<Instant> written = entities.createNativeQuery("select changed_at from policy where name = :name")
                .setParameter("name", name)
                .getResultList();
        return written.isEmpty() ? null : written.getFirst();
    }

    /**
     * Finds a policy, or what stands in for it.
     *
     * @param name its name
     * @return the policy; the default one when there is none of that name
     */
    @Transactional
    public Policy orDefault(String name) {
        return find(name).or(() -> find(DEFAULT)).orElseThrow();
    }

    /**
     * Writes a policy and the ledger's row for it. One that is to act by itself, or about more than before, was simulated
     * first.
     *
     * @param policy the policy
     * @param seen which version its writer has seen
     * @param actor who wrote it
     * @return as it is kept
     */
    @Transactional
    public Kept put(Policy policy, SeenVersion seen, String actor) {
        // Of two who write at once, one waits here and then finds what the other wrote.
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:name, 11)) as text)")
                .setParameter("name", policy.name())
                .getSingleResult();
        Optional<Kept> kept = kept(policy.name());
        seen.require(
                "policy " + policy.name(),
                kept.map(Kept::tag).orElse(null),
                kept.map(Kept::changedAt).orElse(null));
        Optional<Policy> before = kept.map(Kept::policy);
        boolean bolder = policy.mode() == ResponseMode.AUTO
                && before.filter(known -> known.mode() == ResponseMode.AUTO
                                && known.scope().equals(policy.scope()))
                        .isEmpty();
        if (bolder) {
            simulations.require(policy);
        }
        String body = write(policy);
        Instant now = clock.instant();
        entities.createNativeQuery("""
                        insert into policy (name, body, changed_at) values (:name, :body, :now)
                        on conflict (name) do update set body = excluded.body, changed_at = excluded.changed_at""")
                .setParameter("name", policy.name())
                .setParameter("body", body)
                .setParameter("now", now)
                .executeUpdate();
        ledger.record(
                actor,
                "policy.changed",
                policy.name(),
                "",
                Map.of(
                        "policy",
                        body,
                        "mode before",
                        before.map(known -> known.mode().name()).orElse("none")));
        return new Kept(policy, SeenVersion.tag(body), now);
    }

    private Policy standard() {
        return new Policy(
                DEFAULT,
                List.of(FindingKind.PASSWORD_PWNED, FindingKind.CREDENTIAL_LEAKED),
                Severity.MEDIUM,
                defaultMode,
                List.of("UPDATE_PASSWORD", "CONFIGURE_TOTP"),
                new Budget(5, 10, 0.01),
                null);
    }

    private Policy read(String body) {
        try {
            return json.readValue(body, Policy.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored policy cannot be read", e);
        }
    }

    private String write(Policy policy) {
        try {
            return json.writeValueAsString(policy);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A policy cannot be written", e);
        }
    }
}
