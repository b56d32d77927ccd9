// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.AccountRequest.CredentialRequest;
import org.mailwarden.fetcher.archive.ArchiveConfig;
import org.mailwarden.fetcher.vault.Credential;
import org.mailwarden.fetcher.vault.CredentialVault;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.web.Problems;

/** Enrols accounts and changes them, whoever asks. What is wrong is thrown as a problem whose detail says how to mend it. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Enrolment {

    private final Fleet fleet;
    private final CredentialVault vault;
    private final boolean archive;

    Enrolment(Fleet fleet, CredentialVault vault, FetcherConfig config) {
        this.fleet = fleet;
        this.vault = vault;
        this.archive = config.archive().store() != ArchiveConfig.Kind.NONE;
    }

    /**
     * Makes the account that a request describes, without storing it or looking at its credential.
     *
     * @param request what is asked for
     * @param now when it is due
     * @return the account
     * @throws HttpProblem when something is missing or impossible
     */
    public static Account draft(AccountRequest request, Instant now) {
        Account account = new Account();
        account.id = UUID.randomUUID();
        account.address = AccountRules.address(request.address());
        account.protocol = AccountRules.protocol(request.protocol());
        account.security = AccountRules.security(request.security());
        account.host = AccountRules.host(request.host());
        account.port = AccountRules.port(request.port(), account.protocol, account.security);
        account.username = AccountRules.username(request.username(), account.address);
        account.folders = AccountRules.folders(request.folders(), account.protocol);
        account.retrieval = AccountRules.retrieval(request.retrieval());
        account.deleteAfterDays =
                AccountRules.deleteAfterDays(account.retrieval, request.deleteAfterDays(), account.protocol);
        account.owner = request.owner();
        account.recoveryAddress = AccountRules.optionalAddress(request.recoveryAddress());
        account.tags = AccountTags.of(request.tags());
        account.credentialVersion = 1;
        account.state = AccountState.NEW;
        account.nextPollAt = now;
        return account;
    }

    /**
     * The password of a request.
     *
     * @param request what is asked for
     * @return the password, for the caller to close
     * @throws HttpProblem when there is none, or the credential is of another type
     */
    public static Secret password(AccountRequest request) {
        Protocol protocol = AccountRules.protocol(request.protocol());
        Credential credential = CredentialRules.credential(request.credential(), protocol);
        if (credential instanceof Credential.Password(Secret password)) {
            return password;
        }
        credential.close();
        throw Problems.of(
                422,
                "trial-needs-a-password",
                "Only a password can be tried beforehand. Enrol the account with its " + credential.type()
                        + " credential; its lastError says how the first sign-in went.");
    }

    /**
     * Enrols an account: it is read as soon as a session is free.
     *
     * @param request what is asked for
     * @param by who asks
     * @return the account
     * @throws HttpProblem when something is missing or impossible, or the mailbox is enrolled already
     */
    public Account enrol(AccountRequest request, String by) {
        Account account = draft(request, fleet.now());
        AccountRules.archived(account.retrieval, archive);
        try (Credential credential = CredentialRules.credential(request.credential(), account.protocol)) {
            account.credentialType = credential.type();
            refuseTwice(account);
            fleet.changed(account);
            persist(account);
            vault.store(account.id, account.credentialVersion, credential);
        }
        fleet.tell(
                account,
                AccountHappened.Kind.ENROLLED,
                by,
                account.protocol + " from " + account.host + " port " + account.port + " as " + account.username);
        return account;
    }

    /**
     * Changes what is given and leaves the rest.
     *
     * @param account the account, locked
     * @param request what is to change
     * @param by who asks
     * @throws HttpProblem when something is impossible, or the sign-in would change without a credential
     */
    public void change(Account account, AccountRequest request, String by) {
        AccountRules.changeable(request);
        String before = signIn(account);
        if (request.security() != null) {
            account.security = AccountRules.security(request.security());
        }
        if (request.host() != null) {
            account.host = AccountRules.host(request.host());
        }
        if (request.port() != null) {
            account.port = AccountRules.port(request.port(), account.protocol, account.security);
        }
        if (request.username() != null) {
            account.username = AccountRules.username(request.username(), account.address);
        }
        if (request.folders() != null && account.protocol == Protocol.IMAP) {
            account.folders = AccountRules.folders(request.folders(), account.protocol);
        }
        if (request.retrieval() != null || request.deleteAfterDays() != null) {
            account.retrieval =
                    request.retrieval() == null ? account.retrieval : AccountRules.retrieval(request.retrieval());
            account.deleteAfterDays =
                    AccountRules.deleteAfterDays(account.retrieval, request.deleteAfterDays(), account.protocol);
            AccountRules.archived(account.retrieval, archive);
        }
        if (request.owner() != null) {
            account.owner = request.owner();
        }
        if (request.recoveryAddress() != null) {
            account.recoveryAddress = AccountRules.optionalAddress(request.recoveryAddress());
        }
        if (request.tags() != null) {
            account.tags = AccountTags.of(request.tags());
        }
        refuseTwice(account);
        if (!before.equals(signIn(account))) {
            // A stored password goes to no server and for no user but those it was given for.
            if (request.credential() == null) {
                throw Problems.of(
                        422,
                        "credential-required",
                        "Another host, port, security or username needs the credential again: send 'credential' in the"
                                + " same request.");
            }
            replaceCredential(account, request.credential(), by);
            return;
        }
        AccountRules.noCredential(request);
        if (AccountRules.isOfReading(request)) {
            account.failures = 0;
            account.nextPollAt = fleet.now();
        }
        fleet.changed(account);
        String tags = request.tags() == null ? "" : "; " + AccountTags.told(account.tags);
        fleet.tell(account, AccountHappened.Kind.SETTINGS_CHANGED, by, AccountRules.changes(request) + tags);
    }

    /**
     * Changes tags of an account, which changes nothing of how it is read. What it has already is no change.
     *
     * @param account the account, locked
     * @param request which tags
     * @param by who asks
     * @throws HttpProblem when no tag is named, one is none, or there would be too many
     */
    public void tag(Account account, TagRequest request, String by) {
        List<String> tags = AccountTags.retagged(account.tags, request);
        if (!tags.equals(account.tags)) {
            account.tags = tags;
            fleet.changed(account);
            fleet.tell(account, AccountHappened.Kind.SETTINGS_CHANGED, by, AccountTags.told(tags));
        }
    }

    /**
     * Reads an account over the other protocol from now on.
     *
     * @param account the account, locked
     * @param request the protocol, and what else of the sign-in changes with it
     * @param by who asks
     * @throws HttpProblem when something is impossible, or the sign-in would change without a credential
     */
    public void switchTo(Account account, AccountRequest request, String by) {
        String before = signIn(account);
        AccountRules.switchTo(account, request);
        refuseTwice(account);
        boolean sameSignIn = before.equals(signIn(account));
        if (!sameSignIn && request.credential() == null) {
            throw Problems.of(
                    422,
                    "credential-required",
                    "The other protocol has another port, and a stored password goes to no other: send 'credential' in the"
                            + " same request.");
        }
        fleet.switched(account);
        if (sameSignIn) {
            AccountRules.noCredential(request);
            account.nextPollAt = fleet.now();
            fleet.changed(account);
            fleet.endSession(account.id);
        } else {
            replaceCredential(account, request.credential(), by);
        }
        fleet.tell(
                account,
                AccountHappened.Kind.SETTINGS_CHANGED,
                by,
                "Switched to " + account.protocol + " from " + account.host + " port " + account.port);
    }

    /**
     * Gives an account a new credential: reading goes on with it.
     *
     * @param account the account, locked
     * @param request the credential
     * @param by who asks
     * @throws HttpProblem when it is none
     */
    public void replaceCredential(Account account, @Nullable CredentialRequest request, String by) {
        try (Credential credential = CredentialRules.credential(request, account.protocol)) {
            replaceCredential(account, credential, by);
        }
    }

    /**
     * Gives an account a new credential that is known to be one: reading goes on with it, where it stopped.
     *
     * @param account the account, locked
     * @param credential the credential, left open for the caller to close
     * @param by who gives it
     */
    public void replaceCredential(Account account, Credential credential, String by) {
        account.credentialType = credential.type();
        account.credentialVersion++;
        account.failures = 0;
        account.nextPollAt = fleet.now();
        if (account.state != AccountState.PAUSED) {
            account.state = AccountState.NEW;
            account.stateReason = null;
        }
        fleet.changed(account);
        fleet.endSession(account.id);
        vault.store(account.id, account.credentialVersion, credential);
        fleet.tell(
                account,
                AccountHappened.Kind.CREDENTIAL_REPLACED,
                by,
                "Credential version " + account.credentialVersion + " for " + account.username + " on " + account.host);
    }

    private static String signIn(Account account) {
        return String.join(
                " ", account.host, Integer.toString(account.port), account.security.name(), account.username);
    }

    private void refuseTwice(Account account) {
        long others = fleet.count(
                "address = ?1 and host = ?2 and username = ?3 and id <> ?4",
                account.address,
                account.host,
                account.username,
                account.id);
        if (others > 0) {
            throw enrolledAlready(account);
        }
    }

    private void persist(Account account) {
        try {
            fleet.persistAndFlush(account);
        } catch (ConstraintViolationException e) {
            // Another request enrolled it between our look and our insert.
            throw enrolledAlready(account);
        }
    }

    private static HttpProblem enrolledAlready(Account account) {
        return Problems.of(
                409,
                "account-exists",
                "The mailbox " + account.address + " on " + account.host
                        + " is enrolled already. Change that account instead.");
    }
}
