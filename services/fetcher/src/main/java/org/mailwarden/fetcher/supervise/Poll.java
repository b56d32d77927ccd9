// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.fetcher.archive.ArchiveFault;
import org.mailwarden.fetcher.oauth.SignIns;
import org.mailwarden.fetcher.oauth.SignIns.Prepared;
import org.mailwarden.fetcher.session.MailConnection;
import org.mailwarden.fetcher.session.MailEndpoint;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.supervise.Attempts.Attempt;
import org.mailwarden.fetcher.sync.MailboxSync;
import org.mailwarden.kit.seal.SealBroken;

/** One visit to one mailbox: sign in, read, leave. */
@ApplicationScoped
public class Poll {

    private static final Logger LOG = Logger.getLogger(Poll.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Attempts attempts;
    private final SignIns signIns;
    private final Sessions sessions;
    private final MailboxSync mailboxes;
    private final OpenConnections open;
    private final MeterRegistry meters;

    Poll(
            Attempts attempts,
            SignIns signIns,
            Sessions sessions,
            MailboxSync mailboxes,
            OpenConnections open,
            MeterRegistry meters) {
        this.attempts = attempts;
        this.signIns = signIns;
        this.sessions = sessions;
        this.mailboxes = mailboxes;
        this.open = open;
        this.meters = meters;
    }

    /**
     * Visits a mailbox. Never throws: whatever goes wrong is this account's alone.
     *
     * @param accountId the account
     */
    public void run(UUID accountId) {
        Optional<Attempt> attempt = Optional.empty();
        try {
            attempt = attempts.begin(accountId);
            if (attempt.isPresent()) {
                visit(attempt.get());
            }
        } catch (SealBroken e) {
            LOG.errorf("The credential of account %s does not open", accountId);
            count("broke");
            attempt.ifPresent(begun -> note(begun, () -> attempts.unreadable(begun)));
        } catch (IOException | RuntimeException e) {
            // The messages of these faults are ours or scrubbed; of anything else only the kind is safe to show.
            String detail = e instanceof org.mailwarden.fetcher.session.MailFault || e instanceof ArchiveFault
                    ? String.valueOf(e.getMessage())
                    : "Reading the mailbox failed (" + e.getClass().getSimpleName() + "); it is tried again.";
            LOG.warnf("Poll of account %s broke: %s", accountId, detail);
            count("broke");
            attempt.ifPresent(begun -> note(begun, () -> attempts.broke(begun, detail)));
        }
    }

    private void visit(Attempt attempt) throws IOException {
        switch (signIns.of(attempt.account())) {
            case Prepared.Ready ready -> visit(attempt, ready);
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

    private void visit(Attempt attempt, Prepared.Ready ready) throws IOException {
        AccountChanged account = attempt.account();
        MailEndpoint endpoint =
                new MailEndpoint(account.protocol(), account.host(), account.port(), account.security());
        OpenOutcome outcome = open(endpoint, ready);
        if (outcome instanceof OpenOutcome.Opened(MailConnection connection, var tls)) {
            try (connection) {
                attempts.signedIn(attempt, outcome);
                open.put(account.accountId(), connection);
                // A suspension that came while we signed in found no connection to end.
                if (attempts.isWanted(attempt)) {
                    mailboxes.read(account, connection);
                }
            } finally {
                open.remove(account.accountId());
            }
            attempts.polled(attempt);
            count("read");
        } else {
            attempts.signedIn(attempt, outcome);
            signIns.refused(ready);
            count("not-signed-in");
        }
    }

    private OpenOutcome open(MailEndpoint endpoint, Prepared.Ready ready) {
        try {
            return sessions.open(endpoint, ready.signIn());
        } finally {
            // A session may last for hours, and it needs the secret for its first second.
            ready.signIn().secret().close();
        }
    }

    private void count(String outcome) {
        meters.counter("mailwarden.fetcher.polls", "outcome", outcome).increment();
    }

    /**
     * Writes down that a poll broke. The database may be away too, and until it is written the account stays reserved for
     * this try: so it is written as soon as the database is back, not when the reservation runs out.
     */
    private void note(Attempt attempt, Runnable writing) {
        boolean told = false;
        for (Duration waited = Duration.ZERO; waited.compareTo(Attempts.RESERVATION) < 0; waited = waited.plus(RETRY)) {
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
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }
}
