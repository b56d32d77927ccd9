// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.SessionObsolete;
import org.mailwarden.fetcher.session.MailConnection;

/** The mailboxes this fetcher is at now, so that a change can end the session of its account. Safe for many threads. */
@ApplicationScoped
public class Visits {

    private final Map<UUID, Visit> visits = new ConcurrentHashMap<>();

    /** What a visit is doing. */
    public enum Phase {
        /** Connects and signs in. */
        SIGNING_IN,
        /** Reads what is new. */
        READING,
        /** Stays connected and waits for the server to speak. */
        STAYING
    }

    /** One mailbox that is being visited. */
    public static final class Visit {

        private final UUID account;
        private final String host;
        private final int keyHash;
        private volatile Phase phase = Phase.SIGNING_IN;
        private @Nullable MailConnection connection;
        private boolean ended;
        private volatile boolean leased;
        private volatile boolean stayed;

        Visit(UUID account, String host, int keyHash) {
            this.account = account;
            this.host = host;
            this.keyHash = keyHash;
        }

        public UUID account() {
            return account;
        }

        public String host() {
            return host;
        }

        /** Kafka's hash of the account id; see {@link org.mailwarden.fetcher.ownership.Partitions#owns}. */
        public int keyHash() {
            return keyHash;
        }

        void enter(Phase next) {
            phase = next;
        }

        /** The sign-in went well; a visit that was to end meanwhile ends now. */
        synchronized void opened(MailConnection opened) {
            connection = opened;
            phase = Phase.READING;
            if (ended) {
                opened.cut();
            }
        }

        /** Ends the visit: its connection is cut, whatever is being read on it. */
        synchronized void end() {
            ended = true;
            if (connection != null) {
                connection.cut();
            }
        }

        /** Whether it was this fetcher itself that ended the visit. */
        synchronized boolean isEnded() {
            return ended;
        }

        void leased() {
            leased = true;
        }

        /** Whether the lease of its account was taken for it. */
        boolean isLeased() {
            return leased;
        }

        /** Whether it is one that stays, be it that it reads now. */
        boolean hasStayed() {
            return stayed;
        }

        boolean isWorking() {
            return phase != Phase.STAYING;
        }
    }

    /**
     * Begins a visit.
     *
     * @param visit the visit
     * @return false when the mailbox is being visited already
     */
    boolean begin(Visit visit) {
        return visits.putIfAbsent(visit.account(), visit) == null;
    }

    void finished(Visit visit) {
        visits.remove(visit.account(), visit);
    }

    /** Ends all visits that match. */
    void end(Predicate<Visit> which) {
        visits.values().stream().filter(which).forEach(Visit::end);
    }

    boolean none(Predicate<Visit> which) {
        return visits.values().stream().noneMatch(which);
    }

    Set<UUID> accounts() {
        return Set.copyOf(visits.keySet());
    }

    /** How many visits are in a phase. */
    public long count(Phase phase) {
        return visits.values().stream().filter(visit -> visit.phase == phase).count();
    }

    /**
     * Lets a visit stay, when there is room.
     *
     * @param visit the visit
     * @param most most visits that stay
     * @param mostOfHost most visits that stay at one server
     * @return whether it stays
     */
    synchronized boolean stay(Visit visit, int most, int mostOfHost) {
        List<Visit> staying = visits.values().stream().filter(Visit::hasStayed).toList();
        boolean room = staying.size() < most
                && staying.stream()
                                .filter(other -> other.host.equals(visit.host))
                                .count()
                        < mostOfHost;
        visit.stayed = room;
        if (room) {
            visit.enter(Phase.STAYING);
        }
        return room;
    }

    /** Visits that sign in or read, by server. */
    Map<String, Long> working() {
        return List.copyOf(visits.values()).stream()
                .filter(Visit::isWorking)
                .collect(Collectors.groupingBy(Visit::host, Collectors.counting()));
    }

    /** Ends the session of an account, when there is one. */
    void end(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionObsolete obsolete) {
        Visit visit = visits.get(obsolete.accountId());
        if (visit != null) {
            visit.end();
        }
    }
}
