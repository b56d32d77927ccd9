// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.oauth;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.oauth.TokenRows.Look;
import org.mailwarden.fetcher.vault.Credential;
import org.mailwarden.fetcher.vault.Credential.TokenClient;
import org.mailwarden.fetcher.vault.CredentialVault;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * Access tokens, from the database while they are good and else from their endpoint; for each grant one fetch at a time,
 * over all processes. Safe for many threads; blocks, and suits virtual threads.
 */
@ApplicationScoped
public class Tokens {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = TokenGateway.LIMIT.plusSeconds(5);

    private final TokenRows rows;
    private final TokenGateway gateway;
    private final CredentialVault vault;

    Tokens(TokenRows rows, TokenGateway gateway, CredentialVault vault) {
        this.rows = rows;
        this.gateway = gateway;
        this.vault = vault;
    }

    /**
     * Gets the token of an account that a person gave a refresh token for.
     *
     * @param account the account
     * @param version the version of its credential
     * @return the token, or why there is none
     */
    public TokenOutcome ofAccount(UUID account, long version) {
        String grant = "account|" + account + "|" + version;
        return get(grant, account, "", () -> refresh(grant, account, version));
    }

    /**
     * Gets the token of a client, which all accounts of that client share.
     *
     * @param client the client
     * @return the token, or why there is none
     */
    public TokenOutcome ofClient(TokenClient client) {
        String grant = "client|" + sha256(client.tokenUrl() + "\n" + client.clientId() + "\n" + client.scope());
        String secret = client.clientSecret() == null
                ? ""
                : client.clientSecret().revealString(SecretAccess.because("prove the right to a client's token"));
        return get(grant, null, secret, () -> keep(grant, secret, gateway.clientCredentials(client)));
    }

    /**
     * Lets the next sign-in have another token than the one that a mail server refused.
     *
     * @param grant whose token it was
     */
    public void forget(String grant) {
        rows.forget(grant);
    }

    private TokenOutcome get(String grant, @Nullable UUID account, String secret, Supplier<TokenOutcome> fetch) {
        for (Duration waited = Duration.ZERO; waited.compareTo(LONGEST_WAIT) < 0; waited = waited.plus(LOOK_AGAIN)) {
            switch (rows.look(grant, account, secret)) {
                case Look.Good(Secret token) -> {
                    return new TokenOutcome.Token(grant, token);
                }
                case Look.NotYet(String sentence) -> {
                    return new TokenOutcome.Later(sentence);
                }
                case Look.YourTurn() -> {
                    return fetch.get();
                }
                case Look.TheirTurn() -> LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
        return new TokenOutcome.Later("The access token is being fetched elsewhere; it is waited for.");
    }

    private TokenOutcome refresh(String grant, UUID account, long version) {
        Optional<Credential.RefreshGrant> credential = open(account, version);
        if (credential.isEmpty()) {
            return changed(grant);
        }
        try (Credential.RefreshGrant first = credential.get()) {
            TokenAnswer answer = exchange(account, version, first);
            if (answer instanceof TokenAnswer.Dead) {
                // Another process may have exchanged the refresh token while we had the older one in hand.
                Optional<Credential.RefreshGrant> again = open(account, version);
                if (again.isEmpty()) {
                    return changed(grant);
                }
                try (Credential.RefreshGrant second = again.get()) {
                    if (!second.refreshToken().equals(first.refreshToken())) {
                        answer = exchange(account, version, second);
                    }
                }
            }
            return keep(grant, "", answer);
        }
    }

    private Optional<Credential.RefreshGrant> open(UUID account, long version) {
        return vault.open(account, version, "get an access token")
                .filter(Credential.RefreshGrant.class::isInstance)
                .map(Credential.RefreshGrant.class::cast);
    }

    private TokenAnswer exchange(UUID account, long version, Credential.RefreshGrant credential) {
        TokenAnswer answer = gateway.refresh(credential.client(), credential.refreshToken());
        if (answer instanceof TokenAnswer.Granted granted) {
            // Before the access token is used: the old refresh token is dead from now on, and we may be too.
            granted.refreshToken().ifPresent(rotated -> {
                try (rotated) {
                    vault.replace(account, version, new Credential.RefreshGrant(credential.client(), rotated));
                }
            });
        }
        return answer;
    }

    private TokenOutcome changed(String grant) {
        rows.pass(grant);
        return new TokenOutcome.Later("The credential has just been changed; it is looked at again.");
    }

    private TokenOutcome keep(String grant, String secret, TokenAnswer answer) {
        return switch (answer) {
            case TokenAnswer.Granted granted -> {
                rows.store(grant, secret, granted.accessToken(), granted.lifetime());
                yield new TokenOutcome.Token(grant, granted.accessToken());
            }
            case TokenAnswer.Dead(String sentence) -> {
                rows.pass(grant);
                yield new TokenOutcome.Held(sentence);
            }
            case TokenAnswer.Unavailable unavailable -> {
                rows.fail(grant, secret, unavailable);
                yield new TokenOutcome.Later(unavailable.sentence());
            }
        };
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
