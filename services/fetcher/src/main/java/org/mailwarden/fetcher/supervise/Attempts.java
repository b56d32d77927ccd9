// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.login.LoginEvents;
import org.mailwarden.fetcher.ownership.SessionLeases;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.supervise.MailHosts.Standing;
import org.mailwarden.fetcher.supervise.SignInBudget.AccountUse;
import org.mailwarden.fetcher.supervise.SignInBudget.Decision;
import org.mailwarden.fetcher.vault.CredentialVault;

/**
 * The tries to sign in, each written down before it is made: a fetcher that crashes in the middle of one, again and again,
 * must not lock the user out. Each method is a transaction of its own.
 */
@ApplicationScoped
public class Attempts {

    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

    private final Fleet fleet;
    private final SignInUse use;
    private final MailHosts hosts;
    private final HostIncidents incidents;
    private final SessionLeases leases;
    private final LoginEvents logins;
    private final FetcherConfig config;

    Attempts(
            Fleet fleet,
            SignInUse use,
            MailHosts hosts,
            HostIncidents incidents,
            SessionLeases leases,
            LoginEvents logins,
            FetcherConfig config) {
        this.fleet = fleet;
        this.use = use;
        this.hosts = hosts;
        this.incidents = incidents;
        this.leases = leases;
        this.logins = logins;
        this.config = config;
    }

    /**
     * A try that may be made.
     *
     * @param id its id
     * @param account the account as it is now
     * @param startedAt when it was written down
     */
    public record Attempt(UUID id, AccountChanged account, Instant startedAt) {}

    /** Whether a try may be made. */
    public sealed interface Begin {
        /**
         * It was written down; make it.
         *
         * @param attempt the try
         */
        record Granted(Attempt attempt) implements Begin {}

        /**
         * Ask again in a moment.
         *
         * @param pause how long
         */
        record Soon(Duration pause) implements Begin {}

        /** The account is not to be polled now; its row says when, if ever. */
        record NotNow() implements Begin {}
    }

    /**
     * Writes a try down, when it may be made, and takes the lease of the account for it.
     *
     * @param accountId the account
     * @return whether it may be made
     */
    public Begin begin(UUID accountId) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<String> host = hosts.of(accountId);
            if (host.isEmpty()) {
                return new Begin.NotNow();
            }
            Standing standing = hosts.locked(host.get());
            // A list of accounts that are due may be stale by now: only the row says whether this one still is.
            return fleet.locked(accountId)
                    .filter(account -> isDue(account) && account.host.equals(standing.host()))
                    .map(account -> begin(account, standing))
                    .orElseGet(Begin.NotNow::new);
        });
    }

    private Begin begin(Account account, Standing standing) {
        boolean probe = standing.isProbe(account.id);
        if (standing.incidentSince() != null && !probe) {
            return new Begin.NotNow();
        }
        SignInBudget budget = new SignInBudget(
                config.hosts().signInsAtOnce(),
                config.hosts().connectionsPerSecond(),
                config.hosts().refusals(),
                config.refusalsPerDay());
        return switch (budget.decide(use.of(account), hosts.use(account.host, probe))) {
            case Decision.Go() -> grant(account, probe);
            case Decision.Soon(Duration pause) -> new Begin.Soon(pause);
            case Decision.Later(Duration pause, String reason) -> {
                account.failures = Math.max(1, account.failures);
                account.nextPollAt = fleet.now().plus(BackOff.jittered(pause, RANDOM));
                fleet.enter(account, AccountState.UNREACHABLE, reason);
                yield new Begin.NotNow();
            }
            case Decision.Hold(String reason) -> {
                account.failures = Math.max(1, account.failures);
                fleet.enter(account, AccountState.CREDENTIAL_REFUSED, reason);
                yield new Begin.NotNow();
            }
        };
    }

    private Begin grant(Account account, boolean probe) {
        if (!leases.acquire(account.id, account.credentialVersion)) {
            return new Begin.NotNow();
        }
        UUID id = UUID.randomUUID();
        use.begin(id, account, Purpose.POLL);
        if (probe) {
            hosts.probing(account.host);
        }
        account.tryByHand = false;
        return new Begin.Granted(new Attempt(id, account.snapshot(), fleet.now()));
    }

    /**
     * Writes down how a try turned out, tells of the sign-in, and holds or delays the account when it failed.
     *
     * @param attempt the try
     * @param outcome how it turned out
     */
    public void signedIn(Attempt attempt, OpenOutcome outcome) {
        QuarkusTransaction.requiringNew().run(() -> {
            logins.add(attempt.id(), attempt.account(), outcome, fleet.now());
            switch (outcome) {
                case OpenOutcome.Opened opened -> opened(attempt);
                case OpenOutcome.Refused(LoginFailure failure, String detail, var tls) ->
                    refused(attempt, failure, detail);
            }
        });
    }

    private void opened(Attempt attempt) {
        AccountChanged account = attempt.account();
        use.end(attempt.id(), "OPENED");
        use.opened(attempt.id(), account.accountId(), account.credentialVersion());
        incidents.afterSuccess(account.host(), attempt.startedAt());
        fleet.locked(account.accountId())
                .filter(now -> now.credentialVersion == account.credentialVersion())
                .ifPresent(now -> now.openedVersion = now.credentialVersion);
    }

    private void refused(Attempt attempt, LoginFailure failure, String detail) {
        boolean counts = NextStep.isRefusal(failure);
        Optional<Standing> standing =
                counts ? Optional.of(hosts.locked(attempt.account().host())) : Optional.empty();
        use.end(attempt.id(), failure.name());
        Optional<Standing> incident = standing.flatMap(incidents::afterRefusal);
        fleet.locked(attempt.account().accountId()).ifPresent(account -> {
            AccountUse used = use.of(account);
            apply(
                    account,
                    attempt,
                    incident.map(host -> NextStep.duringIncident(
                                    host.sentence(), account.failures, config.retryRefusedAfter()))
                            .orElseGet(() -> NextStep.afterRefusal(
                                    failure,
                                    detail,
                                    used.refusalsOfVersion(),
                                    account.failures,
                                    config.retryRefusedAfter(),
                                    config.longestBackOff(),
                                    RANDOM)));
        });
    }

    /** How a sign-in turned out, in a word: OPENED or the kind of its failure. */
    static String name(OpenOutcome outcome) {
        return outcome instanceof OpenOutcome.Refused refused
                ? refused.failure().name()
                : "OPENED";
    }

    /**
     * Writes down that a poll went well.
     *
     * @param attempt the try it began with
     */
    public void polled(Attempt attempt) {
        Duration interval = BackOff.around(config.pollInterval(), RANDOM);
        settle(attempt, account -> {
            account.lastReadAt = fleet.now();
            return NextStep.afterSuccess(interval);
        });
    }

    /**
     * Writes down that a mailbox was read again over a connection that stayed.
     *
     * @param attempt the try the connection began with
     */
    public void reread(Attempt attempt) {
        settle(attempt, account -> {
            account.lastReadAt = fleet.now();
            return NextStep.afterSuccess(config.pollInterval());
        });
    }

    /**
     * Writes down that a connection that stayed is gone. That happens to every connection one day and to all of a server
     * at once when it restarts: nothing is wrong until the next sign-in fails, and not all come back in the same moment.
     *
     * @param attempt the try the connection began with
     */
    public void dropped(Attempt attempt) {
        settle(
                attempt,
                account -> NextStep.afterSuccess(
                        Duration.ofNanos(RANDOM.nextLong(config.pollInterval().toNanos()))));
    }

    /**
     * Writes down that a poll broke after the sign-in.
     *
     * @param attempt the try it began with
     * @param detail plain sentence
     */
    public void broke(Attempt attempt, String detail) {
        settle(attempt, account -> NextStep.afterFault(detail, account.failures, config.longestBackOff(), RANDOM));
    }

    /**
     * Writes down that the credential does not open: until there is a new one, there is nothing to sign in with.
     *
     * @param attempt the try it was to be used for
     */
    public void unreadable(Attempt attempt) {
        settle(
                attempt,
                account -> new NextStep(
                        AccountState.CREDENTIAL_REFUSED,
                        CredentialVault.UNREADABLE,
                        config.longestBackOff(),
                        account.failures + 1));
    }

    /**
     * Writes down that there was nothing to sign in with, so that no server was asked and nothing counts against the account.
     *
     * @param attempt the try that was not made
     * @param held whether a person has to act before the next one
     * @param detail plain sentence
     */
    public void withoutSignIn(Attempt attempt, boolean held, String detail) {
        notMade(attempt);
        settle(
                attempt,
                account -> held
                        ? held(account, detail)
                        : NextStep.afterFault(detail, account.failures, config.longestBackOff(), RANDOM));
    }

    /**
     * Writes down that the grant behind a session was revoked; the session is to end.
     *
     * @param attempt the try it began with
     * @param detail sentence with what to do next
     */
    public void grantEnded(Attempt attempt, String detail) {
        settle(attempt, account -> held(account, detail));
    }

    private NextStep held(Account account, String detail) {
        return new NextStep(AccountState.CREDENTIAL_REFUSED, detail, config.longestBackOff(), account.failures + 1);
    }

    /** Writes down that a try was not made after all, so that it counts against nobody. */
    public void notMade(Attempt attempt) {
        QuarkusTransaction.requiringNew().run(() -> use.end(attempt.id(), "NOT_MADE"));
    }

    /**
     * Asks whether the mailbox is still to be read with the credential the try was made with.
     *
     * @param attempt the try
     * @return false when the account was meanwhile suspended, paused, removed or given a new credential
     */
    public boolean isWanted(Attempt attempt) {
        // The lock waits for a suspension that is being written this moment.
        return QuarkusTransaction.requiringNew()
                .call(() -> fleet.locked(attempt.account().accountId())
                        .filter(Account::isPolled)
                        .filter(account ->
                                account.credentialVersion == attempt.account().credentialVersion())
                        .isPresent());
    }

    private void settle(Attempt attempt, java.util.function.Function<Account, NextStep> step) {
        QuarkusTransaction.requiringNew()
                .run(() -> fleet.locked(attempt.account().accountId())
                        .ifPresent(account -> apply(account, attempt, step.apply(account))));
    }

    private void apply(Account account, Attempt attempt, NextStep step) {
        account.lastPolledAt = fleet.now();
        boolean sameCredential = account.credentialVersion == attempt.account().credentialVersion();
        if (account.isPolled() && sameCredential) {
            account.failures = step.failures();
            Duration asked = Duration.ofSeconds(account.loginDelaySeconds);
            account.nextPollAt = fleet.now().plus(step.pause().compareTo(asked) > 0 ? step.pause() : asked);
            fleet.enter(account, step.state(), step.reason());
        } else if (account.isPolled()) {
            account.nextPollAt = fleet.now();
        }
    }

    private boolean isDue(Account account) {
        return account.isPolled() && !account.nextPollAt.isAfter(fleet.now());
    }
}
