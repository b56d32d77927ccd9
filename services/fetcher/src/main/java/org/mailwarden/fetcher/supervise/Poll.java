// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.fetcher.archive.ArchiveFault;
import org.mailwarden.fetcher.oauth.SignIns;
import org.mailwarden.fetcher.oauth.SignIns.Prepared;
import org.mailwarden.fetcher.ownership.SessionLeases;
import org.mailwarden.fetcher.session.MailConnection;
import org.mailwarden.fetcher.session.MailEndpoint;
import org.mailwarden.fetcher.session.MailFault;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.supervise.Attempts.Attempt;
import org.mailwarden.fetcher.supervise.Visits.Visit;
import org.mailwarden.fetcher.sync.MailboxSync;
import org.mailwarden.kit.seal.SealBroken;

/** One visit to one mailbox: sign in, read, leave. */
@ApplicationScoped
public class Poll {

    private static final Logger LOG = Logger.getLogger(Poll.class);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

    private final Attempts attempts;
    private final SignIns signIns;
    private final Sessions sessions;
    private final MailboxSync mailboxes;
    private final Stay stay;
    private final SessionLeases leases;
    private final MeterRegistry meters;

    Poll(
            Attempts attempts,
            SignIns signIns,
            Sessions sessions,
            MailboxSync mailboxes,
            Stay stay,
            SessionLeases leases,
            MeterRegistry meters) {
        this.attempts = attempts;
        this.signIns = signIns;
        this.sessions = sessions;
        this.mailboxes = mailboxes;
        this.stay = stay;
        this.leases = leases;
        this.meters = meters;
    }

    /**
     * Visits a mailbox. Never throws: whatever goes wrong is this account's alone.
     *
     * @param visit the visit, begun
     */
    public void run(Visit visit) {
        Optional<Attempt> attempt = Optional.empty();
        try {
            attempt = begin(visit);
            if (attempt.isPresent()) {
                visit.leased();
                visit(visit, attempt.get());
            }
        } catch (SealBroken e) {
            LOG.errorf("The credential of account %s does not open", visit.account());
            count("broke");
            attempt.ifPresent(begun -> note(visit, begun, () -> attempts.unreadable(begun)));
        } catch (IOException | RuntimeException e) {
            attempt.ifPresent(begun -> broke(visit, begun, e));
        } finally {
            attempt.ifPresent(begun -> release(begun));
        }
    }

    /** Waits for the turn of the server, as long as that is a matter of a moment. */
    private Optional<Attempt> begin(Visit visit) {
        for (Duration waited = Duration.ZERO; waited.compareTo(LONGEST_WAIT) < 0; ) {
            switch (attempts.begin(visit.account())) {
                case Attempts.Begin.Granted(Attempt attempt) -> {
                    return Optional.of(attempt);
                }
                case Attempts.Begin.NotNow() -> {
                    return Optional.empty();
                }
                case Attempts.Begin.Soon(Duration pause) -> {
                    LockSupport.parkNanos(pause.toNanos());
                    waited = waited.plus(pause).plusMillis(1);
                }
            }
        }
        return Optional.empty();
    }

    private void broke(Visit visit, Attempt attempt, Exception e) {
        if (visit.isEnded()) {
            // It was ended by us: the account is as it was, and whoever reads it next goes on from there.
            count("ended");
            return;
        }
        // The messages of these faults are ours or scrubbed; of anything else only the kind is safe to show.
        String detail = e instanceof MailFault || e instanceof ArchiveFault
                ? String.valueOf(e.getMessage())
                : "Reading the mailbox failed (" + e.getClass().getSimpleName() + "); it is tried again.";
        LOG.warnf("Poll of account %s broke: %s", visit.account(), detail);
        count("broke");
        note(visit, attempt, () -> attempts.broke(attempt, detail));
    }

    private void visit(Visit visit, Attempt attempt) throws IOException {
        switch (prepared(attempt)) {
            case Prepared.Ready ready -> visit(visit, attempt, ready);
            case Prepared.Held(String sentence) -> {
                attempts.withoutSignIn(attempt, true, sentence);
                count("no-credential");
            }
            case Prepared.Later(String sentence) -> {
                attempts.withoutSignIn(attempt, false, sentence);
                count("no-token");
            }
        }
    }

    private Prepared prepared(Attempt attempt) {
        try {
            return signIns.of(attempt.account());
        } catch (RuntimeException e) {
            // Nothing was said to the server yet, so nothing is to count as refused.
            attempts.notMade(attempt);
            throw e;
        }
    }

    private void visit(Visit visit, Attempt attempt, Prepared.Ready ready) throws IOException {
        Optional<OpenOutcome> outcome = open(visit, attempt.account(), ready);
        if (outcome.isEmpty()) {
            attempts.notMade(attempt);
        } else if (outcome.get() instanceof OpenOutcome.Opened(MailConnection connection, var tls)) {
            try (connection) {
                visit.opened(connection);
                attempts.signedIn(attempt, outcome.get());
                // A suspension that came while we signed in found no connection to end.
                if (!visit.isEnded() && attempts.isWanted(attempt)) {
                    mailboxes.read(attempt.account(), connection);
                    attempts.polled(attempt);
                    count("read");
                    stay(visit, attempt, connection, ready.grant() != null);
                }
            }
        } else {
            attempts.signedIn(attempt, outcome.get());
            signIns.refused(ready);
            count("not-signed-in");
        }
    }

    private void stay(Visit visit, Attempt attempt, MailConnection connection, boolean granted) {
        try {
            stay.run(visit, attempt, connection, granted);
        } catch (IOException e) {
            if (!visit.isEnded()) {
                LOG.debugf("The connection of account %s that stayed is gone: %s", visit.account(), e.getMessage());
                count("dropped");
                note(visit, attempt, () -> attempts.dropped(attempt));
            }
        }
    }

    /** Signs in; empty when the visit was ended before it. */
    private Optional<OpenOutcome> open(Visit visit, AccountChanged account, Prepared.Ready ready) {
        try {
            if (visit.isEnded() || !leases.holds(account.accountId())) {
                return Optional.empty();
            }
            MailEndpoint endpoint =
                    new MailEndpoint(account.protocol(), account.host(), account.port(), account.security());
            OpenOutcome outcome = sessions.open(endpoint, ready.signIn());
            meters.counter("mailwarden.fetcher.sign.ins", "outcome", Attempts.name(outcome))
                    .increment();
            return Optional.of(outcome);
        } finally {
            // A session may last for hours, and it needs the secret for its first second.
            ready.signIn().secret().close();
        }
    }

    private void release(Attempt attempt) {
        try {
            leases.release(attempt.account().accountId());
        } catch (RuntimeException e) {
            LOG.debugf(
                    "The lease of account %s runs out by itself",
                    attempt.account().accountId());
        }
    }

    private void count(String outcome) {
        meters.counter("mailwarden.fetcher.polls", "outcome", outcome).increment();
    }

    /**
     * Writes down that a poll broke. The database may be away too, and so it is written as soon as the database is back: the
     * pause after it is what spares the server.
     */
    private void note(Visit visit, Attempt attempt, Runnable writing) {
        boolean told = false;
        for (Duration waited = Duration.ZERO; waited.compareTo(LONGEST_OUTAGE) < 0; waited = waited.plus(RETRY)) {
            try {
                writing.run();
                return;
            } catch (RuntimeException e) {
                if (!told) {
                    LOG.warnf(
                            "The poll of account %s cannot be noted yet: %s",
                            attempt.account().accountId(), e.getClass().getSimpleName());
                    told = true;
                }
                if (visit.isEnded()) {
                    return;
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }
}
