// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * What detectors go by, for one policy.
 *
 * @param silent kinds that are not raised under this policy
 * @param severities of kinds that are told with one severity, whatever the circumstances; others have the detector's own
 * @param learning how long an account must be known before what is new to it is told
 * @param learningSignIns how many sign-ins must be known too
 * @param travel about journeys
 * @param guessing about guesses at one account
 * @param spray about guesses across the fleet
 * @param dormantAfter time without a sign-in after which an account is dormant
 * @param legacyProtocols protocols that are told of although they are encrypted, upper case
 * @param plainWithin whether an unencrypted sign-in from a private network is told of; one from the same machine never is
 */
public record SignInSettings(
        Set<FindingKind> silent,
        Map<FindingKind, Severity> severities,
        Duration learning,
        int learningSignIns,
        Travel travel,
        Guessing guessing,
        Spray spray,
        Duration dormantAfter,
        Set<String> legacyProtocols,
        boolean plainWithin) {

    /** Settings by which every kind has the detector's own severity. */
    public SignInSettings(
            Set<FindingKind> silent,
            Duration learning,
            int learningSignIns,
            Travel travel,
            Guessing guessing,
            Spray spray,
            Duration dormantAfter,
            Set<String> legacyProtocols,
            boolean plainWithin) {
        this(
                silent,
                Map.of(),
                learning,
                learningSignIns,
                travel,
                guessing,
                spray,
                dormantAfter,
                legacyProtocols,
                plainWithin);
    }

    /** What holds where an operator sets nothing. */
    public static final SignInSettings DEFAULTS = new SignInSettings(
            Set.of(),
            Duration.ofDays(14),
            10,
            new Travel(1000, 300, Duration.ofMinutes(5)),
            new Guessing(10, Duration.ofHours(1), 16, Duration.ofDays(1), 10),
            new Spray(
                    List.of(
                            new Spray.Window(Duration.ofHours(1), 8),
                            new Spray.Window(Duration.ofDays(1), 10),
                            new Spray.Window(Duration.ofDays(14), 14)),
                    25,
                    5),
            Duration.ofDays(90),
            Set.of(),
            true);

    /** Checks the ranges and copies the sets. */
    public SignInSettings {
        silent = Set.copyOf(silent);
        severities = Map.copyOf(severities);
        legacyProtocols = Set.copyOf(legacyProtocols);
        within("The learning period", learning, Duration.ZERO, Duration.ofDays(365));
        within("The number of sign-ins to learn from", learningSignIns, 0, 1_000);
        within("The time after which an account is dormant", dormantAfter, Duration.ofDays(7), Duration.ofDays(3_650));
    }

    /**
     * About journeys.
     *
     * @param fastestKmh no person is faster, kilometres an hour: an airliner with the wind reaches about 1,000
     * @param shortestKm shorter journeys are never told: places of addresses are not that sure
     * @param clocksDiffer by how much the clocks of two sources may differ
     */
    public record Travel(int fastestKmh, int shortestKm, Duration clocksDiffer) {

        /** Checks the ranges. */
        public Travel {
            within("The fastest journey (km/h)", fastestKmh, 100, 10_000);
            within("The shortest journey (km)", shortestKm, 50, 20_000);
            within("The difference of clocks", clocksDiffer, Duration.ZERO, Duration.ofHours(1));
        }
    }

    /**
     * About guesses at one account.
     *
     * @param fast different passwords within {@code fastWithin} that make it brute force
     * @param fastWithin the short window
     * @param slow different passwords within {@code slowWithin} that make it brute force
     * @param slowWithin the long window
     * @param beforeSuccess different passwords of strangers within the long window after which a stranger's success is told
     */
    public record Guessing(int fast, Duration fastWithin, int slow, Duration slowWithin, int beforeSuccess) {

        /** Checks the ranges. */
        public Guessing {
            within("The number of fast guesses", fast, 3, AccountHistory.GUESSES);
            within("The number of slow guesses", slow, 3, AccountHistory.GUESSES);
            within("The number of guesses before a success", beforeSuccess, 2, AccountHistory.GUESSES);
            within("The window of fast guesses", fastWithin, Duration.ofMinutes(1), Duration.ofDays(1));
            within("The window of slow guesses", slowWithin, fastWithin, Duration.ofDays(30));
        }
    }

    /**
     * About guesses across the fleet. Only strangers count: accounts that are not used to the network the guess came from.
     *
     * @param windows how many accounts in which time make it a spray
     * @param scattered how many accounts a day make it a spray when no network, client or mark joins the attempts
     * @param timesUsual and how many times the usual number of a day that must be
     */
    public record Spray(List<Window> windows, int scattered, int timesUsual) {

        /** Checks the ranges and copies the list. */
        public Spray {
            windows = List.copyOf(windows);
            within("The number of windows of a spray", windows.size(), 1, 5);
            within("The number of accounts of a scattered spray", scattered, 5, FleetHistory.ACCOUNTS);
            within("How many times the usual a scattered spray is", timesUsual, 2, 100);
        }

        /**
         * A sliding window.
         *
         * @param within how long
         * @param accounts how many different accounts
         */
        public record Window(Duration within, int accounts) {

            /** Checks the ranges. */
            public Window {
                SignInSettings.within("The number of accounts of a spray", accounts, 3, FleetHistory.ACCOUNTS);
                SignInSettings.within(
                        "The window of a spray", within, Duration.ofMinutes(1), Duration.ofDays(FleetHistory.DAYS));
            }
        }
    }

    private static <T extends Comparable<T>> void within(String what, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " is between " + least + " and " + most + ", not " + value + ".");
        }
    }
}
