// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.util.Locale;

/**
 * A share that was counted, and between what the true one lies with 95 % (Wilson, "Probable inference, the law of succession,
 * and statistical inference", 1927): of few cases a share says little.
 *
 * @param of how many, 0 to {@code all}
 * @param all of how many; of none the share is 1
 */
record Share(int of, int all) {

    /** Standard deviations of a normal distribution that hold 95 % of it. */
    private static final double DEVIATIONS = 1.96;

    /** Checks the ranges. */
    Share {
        if (of < 0 || of > all) {
            throw new IllegalArgumentException(of + " of " + all + " is no share");
        }
    }

    /** The share that was counted, 0 to 1. */
    double value() {
        return all == 0 ? 1 : (double) of / all;
    }

    /** The least that the true share may well be, 0 to 1. */
    double least() {
        return all == 0 ? 0 : Math.max(0, middle() - half());
    }

    /** The most that the true share may well be, 0 to 1. */
    double most() {
        return all == 0 ? 1 : Math.min(1, middle() + half());
    }

    private double middle() {
        return (value() + DEVIATIONS * DEVIATIONS / 2 / all) / stretch();
    }

    private double half() {
        double variance = value() * (1 - value()) / all + DEVIATIONS * DEVIATIONS / 4 / all / all;
        return DEVIATIONS * Math.sqrt(variance) / stretch();
    }

    private double stretch() {
        return 1 + DEVIATIONS * DEVIATIONS / all;
    }

    /** The share and its range, for instance {@code 0.948 (0.916-0.967)}. */
    String text() {
        return String.format(Locale.ROOT, "%.3f (%.3f-%.3f)", value(), least(), most());
    }
}
