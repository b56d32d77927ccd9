// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.List;
import java.util.Locale;

/**
 * Decides whether an import found so much that the feed is more likely wrong, or poisoned, than the fleet. It counts
 * accounts that something would be done about; what closes itself harms nobody. Pure.
 */
final class Breaker {

    /** Imports from which a history speaks; before, the share of the fleet alone decides. */
    static final int ENOUGH_HISTORY = 3;

    private Breaker() {}

    /**
     * How much is too much.
     *
     * @param accounts so many never trip it; at least 1
     * @param share nor does this share of the fleet; 0 to 1
     * @param times an import may find so many times the median of those before; at least 1
     */
    record Limits(int accounts, double share, double times) {

        /** What a feed starts with. */
        static final Limits USUAL = new Limits(5, 0.01, 5);

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException with a plain sentence
         */
        Limits {
            if (accounts < 1 || !(share >= 0 && share <= 1) || !(times >= 1 && times <= 1000)) {
                throw new IllegalArgumentException(
                        "A breaker has 'accounts' of at least 1, a 'share' of the fleet from 0"
                                + " to 1, and 'times' from 1 to 1000.");
            }
        }
    }

    /** What it says of an import. */
    sealed interface Verdict {

        /** Nothing unusual. */
        record Passes() implements Verdict {}

        /**
         * Too much at once.
         *
         * @param sentence what tripped it and what to do next
         */
        record Trips(String sentence) implements Verdict {}
    }

    /**
     * Judges an import.
     *
     * @param accounts accounts that something would be done about
     * @param fleet accounts of the fleet
     * @param history the share of the fleet that each of the last imports found, in any order
     * @param limits how much is too much
     * @return whether it passes
     */
    static Verdict judge(int accounts, int fleet, List<Double> history, Limits limits) {
        double most = Math.max(limits.accounts(), limits.share() * fleet);
        if (accounts <= most) {
            return new Verdict.Passes();
        }
        if (history.size() < ENOUGH_HISTORY) {
            return trips(
                    accounts,
                    fleet,
                    String.format(Locale.ROOT, "more than %.0f are too many for a feed without a history", most));
        }
        double usual =
                history.stream().sorted().skip(history.size() / 2).findFirst().orElse(0.0);
        if ((double) accounts / Math.max(1, fleet) <= limits.times() * usual) {
            return new Verdict.Passes();
        }
        return trips(
                accounts,
                fleet,
                String.format(
                        Locale.ROOT,
                        "its imports usually touch %.2f %% of the fleet, and more than %.0f times that is too much",
                        100 * usual,
                        limits.times()));
    }

    private static Verdict trips(int accounts, int fleet, String why) {
        return new Verdict.Trips(String.format(
                Locale.ROOT,
                "The breaker holds this import: it would touch %d of %d accounts, and %s. Look at its matches. If they"
                        + " are right, release them; if the source is wrong or was tampered with, discard them and pause"
                        + " the feed.",
                accounts,
                fleet,
                why));
    }
}
