// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.credentiallink;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.AccountHappened;
import org.mailwarden.fetcher.account.Enrolment;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.vault.Credential;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.web.Problems;

/**
 * The links, in rows. One is bound to an account and to the credential version that it replaces: a newer credential, by
 * whichever way, ends it. Every method is a transaction of its own, except {@link #claim}.
 */
@ApplicationScoped
public class CredentialLinks {

    /** Refused sign-ins of one link: few enough for any server's lockout, and enough for one slip of the hand. */
    static final int MOST_TRIES = 2;

    /** Whatever is sent with a token, it is looked at no more often. */
    private static final int MOST_REQUESTS = 10;

    private static final int MOST_A_DAY = 5;
    private static final Duration DAY = Duration.ofDays(1);
    private static final String OPEN = " token_hash = :hash and over_at is null and expires_at > :now";

    private final EntityManager entities;
    private final Fleet fleet;
    private final Enrolment enrolment;
    private final FetcherConfig config;
    private final SecureRandom random = new SecureRandom();

    CredentialLinks(EntityManager entities, Fleet fleet, Enrolment enrolment, FetcherConfig config) {
        this.entities = entities;
        this.fleet = fleet;
        this.enrolment = enrolment;
        this.config = config;
    }

    /**
     * A new link.
     *
     * @param token its token, for the caller to close
     * @param expiresAt when it ends
     */
    record Made(Secret token, Instant expiresAt) {}

    /**
     * A link that may be used now.
     *
     * @param account the account
     * @param version the credential version that it replaces
     */
    record Open(UUID account, long version) {}

    /**
     * Makes a link, which ends the one before.
     *
     * @param accountId the account
     * @return the link
     * @throws HttpProblem 404, 409 when the account waits for no password, 429 when there were too many
     */
    Made make(UUID accountId) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Account account = fleet.locked(accountId).orElseThrow(() -> Problems.notFound("account", accountId));
            refuseUnlessWaiting(account);
            Instant now = fleet.now();
            forget(now);
            refuseTooMany(accountId, now);
            Secret token = LinkToken.make(random);
            Instant expiresAt = now.plus(config.credentialLinkLifespan());
            end(accountId, now);
            entities.createNativeQuery("""
                            insert into credential_link
                                (token_hash, account_id, credential_version, issued_at, expires_at)
                            values (:hash, :account, :version, :now, :expires)""")
                    .setParameter("hash", LinkToken.hash(token))
                    .setParameter("account", accountId)
                    .setParameter("version", account.credentialVersion)
                    .setParameter("now", now)
                    .setParameter("expires", expiresAt)
                    .executeUpdate();
            fleet.tell(
                    account,
                    AccountHappened.Kind.CREDENTIAL_LINK_MADE,
                    null,
                    "A link for giving the new password was made, until " + expiresAt + ".");
            return new Made(token, expiresAt);
        });
    }

    private static boolean isWaiting(Account account) {
        return account.credentialType == CredentialType.PASSWORD
                && (account.state == AccountState.SUSPENDED || account.state == AccountState.CREDENTIAL_REFUSED);
    }

    private static void refuseUnlessWaiting(Account account) {
        if (!isWaiting(account)) {
            throw Problems.of(
                    409,
                    "not-waiting",
                    "The account is " + account.state + " and has a credential of type " + account.credentialType
                            + ": it waits for no new password. A link is made only for an account with a password that is"
                            + " SUSPENDED or CREDENTIAL_REFUSED.");
        }
    }

    private void refuseTooMany(UUID accountId, Instant now) {
        long made = (Long) entities.createNativeQuery(
                        "select count(*) from credential_link where account_id = :account and issued_at > :day")
                .setParameter("account", accountId)
                .setParameter("day", now.minus(DAY))
                .getSingleResult();
        if (made >= MOST_A_DAY) {
            throw Problems.of(
                    429,
                    "too-many-links",
                    "Within a day " + made
                            + " links were made for this account. Call its owner, or give the account its"
                            + " new credential (PUT …/credential).");
        }
    }

    private void end(UUID accountId, Instant now) {
        entities.createNativeQuery(
                        "update credential_link set over_at = :now where account_id = :account and over_at is null")
                .setParameter("account", accountId)
                .setParameter("now", now)
                .executeUpdate();
    }

    private void forget(Instant now) {
        entities.createNativeQuery("delete from credential_link where issued_at < :day and expires_at < :now")
                .setParameter("day", now.minus(DAY))
                .setParameter("now", now)
                .executeUpdate();
    }

    /**
     * Looks a link up and counts the request.
     *
     * @param hash of its token
     * @return the link; empty when it is unknown, used or expired, or its account does not wait any more
     */
    Optional<Open> look(byte[] hash) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<Open> found = counted(hash);
            return found.filter(link -> fleet.findByIdOptional(link.account())
                    .filter(account -> account.credentialVersion == link.version() && isWaiting(account))
                    .isPresent());
        });
    }

    @SuppressWarnings("unchecked")
    private Optional<Open> counted(byte[] hash) {
        List<Tuple> rows = entities.createNativeQuery(
                        "update credential_link set requests = requests + 1 where" + OPEN
                                + " and requests < :most returning account_id, credential_version",
                        Tuple.class)
                .setParameter("hash", hash)
                .setParameter("now", fleet.now())
                .setParameter("most", MOST_REQUESTS)
                .getResultList();
        return rows.stream().findFirst().map(row -> new Open(row.get(0, UUID.class), row.get(1, Long.class)));
    }

    /** Takes one of the sign-ins that a link allows, in the caller's transaction; tells whether there was one. */
    boolean claim(byte[] hash) {
        return entities.createNativeQuery(
                                "update credential_link set tries = tries + 1 where" + OPEN + " and tries < :most")
                        .setParameter("hash", hash)
                        .setParameter("now", fleet.now())
                        .setParameter("most", MOST_TRIES)
                        .executeUpdate()
                == 1;
    }

    /** Gives a sign-in back that no server can hold against the account. */
    void giveBack(byte[] hash) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(
                                "update credential_link set tries = tries - 1 where token_hash = :hash")
                        .setParameter("hash", hash)
                        .executeUpdate());
    }

    /**
     * Takes note of a refusal.
     *
     * @param hash of the token
     * @return whether there is another try; otherwise the link has ended
     */
    boolean mayTryAgain(byte[] hash) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery(
                                        "update credential_link set over_at = :now where token_hash = :hash and tries >="
                                                + " :most")
                                .setParameter("now", fleet.now())
                                .setParameter("hash", hash)
                                .setParameter("most", MOST_TRIES)
                                .executeUpdate()
                        == 0);
    }

    /**
     * Uses a link up and gives its account the password that has just opened the mailbox.
     *
     * @param hash of the token
     * @param link the link
     * @param password the password, left open for the caller to close
     * @return the account's address; empty when the link was used or ended meanwhile
     */
    Optional<String> use(byte[] hash, Open link, Secret password) {
        return QuarkusTransaction.requiringNew()
                .call(() -> fleet.locked(link.account())
                        .filter(account -> account.credentialVersion == link.version() && isWaiting(account))
                        .filter(account -> spend(hash))
                        .map(account -> {
                            enrolment.replaceCredential(
                                    account, new Credential.Password(password), "the owner, by link");
                            account.openedVersion = account.credentialVersion;
                            return account.address;
                        }));
    }

    private boolean spend(byte[] hash) {
        return entities.createNativeQuery("update credential_link set over_at = :now where" + OPEN)
                        .setParameter("hash", hash)
                        .setParameter("now", fleet.now())
                        .executeUpdate()
                == 1;
    }
}
