// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

/**
 * What the mail servers of a person told after their sign-in caches were emptied and open connections ended. Pure.
 *
 * @param place mail host or domain of the account, for sentences
 * @param doors one for each user at a mail server; empty when no mail server is configured for the person
 * @param readOn whether Mailwarden goes on reading a mailbox of the person meanwhile, by tokens or a master user: then a
 *     connection that was opened since may be its own
 */
@Pure
public record MailReading(String place, List<Door> doors, boolean readOn) {

    /** Nothing that the mail server remembers lets the old password in. */
    public static final String CACHE = "mail-cache";

    /** No connection from before is open. */
    public static final String CONNECTIONS = "mail-connections";

    /** There is no mail server that could be asked. It keeps nothing from being proved: it says what the proof is not about. */
    public static final String NO_SERVER = "mail-server";

    /** Checks that have to hold when there is an entry for them. */
    private static final Set<String> CHECKS = Set.of(CACHE, CONNECTIONS);

    /** Copies the list. */
    public MailReading {
        doors = List.copyOf(doors);
    }

    /**
     * One user at one mail server.
     *
     * @param server the server's name in the settings
     * @param problem why it could not be asked, a sentence without its full stop; absent when it could
     * @param cacheEmptied whether its cache was emptied after the start
     * @param left connections from before that are still open
     * @param since connections that were opened since
     */
    public record Door(String server, @Nullable String problem, boolean cacheEmptied, int left, int since) {

        /** Whether everything from before is known to be shut. */
        public boolean isShut() {
            return problem == null && cacheEmptied && left == 0;
        }
    }

    /**
     * Tells whether a check has to hold when there is an entry for it.
     *
     * @param check its name
     * @return whether it is about a mail server that is configured
     */
    public static boolean isCheck(String check) {
        return CHECKS.contains(check);
    }

    /**
     * Tells whether everything from before is known to be shut, and nobody came back.
     *
     * @return true too when there is no mail server
     */
    public boolean isQuiet() {
        return doors.stream().allMatch(door -> door.isShut() && (readOn || door.since() == 0));
    }

    /**
     * Judges.
     *
     * @param mayBeBack whether the person may have signed in again since: by a password that is still good, or a new one
     * @return the entries; never empty
     */
    public List<Evidence> evidence(boolean mayBeBack) {
        return doors.isEmpty()
                ? List.of(new Evidence(
                        NO_SERVER,
                        EvidenceOutcome.NOT_CHECKED,
                        "No mail server is configured for " + place + ": what is open there stays open until it ends by"
                                + " itself or is ended there. Name the server under mailwarden.auth.mail-servers, and it"
                                + " is done from then on"))
                : List.of(cache(), connections(mayBeBack));
    }

    private Evidence cache() {
        List<Door> full = doors.stream().filter(door -> !door.cacheEmptied()).toList();
        return full.isEmpty()
                ? new Evidence(
                        CACHE,
                        EvidenceOutcome.HOLDS,
                        "Mail server " + names(doors) + " remembers no sign-in from before")
                : new Evidence(
                        CACHE,
                        EvidenceOutcome.NOT_CHECKED,
                        "The old password may still be taken from the cache of mail server " + names(full)
                                + problems(full) + ". Empty it there with 'doveadm auth cache flush'");
    }

    private Evidence connections(boolean mayBeBack) {
        List<Door> open = doors.stream().filter(door -> door.left() > 0).toList();
        if (!open.isEmpty()) {
            return new Evidence(
                    CONNECTIONS,
                    EvidenceOutcome.BROKEN,
                    open.stream().mapToInt(Door::left).sum() + " connections from before are open at mail server "
                            + names(open) + ". End them there with 'doveadm kick'");
        }
        List<Door> silent =
                doors.stream().filter(door -> door.problem() != null).toList();
        if (!silent.isEmpty()) {
            return new Evidence(
                    CONNECTIONS,
                    EvidenceOutcome.NOT_CHECKED,
                    "Connections from before may be open at mail server " + names(silent) + problems(silent)
                            + ". End them there with 'doveadm kick'");
        }
        int since = doors.stream().mapToInt(Door::since).sum();
        if (since > 0 && !mayBeBack && !readOn) {
            return new Evidence(
                    CONNECTIONS,
                    EvidenceOutcome.NOT_CHECKED,
                    since + " connections were opened at mail server " + names(doors) + " although no password is set:"
                            + " look there by what they signed in");
        }
        return new Evidence(
                CONNECTIONS,
                EvidenceOutcome.HOLDS,
                since == 0
                        ? "Nothing is open at mail server " + names(doors)
                        : since + " connections at mail server " + names(doors)
                                + ", all opened after those from before were ended");
    }

    private static String names(List<Door> doors) {
        return doors.stream().map(Door::server).distinct().collect(Collectors.joining(", "));
    }

    private static String problems(List<Door> doors) {
        return doors.stream()
                .map(Door::problem)
                .filter(problem -> problem != null)
                .distinct()
                .map(problem -> ": " + problem)
                .collect(Collectors.joining());
    }
}
