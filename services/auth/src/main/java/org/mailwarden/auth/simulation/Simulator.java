// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.Governor.Allowance;
import org.mailwarden.auth.governor.Governor.Decision;
import org.mailwarden.auth.governor.Governor.Question;
import org.mailwarden.auth.governor.Governor.Subject;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.governor.SourceBreaker;
import org.mailwarden.auth.policy.Budget;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.ResponseMode;

/**
 * Asks the governor about findings of the past as if a policy had acted by itself and nobody had decided anything. Nobody
 * lets a stopped source go on, either. For one run; not safe for many threads.
 */
@Pure
public final class Simulator {

    private final Policy policy;
    private final Map<String, Subject> subjects;
    private final int fleetSize;
    private final Budget total;
    private final SourceBreaker.Limits limits;

    private final List<Instant> starts = new ArrayList<>();
    private final Map<String, Wanted> wanted = new HashMap<>();
    private final Map<String, List<Hit>> hits = new HashMap<>();
    private final Map<String, Simulation.Stop> stops = new LinkedHashMap<>();
    private final Map<String, HoldCode> never = new TreeMap<>();
    private final Map<LocalDate, Simulation.Day> days = new TreeMap<>();
    private @Nullable Instant usedUpAt;

    /** Everything that asks for one reset. */
    private static final class Wanted {
        private final Set<String> sources = new TreeSet<>();
        private Severity severity = Severity.INFO;
        private boolean started;
    }

    private record Hit(String owner, Instant at, Wanted wanted) {}

    /**
     * Makes a simulator.
     *
     * @param policy the policy, taken as if its mode were AUTO
     * @param subjects the people by user name, lower case; who is missing is taken for somebody without any office
     * @param fleetSize people in the fleet
     * @param total budget of all policies together; what other policies did is not counted
     * @param limits when a source is stopped
     */
    public Simulator(
            Policy policy, Map<String, Subject> subjects, int fleetSize, Budget total, SourceBreaker.Limits limits) {
        this.policy = policy;
        this.subjects = Map.copyOf(subjects);
        this.fleetSize = fleetSize;
        this.total = total;
        this.limits = limits;
    }

    /**
     * Tells whether a policy is about a finding, open or not: it was open when it was raised.
     *
     * @param policy the policy
     * @param finding the finding
     * @return whether it would ask for a reset
     */
    public static boolean isAbout(Policy policy, Finding finding) {
        return finding.owner() != null
                && !finding.owner().isBlank()
                && finding.credentialVersion() != null
                && policy.kinds().contains(finding.kind())
                && finding.severity().compareTo(policy.minimumSeverity()) >= 0;
    }

    /**
     * The sources of a finding, as the governor knows them.
     */
    @FunctionalInterface
    public interface Naming {
        /**
         * Names them.
         *
         * @param finding the finding
         * @return each once
         */
        Set<String> of(Finding finding);
    }

    /**
     * Runs.
     *
     * @param findings the findings in any order
     * @param naming names a finding's sources
     * @return what would have happened
     */
    public Simulation run(List<Finding> findings, Naming naming) {
        List<Finding> matched = findings.stream()
                .filter(finding -> isAbout(policy, finding))
                .sorted(Comparator.comparing(Finding::raisedAt).thenComparing(Finding::findingId))
                .toList();
        matched.forEach(finding -> hear(finding, naming.of(finding)));
        return new Simulation(
                findings.size(),
                matched.size(),
                (int) days.values().stream()
                        .flatMap(day -> day.touched().stream())
                        .distinct()
                        .count(),
                usedUpAt,
                List.copyOf(stops.values()),
                never.entrySet().stream()
                        .map(one -> new Simulation.Never(one.getKey(), one.getValue()))
                        .toList(),
                List.copyOf(days.values()));
    }

    private void hear(Finding finding, Set<String> sources) {
        String owner = String.valueOf(finding.owner()).toLowerCase(Locale.ROOT);
        Wanted one = wanted.computeIfAbsent(
                owner + " " + finding.accountId() + " " + finding.credentialVersion(), key -> new Wanted());
        if (one.started || !one.sources.addAll(sources)) {
            return;
        }
        Instant at = finding.raisedAt();
        if (finding.severity().compareTo(one.severity) > 0) {
            one.severity = finding.severity();
        }
        sources.forEach(source ->
                hits.computeIfAbsent(source, name -> new ArrayList<>()).add(new Hit(owner, at, one)));
        decide(owner, one, at);
    }

    private void decide(String owner, Wanted one, Instant at) {
        Decision decision = Governor.decide(new Question(
                ResponseMode.AUTO,
                subjects.getOrDefault(owner, new Subject(owner, false, false, false)),
                "policy",
                null,
                one.sources.stream().map(source -> standing(source, at)).toList(),
                List.of(
                        new Allowance(HoldCode.BUDGET, policy.name(), policy.budget(), startedIn(policy.budget(), at)),
                        new Allowance(HoldCode.TOTAL_BUDGET, "all policies", total, startedIn(total, at))),
                fleetSize,
                policy.quietHours(),
                one.severity,
                at));
        switch (decision) {
            case Decision.Go() -> {
                one.started = true;
                starts.add(at);
                day(at).touched().add(owner);
            }
            case Decision.OnlyPlan() -> {}
            case Decision.Hold(HoldCode code, String reason, @Nullable Instant until) -> {
                if (until != null) {
                    decide(owner, one, until);
                } else {
                    held(owner, code, at);
                }
            }
        }
    }

    private void held(String owner, HoldCode code, Instant at) {
        day(at).held().merge(code, 1, Integer::sum);
        if (code.isNeverAutomatic()) {
            never.put(owner, code);
        }
        boolean budget = code == HoldCode.BUDGET || code == HoldCode.TOTAL_BUDGET;
        if (budget && (usedUpAt == null || at.isBefore(usedUpAt))) {
            usedUpAt = at;
        }
    }

    private Governor.Source standing(String source, Instant at) {
        if (!stops.containsKey(source)) {
            judge(source, at).ifPresent(why -> stops.put(source, new Simulation.Stop(source, at, why)));
        }
        Simulation.Stop stop = stops.get(source);
        return new Governor.Source(source, ResponseMode.AUTO, stop == null ? null : stop.reason());
    }

    private Optional<String> judge(String source, Instant at) {
        Duration window = Duration.ofMinutes(limits.windowMinutes());
        Instant since = at.minus(window);
        Set<String> people = new HashSet<>();
        Map<Long, Set<String>> before = new HashMap<>();
        for (Hit hit : hits.getOrDefault(source, List.of())) {
            if (hit.at().isAfter(since)) {
                people.add(hit.owner());
            } else if (hit.wanted().started) {
                before.computeIfAbsent(hit.at().getEpochSecond() / window.toSeconds(), bucket -> new HashSet<>())
                        .add(hit.owner());
            }
        }
        long most = before.values().stream().mapToLong(Set::size).max().orElse(0);
        return SourceBreaker.judge(source, people.size(), most, fleetSize, limits);
    }

    private long startedIn(Budget budget, Instant at) {
        Instant since = at.minus(budget.window());
        return starts.stream()
                .filter(start -> start.isAfter(since) && !start.isAfter(at))
                .count();
    }

    private Simulation.Day day(Instant at) {
        return days.computeIfAbsent(
                LocalDate.ofInstant(at, ZoneOffset.UTC),
                day -> new Simulation.Day(day, new ArrayList<>(), new EnumMap<>(HoldCode.class)));
    }
}
