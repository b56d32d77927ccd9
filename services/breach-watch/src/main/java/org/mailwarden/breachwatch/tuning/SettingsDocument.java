// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.signin.SignInSettings;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * What detectors go by, as people read and write it. Times are those of ISO 8601, such as {@code PT1H} or {@code P14D}. Pure.
 *
 * @param detectors each kind of finding: whether it is told, and how grave it is
 * @param learning how long an account must be known before what is new to it is told
 * @param travel about journeys
 * @param guessing about guesses at one account
 * @param spray about guesses across the fleet
 * @param dormantAfter time without a sign-in after which an account is dormant
 * @param legacyProtocols protocols that are told of although they are encrypted
 * @param plainWithin whether an unencrypted sign-in from a private network is told of
 * @param policies what is other for some accounts; an account is under one of them, or under none
 */
public record SettingsDocument(
        Map<FindingKind, Detector> detectors,
        Learning learning,
        Travel travel,
        Guessing guessing,
        Spray spray,
        String dormantAfter,
        Set<String> legacyProtocols,
        boolean plainWithin,
        List<Policy> policies) {

    /** The kinds that have a detector, in the order in which people read them. */
    public static final List<FindingKind> KINDS = List.of(
            FindingKind.IMPOSSIBLE_TRAVEL,
            FindingKind.NEW_COUNTRY,
            FindingKind.NEW_NETWORK,
            FindingKind.NEW_CLIENT,
            FindingKind.BRUTE_FORCE,
            FindingKind.PASSWORD_SPRAY,
            FindingKind.SUCCESS_AFTER_FAILURES,
            FindingKind.DORMANT_LOGIN,
            FindingKind.PLAINTEXT_LOGIN,
            FindingKind.LEGACY_LOGIN,
            FindingKind.BREACHED_LOGIN,
            FindingKind.LOGIN_DURING_REMEDIATION,
            FindingKind.RETIRED_PASSWORD_USED);

    private static final Pattern PROTOCOL = Pattern.compile("[A-Z0-9_-]{1,16}");
    private static final int MOST_PROTOCOLS = 20;

    private static final int MOST_POLICIES = 20;
    private static final int MOST_ACCOUNTS = 1_000;
    private static final int LONGEST_NAME = 64;

    /** What holds where nobody set anything. */
    public static final SettingsDocument DEFAULTS = of(SignInSettings.DEFAULTS);

    /**
     * A detector.
     *
     * @param on whether it tells anything
     * @param severity of everything it tells; absent for what it thinks itself, by the circumstances
     */
    public record Detector(boolean on, @Nullable Severity severity) {}

    /**
     * When an account is known.
     *
     * @param period so long after its first sign-in
     * @param signIns and after so many
     */
    public record Learning(String period, int signIns) {}

    /**
     * About journeys.
     *
     * @param fastestKmh kilometres an hour
     * @param shortestKm kilometres
     * @param clocksDiffer by how much two clocks may differ
     */
    public record Travel(int fastestKmh, int shortestKm, String clocksDiffer) {}

    /**
     * About guesses at one account.
     *
     * @param fast different passwords
     * @param fastWithin within this time
     * @param slow different passwords
     * @param slowWithin within this longer time
     * @param beforeSuccess different passwords of strangers after which a stranger's success is told
     */
    public record Guessing(int fast, String fastWithin, int slow, String slowWithin, int beforeSuccess) {}

    /**
     * About guesses across the fleet.
     *
     * @param windows how many accounts in which time make it a spray
     * @param scattered how many accounts a day when nothing joins the attempts
     * @param timesUsual and how many times the usual number of a day
     */
    public record Spray(List<Window> windows, int scattered, int timesUsual) {

        /** Copies the list. */
        public Spray {
            windows = List.copyOf(windows);
        }

        /**
         * A sliding window.
         *
         * @param within how long
         * @param accounts how many
         */
        public record Window(String within, int accounts) {

            /** Refuses what is missing. */
            public Window {
                Objects.requireNonNull(within);
            }
        }
    }

    /**
     * What is other for some accounts.
     *
     * @param name how people call it
     * @param accounts whom it is for
     * @param settings what is other for them, laid over the settings of all
     */
    public record Policy(
            String name,
            Set<UUID> accounts,
            @Schema(type = SchemaType.OBJECT) JsonNode settings) {

        /** Copies the set; refuses what is missing. */
        public Policy {
            Objects.requireNonNull(name);
            accounts = Collections.unmodifiableSet(new TreeSet<>(accounts));
            Objects.requireNonNull(settings);
        }
    }

    /** Copies the collections; refuses what is missing in them. */
    public SettingsDocument {
        policies = List.copyOf(policies);
        legacyProtocols = Collections.unmodifiableSet(new TreeSet<>(legacyProtocols));
    }

    /** The settings as they are written. */
    static SettingsDocument of(SignInSettings settings) {
        Map<FindingKind, Detector> detectors = new EnumMap<>(FindingKind.class);
        KINDS.forEach(kind -> detectors.put(
                kind,
                new Detector(
                        !settings.silent().contains(kind), settings.severities().get(kind))));
        return new SettingsDocument(
                detectors,
                new Learning(settings.learning().toString(), settings.learningSignIns()),
                new Travel(
                        settings.travel().fastestKmh(),
                        settings.travel().shortestKm(),
                        settings.travel().clocksDiffer().toString()),
                new Guessing(
                        settings.guessing().fast(),
                        settings.guessing().fastWithin().toString(),
                        settings.guessing().slow(),
                        settings.guessing().slowWithin().toString(),
                        settings.guessing().beforeSuccess()),
                new Spray(
                        settings.spray().windows().stream()
                                .map(window -> new Spray.Window(window.within().toString(), window.accounts()))
                                .toList(),
                        settings.spray().scattered(),
                        settings.spray().timesUsual()),
                settings.dormantAfter().toString(),
                new TreeSet<>(settings.legacyProtocols()),
                settings.plainWithin(),
                List.of());
    }

    /** The same with other policies. */
    SettingsDocument with(List<Policy> others) {
        return new SettingsDocument(
                detectors, learning, travel, guessing, spray, dormantAfter, legacyProtocols, plainWithin, others);
    }

    /** Throws, with a plain sentence for people, when policies are too many, too large, or at odds with each other. */
    void checkPolicies() {
        if (policies.size() > MOST_POLICIES) {
            throw new IllegalArgumentException("There are at most " + MOST_POLICIES + " policies.");
        }
        Set<String> names = new HashSet<>();
        Map<UUID, String> under = new HashMap<>();
        for (Policy policy : policies) {
            String name = policy.name();
            if (name.isBlank()
                    || name.length() > LONGEST_NAME
                    || name.chars().anyMatch(Character::isISOControl)
                    || !names.add(name)) {
                throw new IllegalArgumentException(
                        "A policy has a name of its own, of 1 to " + LONGEST_NAME + " characters.");
            }
            if (policy.accounts().isEmpty() || policy.accounts().size() > MOST_ACCOUNTS) {
                throw new IllegalArgumentException(
                        "Policy '" + name + "' is for 1 to " + MOST_ACCOUNTS + " accounts, named by their ids.");
            }
            for (UUID account : policy.accounts()) {
                String other = under.put(account, name);
                if (other != null) {
                    throw new IllegalArgumentException("Account " + account + " is under two policies, '" + other
                            + "' and '" + name + "'. Take it out of one.");
                }
            }
        }
    }

    /**
     * The settings as detectors go by them.
     *
     * @throws IllegalArgumentException with a plain sentence for people when one of them cannot be
     */
    public SignInSettings settings() {
        Set<FindingKind> strangers = detectors.keySet().stream()
                .filter(kind -> !KINDS.contains(kind))
                .collect(Collectors.toSet());
        if (!strangers.isEmpty()) {
            throw new IllegalArgumentException("No detector of sign-ins tells " + strangers + ".");
        }
        Map<FindingKind, Severity> severities = new EnumMap<>(FindingKind.class);
        detectors.forEach((kind, detector) -> {
            if (detector.severity() != null) {
                severities.put(kind, detector.severity());
            }
        });
        return new SignInSettings(
                detectors.entrySet().stream()
                        .filter(detector -> !detector.getValue().on())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                severities,
                time("learning.period", learning.period()),
                learning.signIns(),
                new SignInSettings.Travel(
                        travel.fastestKmh(), travel.shortestKm(), time("travel.clocksDiffer", travel.clocksDiffer())),
                new SignInSettings.Guessing(
                        guessing.fast(),
                        time("guessing.fastWithin", guessing.fastWithin()),
                        guessing.slow(),
                        time("guessing.slowWithin", guessing.slowWithin()),
                        guessing.beforeSuccess()),
                new SignInSettings.Spray(
                        spray.windows().stream()
                                .map(window -> new SignInSettings.Spray.Window(
                                        time("spray.windows.within", window.within()), window.accounts()))
                                .toList(),
                        spray.scattered(),
                        spray.timesUsual()),
                time("dormantAfter", dormantAfter),
                protocols(),
                plainWithin);
    }

    private Set<String> protocols() {
        Set<String> upper = legacyProtocols.stream()
                .map(protocol -> protocol.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        if (upper.size() > MOST_PROTOCOLS
                || !upper.stream()
                        .allMatch(protocol -> PROTOCOL.matcher(protocol).matches())) {
            throw new IllegalArgumentException("'legacyProtocols' are at most " + MOST_PROTOCOLS
                    + " names of protocols, for instance POP3, of at most 16 letters and digits.");
        }
        return upper;
    }

    private static Duration time(String name, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no length of time of ISO 8601, such as PT1H for an hour or P14D for two weeks.");
        }
    }
}
