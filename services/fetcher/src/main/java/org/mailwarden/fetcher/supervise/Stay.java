// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.imap.IdleEnd;
import org.mailwarden.fetcher.oauth.SignIns;
import org.mailwarden.fetcher.oauth.SignIns.Prepared;
import org.mailwarden.fetcher.session.MailConnection;
import org.mailwarden.fetcher.supervise.Attempts.Attempt;
import org.mailwarden.fetcher.supervise.Visits.Phase;
import org.mailwarden.fetcher.supervise.Visits.Visit;
import org.mailwarden.fetcher.sync.MailboxSync;
import org.mailwarden.fetcher.sync.Waiting;

/**
 * Stays connected to a mailbox that was read, where the server tells of news by itself (IDLE, RFC 2177), and reads when it
 * does; and from time to time regardless, since not every server watches all folders, and one may say nothing.
 */
@ApplicationScoped
public class Stay {

    private static final Duration FOREVER = Duration.ofDays(365);

    private final MailboxSync mailboxes;
    private final Attempts attempts;
    private final SignIns signIns;
    private final Visits visits;
    private final FetcherConfig config;
    /** News may come to all mailboxes at once; reading them all at once would take as much memory as there are. */
    private final Semaphore readings;

    Stay(MailboxSync mailboxes, Attempts attempts, SignIns signIns, Visits visits, FetcherConfig config) {
        this.mailboxes = mailboxes;
        this.attempts = attempts;
        this.signIns = signIns;
        this.visits = visits;
        this.config = config;
        this.readings = new Semaphore(config.maxSessions());
    }

    /**
     * Stays until the visit is ended from outside, or does nothing when the server has no IDLE or enough stay already.
     *
     * @param visit the visit, which has read the mailbox
     * @param attempt the try it began with
     * @param connection its connection
     * @param granted whether it was opened by the token of a grant, which may be revoked meanwhile
     * @throws IOException when the connection ends, by us or by the server
     */
    void run(Visit visit, Attempt attempt, MailConnection connection, boolean granted) throws IOException {
        if (visit.isEnded()) {
            return;
        }
        Optional<Waiting> waiting = mailboxes.waiting(attempt.account(), connection);
        if (waiting.isPresent()
                && visits.stay(visit, config.maxIdle(), config.hosts().idle())) {
            run(visit, attempt, connection, waiting.get(), granted);
        }
    }

    private void run(Visit visit, Attempt attempt, MailConnection connection, Waiting waiting, boolean granted)
            throws IOException {
        Deadline reading = new Deadline(waiting.watchesAll() ? config.idleReread() : config.idleOtherFolders());
        Deadline asking = new Deadline(granted ? config.idleGrantCheck() : FOREVER);
        while (!visit.isEnded()) {
            Duration longest = reading.left().compareTo(asking.left()) < 0 ? reading.left() : asking.left();
            IdleEnd end = longest.isPositive() ? waiting.await(longest) : IdleEnd.QUIET;
            if (visit.isEnded()) {
                return;
            }
            if (end == IdleEnd.CHANGED || reading.isPast()) {
                reread(visit, attempt, connection);
                reading.restart();
            }
            if (asking.isPast()) {
                if (!isGranted(attempt)) {
                    return;
                }
                asking.restart();
            }
        }
    }

    /** Mail servers do not learn of a revoked grant, and most let a session outlive its token. */
    private boolean isGranted(Attempt attempt) {
        return switch (signIns.of(attempt.account())) {
            case Prepared.Ready ready -> {
                ready.signIn().secret().close();
                yield true;
            }
            case Prepared.Held(String sentence) -> {
                attempts.grantEnded(attempt, sentence);
                yield false;
            }
            case Prepared.Later later -> true;
        };
    }

    /** A moment so far away from the last start. */
    private static final class Deadline {

        private final Duration after;
        private long start = System.nanoTime();

        Deadline(Duration after) {
            this.after = after;
        }

        Duration left() {
            return after.minusNanos(System.nanoTime() - start);
        }

        boolean isPast() {
            return !left().isPositive();
        }

        void restart() {
            start = System.nanoTime();
        }
    }

    private void reread(Visit visit, Attempt attempt, MailConnection connection) throws IOException {
        readings.acquireUninterruptibly();
        try {
            visit.enter(Phase.READING);
            mailboxes.read(attempt.account(), connection);
            attempts.reread(attempt);
        } finally {
            visit.enter(Phase.STAYING);
            readings.release();
        }
    }
}
