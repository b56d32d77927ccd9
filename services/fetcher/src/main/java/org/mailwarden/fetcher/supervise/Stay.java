// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.imap.IdleEnd;
import org.mailwarden.fetcher.session.MailConnection;
import org.mailwarden.fetcher.supervise.Attempts.Attempt;
import org.mailwarden.fetcher.supervise.Visits.Phase;
import org.mailwarden.fetcher.supervise.Visits.Visit;
import org.mailwarden.fetcher.sync.MailboxSync;

/**
 * Stays connected to a mailbox that was read, where the server tells of news by itself (IDLE, RFC 2177), and reads when it
 * does; and from time to time regardless, since IDLE watches one folder, and a server may say nothing.
 */
@ApplicationScoped
public class Stay {

    private final MailboxSync mailboxes;
    private final Attempts attempts;
    private final Visits visits;
    private final FetcherConfig config;
    /** News may come to all mailboxes at once; reading them all at once would take as much memory as there are. */
    private final Semaphore readings;

    Stay(MailboxSync mailboxes, Attempts attempts, Visits visits, FetcherConfig config) {
        this.mailboxes = mailboxes;
        this.attempts = attempts;
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
     * @return whether it stayed at all
     * @throws IOException when the connection ends, by us or by the server
     */
    boolean run(Visit visit, Attempt attempt, MailConnection connection) throws IOException {
        if (visit.isEnded()
                || !mailboxes.canIdle(connection)
                || !visits.stay(visit, config.maxIdle(), config.hosts().idle())) {
            return false;
        }
        Duration unreadAtMost =
                mailboxes.watchesAll(attempt.account()) ? config.idleReread() : config.idleOtherFolders();
        long read = System.nanoTime();
        while (!visit.isEnded()) {
            Duration unread = Duration.ofNanos(System.nanoTime() - read);
            Duration longest = unreadAtMost.minus(unread);
            IdleEnd end = longest.isPositive() ? mailboxes.idle(attempt.account(), connection, longest) : IdleEnd.QUIET;
            if (visit.isEnded()) {
                return true;
            }
            if (end == IdleEnd.CHANGED || !longest.isPositive()) {
                reread(visit, attempt, connection);
                read = System.nanoTime();
            }
        }
        return true;
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
