// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.AccountHappened;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.session.MailEndpoint;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.session.SignIn;
import org.mailwarden.fetcher.supervise.MailHosts.Standing;
import org.mailwarden.fetcher.supervise.SignInBudget.AccountUse;
import org.mailwarden.fetcher.supervise.SignInBudget.Decision;
import org.mailwarden.kit.secret.Secret;

/**
 * One sign-in beside the polls, to an account that is held: with a retired password, to see whether it is refused, or with
 * a new one that its owner gives. It is within the same budgets of account and server as every poll, written down before it
 * is made, and leaves at once. Blocking, at most for some seconds of waiting and one sign-in; outside of a transaction. Safe
 * for many threads.
 */
@ApplicationScoped
public class OneSignIn {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Fleet fleet;
    private final SignInUse use;
    private final MailHosts hosts;
    private final Sessions sessions;
    private final FetcherConfig config;

    OneSignIn(Fleet fleet, SignInUse use, MailHosts hosts, Sessions sessions, FetcherConfig config) {
        this.fleet = fleet;
        this.use = use;
        this.hosts = hosts;
        this.sessions = sessions;
        this.config = config;
    }

    /** How it turned out. */
    public sealed interface Result {

        /** The mail server took the password. */
        record Opened() implements Result {}

        /**
         * The mailbox did not open.
         *
         * @param failure why
         * @param counts whether the server may hold it against the account
         */
        record NotOpened(LoginFailure failure, boolean counts) implements Result {}

        /**
         * Not made: the budgets do not allow it now.
         *
         * @param pause time until they may
         */
        record NotNow(Duration pause) implements Result {}

        /** Not made: the account is gone, is being read, or has another credential; or the claim was refused. */
        record NotWanted() implements Result {}
    }

    private sealed interface Begin {
        record Granted(UUID id, AccountChanged account) implements Begin {}

        record Soon(Duration pause) implements Begin {}

        record No(Result result) implements Begin {}
    }

    /**
     * Signs in once, or says why not.
     *
     * @param accountId the account
     * @param version the credential version that the account must still have
     * @param purpose what for; not {@link Purpose#POLL}
     * @param password the password, left open for the caller to close
     * @param claim the caller's own note that the one sign-in is used up, in the same transaction; false when it was before
     * @return how it turned out
     */
    public Result make(UUID accountId, long version, Purpose purpose, Secret password, BooleanSupplier claim) {
        Duration pause = Duration.ZERO;
        for (Duration waited = Duration.ZERO; waited.compareTo(LONGEST_WAIT) < 0; ) {
            Begin begin = QuarkusTransaction.requiringNew().call(() -> begin(accountId, version, purpose, claim));
            switch (begin) {
                case Begin.Granted(UUID id, AccountChanged account) -> {
                    return tried(id, account, purpose, password);
                }
                case Begin.No(Result result) -> {
                    return result;
                }
                case Begin.Soon(Duration soon) -> {
                    LockSupport.parkNanos(soon.toNanos());
                    waited = waited.plus(soon).plusMillis(1);
                    pause = soon;
                }
            }
        }
        return new Result.NotNow(pause);
    }

    private Begin begin(UUID accountId, long version, Purpose purpose, BooleanSupplier claim) {
        Optional<Standing> standing = hosts.of(accountId).map(hosts::locked);
        Optional<Account> found = fleet.locked(accountId)
                .filter(account -> account.credentialVersion == version && isHeld(account))
                .filter(account -> account.host.equals(standing.orElseThrow().host()));
        if (found.isEmpty()) {
            return new Begin.No(new Result.NotWanted());
        }
        if (standing.orElseThrow().incidentSince() != null) {
            return new Begin.No(new Result.NotNow(config.hosts().probeEvery()));
        }
        Account account = found.get();
        SignInBudget budget = new SignInBudget(
                config.hosts().signInsAtOnce(),
                config.hosts().connectionsPerSecond(),
                config.hosts().refusals(),
                config.refusalsPerDay());
        return switch (budget.decide(used(account, purpose), hosts.use(account.host, false))) {
            case Decision.Go() -> grant(account, purpose, claim);
            case Decision.Soon(Duration pause) -> new Begin.Soon(pause);
            case Decision.Later(Duration pause, String reason) -> new Begin.No(new Result.NotNow(pause));
            case Decision.Hold(String reason) -> throw new IllegalStateException("Held without refusals: " + reason);
        };
    }

    private static boolean isHeld(Account account) {
        return account.state == AccountState.SUSPENDED || account.state == AccountState.CREDENTIAL_REFUSED;
    }

    /**
     * What was refused of the stored password says nothing about another one; the day's bound holds for all together. A
     * retired password is expected to be refused, so it has no part in what a server's budget keeps for passwords that work.
     */
    private AccountUse used(Account account, Purpose purpose) {
        AccountUse used = use.of(account);
        return new AccountUse(0, 0, used.refusalsOfDay(), used.dayFreeIn(), purpose == Purpose.OWNER, false);
    }

    private Begin grant(Account account, Purpose purpose, BooleanSupplier claim) {
        if (!claim.getAsBoolean()) {
            return new Begin.No(new Result.NotWanted());
        }
        UUID id = UUID.randomUUID();
        use.begin(id, account, purpose);
        return new Begin.Granted(id, account.snapshot());
    }

    private Result tried(UUID id, AccountChanged account, Purpose purpose, Secret password) {
        OpenOutcome outcome = sessions.open(
                new MailEndpoint(account.protocol(), account.host(), account.port(), account.security()),
                new SignIn.Password(account.username(), password));
        if (outcome instanceof OpenOutcome.Opened opened) {
            opened.connection().close();
        }
        QuarkusTransaction.requiringNew().run(() -> end(id, account, purpose, outcome));
        return outcome instanceof OpenOutcome.Refused refused
                ? new Result.NotOpened(refused.failure(), NextStep.isRefusal(refused.failure()))
                : new Result.Opened();
    }

    private void end(UUID id, AccountChanged account, Purpose purpose, OpenOutcome outcome) {
        String name = Attempts.name(outcome);
        use.end(id, name);
        if (purpose == Purpose.OWNER && outcome instanceof OpenOutcome.Opened) {
            use.openedByOwner(id, account.accountId());
        }
        fleet.findByIdOptional(account.accountId())
                .ifPresent(found -> fleet.tell(
                        found,
                        AccountHappened.Kind.PASSWORD_TRIED,
                        null,
                        (purpose == Purpose.PROOF
                                        ? "The retired password was tried once over "
                                        : "A new password from its owner was tried once over ")
                                + account.protocol() + ": " + name));
    }
}
