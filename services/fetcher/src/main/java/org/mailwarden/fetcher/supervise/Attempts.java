// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.login.LoginEvents;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.vault.CredentialVault;

/**
 * The tries to sign in, each written down before it is made: a fetcher that crashes in the middle of one, again and again,
 * must not lock the user out.
 */
@ApplicationScoped
public class Attempts {

    /** How long nobody else polls an account after a try began; the end of the try sets the time of the next. */
    static final Duration RESERVATION = Duration.ofMinutes(10);

    private static final java.util.random.RandomGenerator RANDOM = java.util.random.RandomGenerator.getDefault();

    private final EntityManager entities;
    private final Fleet fleet;
    private final LoginEvents logins;
    private final FetcherConfig config;

    Attempts(EntityManager entities, Fleet fleet, LoginEvents logins, FetcherConfig config) {
        this.entities = entities;
        this.fleet = fleet;
        this.logins = logins;
        this.config = config;
    }

    /**
     * A try that may be made.
     *
     * @param id its id
     * @param account the account as it is now
     */
    public record Attempt(UUID id, AccountChanged account) {}

    /**
     * Writes a try down.
     *
     * @param accountId the account
     * @return empty when the account is not to be polled any more
     */
    @Transactional
    public Optional<Attempt> begin(UUID accountId) {
        // A list of accounts that are due may be stale by now: only the row says whether this one still is.
        return fleet.locked(accountId).filter(this::isDue).flatMap(account -> {
            UUID id = UUID.randomUUID();
            if (refusals(account) >= 2) {
                fleet.enter(
                        account,
                        AccountState.CREDENTIAL_REFUSED,
                        "The mail server refused the password twice, so it is not tried again. Give the account its"
                                + " current password.");
                return Optional.empty();
            }
            entities.createNativeQuery(
                            "insert into sign_in_attempt (id, account_id, credential_version, started_at) values (:id,"
                                    + " :account, :version, :now)")
                    .setParameter("id", id)
                    .setParameter("account", accountId)
                    .setParameter("version", account.credentialVersion)
                    .setParameter("now", fleet.now())
                    .executeUpdate();
            account.nextPollAt = fleet.now().plus(RESERVATION);
            return Optional.of(new Attempt(id, account.snapshot()));
        });
    }

    /**
     * Writes down how a try turned out, tells of the sign-in, and holds or delays the account when it failed.
     *
     * @param attempt the try
     * @param outcome how it turned out
     */
    @Transactional
    public void signedIn(Attempt attempt, OpenOutcome outcome) {
        String result = outcome instanceof OpenOutcome.Refused refused
                ? refused.failure().name()
                : "OPENED";
        entities.createNativeQuery("update sign_in_attempt set outcome = :outcome where id = :id")
                .setParameter("outcome", result)
                .setParameter("id", attempt.id())
                .executeUpdate();
        if (outcome instanceof OpenOutcome.Opened) {
            // A password that works was never wrong: what stood against it is void.
            entities.createNativeQuery(
                            "delete from sign_in_attempt where account_id = :account and credential_version = :version"
                                    + " and id <> :id")
                    .setParameter("account", attempt.account().accountId())
                    .setParameter("version", attempt.account().credentialVersion())
                    .setParameter("id", attempt.id())
                    .executeUpdate();
        }
        logins.add(attempt.id(), attempt.account(), outcome, fleet.now());
        if (outcome instanceof OpenOutcome.Refused(LoginFailure failure, String detail, var tls)) {
            fleet.locked(attempt.account().accountId())
                    .ifPresent(account -> apply(
                            account,
                            attempt,
                            NextStep.afterRefusal(
                                    failure,
                                    detail,
                                    refusals(account),
                                    account.failures,
                                    config.retryRefusedAfter(),
                                    config.longestBackOff(),
                                    RANDOM)));
        }
    }

    /**
     * Writes down that a poll went well.
     *
     * @param attempt the try it began with
     */
    @Transactional
    public void polled(Attempt attempt) {
        fleet.locked(attempt.account().accountId())
                .ifPresent(account -> apply(account, attempt, NextStep.afterSuccess(config.pollInterval())));
    }

    /**
     * Writes down that a poll broke after the sign-in.
     *
     * @param attempt the try it began with
     * @param detail plain sentence
     */
    @Transactional
    public void broke(Attempt attempt, String detail) {
        fleet.locked(attempt.account().accountId())
                .ifPresent(account -> apply(
                        account,
                        attempt,
                        NextStep.afterFault(detail, account.failures, config.longestBackOff(), RANDOM)));
    }

    /**
     * Writes down that the credential does not open: until there is a new one, there is nothing to sign in with.
     *
     * @param attempt the try it was to be used for
     */
    @Transactional
    public void unreadable(Attempt attempt) {
        fleet.locked(attempt.account().accountId())
                .ifPresent(account -> apply(
                        account,
                        attempt,
                        new NextStep(
                                AccountState.CREDENTIAL_REFUSED,
                                CredentialVault.UNREADABLE,
                                config.longestBackOff(),
                                account.failures + 1)));
    }

    /**
     * Writes down that there was nothing to sign in with, so that no server was asked and nothing counts against the account.
     *
     * @param attempt the try that was not made
     * @param held whether a person has to act before the next one
     * @param detail plain sentence
     */
    @Transactional
    public void withoutSignIn(Attempt attempt, boolean held, String detail) {
        entities.createNativeQuery("delete from sign_in_attempt where id = :id")
                .setParameter("id", attempt.id())
                .executeUpdate();
        fleet.locked(attempt.account().accountId())
                .ifPresent(account -> apply(
                        account,
                        attempt,
                        held
                                ? new NextStep(
                                        AccountState.CREDENTIAL_REFUSED,
                                        detail,
                                        config.longestBackOff(),
                                        account.failures + 1)
                                : NextStep.afterFault(detail, account.failures, config.longestBackOff(), RANDOM)));
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

    private int refusals(Account account) {
        Object count = entities.createNativeQuery("""
            select count(*) from sign_in_attempt
            where account_id = :account and credential_version = :version
            and (outcome is null or outcome in ('BAD_CREDENTIALS', 'REJECTED_UNSPECIFIED'))\
            """)
                .setParameter("account", account.id)
                .setParameter("version", account.credentialVersion)
                .getSingleResult();
        return ((Number) count).intValue();
    }

    /**
     * Asks whether the mailbox is still to be read with the credential the try was made with.
     *
     * @param attempt the try
     * @return false when the account was meanwhile suspended, paused, removed or given a new credential
     */
    @Transactional
    public boolean isWanted(Attempt attempt) {
        // The lock waits for a suspension that is being written this moment.
        return fleet.locked(attempt.account().accountId())
                .filter(Account::isPolled)
                .filter(account ->
                        account.credentialVersion == attempt.account().credentialVersion())
                .isPresent();
    }

    private boolean isDue(Account account) {
        return account.isPolled() && !account.nextPollAt.isAfter(fleet.now());
    }
}
