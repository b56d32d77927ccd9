// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.simulation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.finding.FindingReader;
import org.mailwarden.auth.finding.FindingReader.Listing;
import org.mailwarden.auth.governor.Bounds;
import org.mailwarden.auth.governor.Governor.Subject;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.policy.SimulationLog;
import org.mailwarden.auth.remediation.Standings;
import org.mailwarden.auth.remediation.Standings.Standing;
import org.mailwarden.auth.source.Sources;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.kit.web.Problems;

/** Runs a policy over the findings of the last days. Blocking: reads them from breach-watch and asks Keycloak who is who. */
@ApplicationScoped
public class Simulations {

    private static final Duration PAST = Duration.ofDays(30);
    private static final int MOST_FINDINGS = 100_000;

    private final FindingReader findings;
    private final Standings standings;
    private final GovernorSettings settings;
    private final SimulationLog log;
    private final Clock clock;

    Simulations(
            FindingReader findings, Standings standings, GovernorSettings settings, SimulationLog log, Clock clock) {
        this.findings = findings;
        this.standings = standings;
        this.settings = settings;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Simulates, and keeps that it was.
     *
     * @param policy the policy
     * @param source only findings that this source confirms; absent for all
     * @param actor who asks
     * @return what would have happened
     */
    public Simulation run(Policy policy, @Nullable String source, String actor) {
        List<Finding> past = past().stream()
                .filter(finding -> source == null || Sources.of(finding).contains(source))
                .toList();
        int fleetSize = known(standings.fleetSize());
        Simulator simulator = new Simulator(
                policy, subjects(policy, past), fleetSize, Bounds.total(settings), Bounds.breaker(settings));
        Simulation simulation = simulator.run(past, Sources::of);
        log.record(
                policy,
                source,
                actor,
                Map.of(
                        "scope", policy.scope(),
                        "source", source == null ? "all" : source,
                        "findings", Integer.toString(simulation.matched()),
                        "people", Integer.toString(simulation.people()),
                        "stops", Integer.toString(simulation.stops().size())));
        return simulation;
    }

    private List<Finding> past() {
        Instant from = clock.instant().minus(PAST);
        List<Finding> past = new ArrayList<>();
        @Nullable String after = null;
        do {
            switch (findings.list(from, after)) {
                case Listing.Told(List<Finding> page, @Nullable String next) -> {
                    past.addAll(page);
                    after = page.isEmpty() ? null : next;
                }
                case Listing.Unavailable(String why) ->
                    throw Problems.of(503, "breach-watch-unavailable", why + ". Simulate again later.");
            }
            if (past.size() > MOST_FINDINGS) {
                throw Problems.of(
                        422,
                        "too-many-findings",
                        "There are more than " + MOST_FINDINGS + " findings of the last 30 days. Close what is settled,"
                                + " or find out which source raises so many: a policy over them would hold nearly all.");
            }
        } while (after != null);
        return past;
    }

    private Map<String, Subject> subjects(Policy policy, List<Finding> past) {
        List<String> owners = past.stream()
                .filter(finding -> Simulator.isAbout(policy, finding))
                .map(finding -> Objects.requireNonNull(finding.owner()).toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        Map<String, Subject> subjects = new HashMap<>();
        standings.ofOwners(owners).forEach((owner, outcome) -> {
            switch (outcome) {
                case Outcome.Done<Standing>(Standing standing) -> subjects.put(owner, standing.subject());
                case Outcome.Unavailable<Standing> away -> known(away);
                // Who left since is counted all the same: the question is what would have happened then.
                case Outcome.NoSuchUser<Standing> gone -> {}
                case Outcome.Denied<Standing> gone -> {}
            }
        });
        return subjects;
    }

    private static <T> T known(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Done<T>(T value)) {
            return value;
        }
        String why = outcome instanceof Outcome.Unavailable<T>(String said) ? said : "Keycloak did not tell";
        throw Problems.of(503, "keycloak-unavailable", why + ". Simulate again later.");
    }
}
