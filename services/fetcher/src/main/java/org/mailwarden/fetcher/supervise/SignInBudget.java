// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import java.time.Duration;
import java.util.Locale;

/**
 * Whether a sign-in may be made now, so that neither the account is locked out nor this machine banned by the server. Pure.
 *
 * <p>A sign-in whose outcome is not known yet may turn out refused: it counts as that until it is known.
 *
 * @param atOnce most sign-ins at once with one server
 * @param perSecond new connections a second with one server
 * @param hostRefusals most refused sign-ins with one server within its window
 * @param accountRefusals most refused sign-ins of one account within 24 hours
 */
record SignInBudget(int atOnce, double perSecond, int hostRefusals, int accountRefusals) {

    /** Two refusals of one password are few enough for any server's lockout, and enough to rule out a blip. */
    static final int MOST_REFUSALS = 2;

    static final String REFUSED_TWICE =
            "The mail server refused the password twice, so it is not tried again. Give the account its current password.";

    /**
     * Kept for passwords that have worked: a batch of new accounts with wrong passwords must not keep the rest of the fleet
     * from being read.
     */
    private static final int RESERVED_FOR_PROVEN = 2;

    private static final Duration SOON = Duration.ofMillis(250);

    /**
     * What an account has used up.
     *
     * @param refusalsOfVersion refused sign-ins with the present credential that count
     * @param unclear how many of them are sign-ins whose outcome was never written down
     * @param refusalsOfDay refused sign-ins within 24 hours
     * @param dayFreeIn time until the first of those is 24 hours old
     * @param proven whether the present credential has opened the mailbox before
     * @param byHand whether an administrator asked for this one try
     */
    record AccountUse(
            int refusalsOfVersion,
            int unclear,
            int refusalsOfDay,
            Duration dayFreeIn,
            boolean proven,
            boolean byHand) {}

    /**
     * What was used up of a server by all fetchers.
     *
     * @param host its name
     * @param signingIn sign-ins under way
     * @param sinceLast time since the last one began
     * @param refusals refused sign-ins within the window
     * @param freeIn time until the first of those leaves the window
     * @param probe whether this sign-in is the one that tries whether the server is well again
     */
    record HostUse(String host, int signingIn, Duration sinceLast, int refusals, Duration freeIn, boolean probe) {

        /** What was refused, in plain words: a sign-in that a crash cut off may have been, and counts. */
        String refused() {
            return "The mail server " + host + " refused " + refusals
                    + " sign-ins in short time (those that broke off with their end unknown count too)";
        }
    }

    /** Whether to sign in. */
    sealed interface Decision {
        /** Sign in now. */
        record Go() implements Decision {}

        /**
         * In a moment: the account is not to be troubled with it.
         *
         * @param pause how long
         */
        record Soon(Duration pause) implements Decision {}

        /**
         * The account has to wait.
         *
         * @param pause how long
         * @param reason plain sentence
         */
        record Later(Duration pause, String reason) implements Decision {}

        /**
         * Not until there is another credential, or an administrator asks for a try.
         *
         * @param reason plain sentence
         */
        record Hold(String reason) implements Decision {}
    }

    /**
     * Decides.
     *
     * @param account what the account has used up
     * @param host what was used up of its server
     * @return the decision
     */
    Decision decide(AccountUse account, HostUse host) {
        if (!account.byHand() && account.refusalsOfVersion() >= MOST_REFUSALS) {
            return new Decision.Hold(
                    account.unclear() == 0
                            ? REFUSED_TWICE
                            : "Twice in a row a sign-in was refused or its end is not known, so the password is not tried"
                                    + " again. Give the account its current password, or ask for one try (POST …/reconnect).");
        }
        if (!account.byHand() && account.refusalsOfDay() >= accountRefusals) {
            return new Decision.Later(
                    account.dayFreeIn(),
                    "The mail server refused " + account.refusalsOfDay()
                            + " sign-ins of this account within 24 hours. To"
                            + " keep it from being locked, the next try is made " + in(account.dayFreeIn())
                            + ", or at once when an administrator asks for it (POST …/reconnect).");
        }
        boolean trusted = account.proven() || account.byHand() || host.probe();
        int most = trusted ? hostRefusals : Math.max(1, hostRefusals - RESERVED_FOR_PROVEN);
        if (host.refusals() >= most) {
            return new Decision.Later(
                    host.freeIn(),
                    host.refused() + ". So that it does not"
                            + " ban this machine, this account waits; the next try is made "
                            + in(host.freeIn())
                            + ".");
        }
        if (host.refusals() + host.signingIn() >= most || host.signingIn() >= atOnce) {
            return new Decision.Soon(SOON);
        }
        Duration pace = pace(perSecond);
        return host.sinceLast().compareTo(pace) < 0
                ? new Decision.Soon(pace.minus(host.sinceLast()))
                : new Decision.Go();
    }

    /** Time between two new connections. */
    static Duration pace(double perSecond) {
        return Duration.ofNanos((long) (1e9 / perSecond));
    }

    private static String in(Duration pause) {
        long minutes = Math.max(1, (pause.toSeconds() + 59) / 60);
        return minutes < 120
                ? String.format(Locale.ROOT, "in %d minute%s", minutes, minutes == 1 ? "" : "s")
                : String.format(Locale.ROOT, "in %d hours", (minutes + 59) / 60);
    }
}
