// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.vault.CredentialVault;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * The tokens in the database, sealed. A row is also the turn to fetch: whoever locks it first takes the turn for a while,
 * so that one process alone presents a refresh token, and no connection is held while the endpoint is asked.
 */
@ApplicationScoped
class TokenRows {

    /** A token that ends while a sign-in is under way is no use. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /** Longer than asking an endpoint can take; a process that died in its turn loses it then. */
    private static final Duration TURN = TokenGateway.LIMIT.multipliedBy(3);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** What is wrong with a client's settings stays wrong for a while; asking on would only fill the endpoint's log. */
    private static final Duration SETTINGS_PAUSE = Duration.ofMinutes(5);

    private static final SecretAccess SEALING = SecretAccess.because("seal an access token");

    private final EntityManager entities;
    private final CredentialVault vault;
    private final ObjectMapper json;
    private final Clock clock;

    TokenRows(EntityManager entities, CredentialVault vault, ObjectMapper json, Clock clock) {
        this.entities = entities;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
    }

    /** What a look at the row says. */
    sealed interface Look {
        /** A token that is good for a while. */
        record Good(Secret accessToken) implements Look {}

        /** The turn to fetch one is yours, until {@link TokenRows#store}, {@link TokenRows#fail} or {@link TokenRows#pass}. */
        record YourTurn() implements Look {}

        /** Another one is fetching it. */
        record TheirTurn() implements Look {}

        /** The endpoint is not to be asked yet. */
        record NotYet(String sentence) implements Look {}
    }

    private record Sealed(@Nullable String token, String secret) {}

    /**
     * Looks, and takes the turn when a token is to be fetched.
     *
     * @param grant whose token
     * @param account the account it belongs to; absent for a client of many
     * @param secret what proves the right to it: a token that many share is no one's who does not know the client's secret
     * @return what to do
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Look look(String grant, @Nullable UUID account, String secret) {
        entities.createNativeQuery(
                        "insert into oauth_token (grant_key, account_id) values (:grant, cast(cast(:account as text) as"
                                + " uuid)) on conflict do nothing")
                .setParameter("grant", grant)
                .setParameter("account", account == null ? null : account.toString())
                .executeUpdate();
        Tuple row = (Tuple) entities.createNativeQuery(
                        "select sealed, expires_at, refreshing_until, not_before, problem from oauth_token where"
                                + " grant_key = :grant for update",
                        Tuple.class)
                .setParameter("grant", grant)
                .getSingleResult();
        Instant now = clock.instant();
        Sealed kept = unseal(grant, row.get(0, byte[].class));
        boolean ours = kept != null && same(kept.secret(), secret);
        String token = kept == null || !ours ? null : kept.token();
        if (token != null && isAfter(row.get(1, Instant.class), now.plus(MARGIN))) {
            return new Look.Good(Secret.of(token));
        }
        if (isAfter(row.get(2, Instant.class), now)) {
            return new Look.TheirTurn();
        }
        String problem = row.get(4, String.class);
        if (ours && problem != null && isAfter(row.get(3, Instant.class), now)) {
            return new Look.NotYet(problem);
        }
        update(grant, "refreshing_until = :at", now.plus(TURN));
        return new Look.YourTurn();
    }

    /** Keeps a token and gives the turn back. */
    @Transactional
    void store(String grant, String secret, Secret accessToken, Duration lifetime) {
        entities.createNativeQuery(
                        "update oauth_token set sealed = :sealed, expires_at = :expires, refreshing_until = null,"
                                + " failures = 0, not_before = null, problem = null where grant_key = :grant")
                .setParameter("sealed", seal(grant, new Sealed(accessToken.revealString(SEALING), secret)))
                .setParameter("expires", clock.instant().plus(lifetime))
                .setParameter("grant", grant)
                .executeUpdate();
    }

    /** Keeps that there is none, so that nobody asks again too soon, and gives the turn back. */
    @Transactional
    void fail(String grant, String secret, TokenAnswer.Unavailable failure) {
        Tuple row = (Tuple) entities.createNativeQuery(
                        "select sealed, failures from oauth_token where grant_key = :grant for update", Tuple.class)
                .setParameter("grant", grant)
                .getSingleResult();
        Sealed kept = unseal(grant, row.get(0, byte[].class));
        if (kept != null && !same(kept.secret(), secret)) {
            // One account with a wrong secret must not take the token from all others.
            pass(grant);
            return;
        }
        int failures = Math.min(row.get(1, Integer.class) + 1, 10);
        Duration pause = failure.settings() ? SETTINGS_PAUSE : SHORTEST_PAUSE.multipliedBy(1L << failures - 1);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        pause = pause.compareTo(failure.retryAfter()) < 0 ? failure.retryAfter() : pause;
        entities.createNativeQuery(
                        "update oauth_token set sealed = :sealed, expires_at = null, refreshing_until = null, failures"
                                + " = :failures, not_before = :after, problem = :problem where grant_key = :grant")
                .setParameter("sealed", seal(grant, new Sealed(null, secret)))
                .setParameter("failures", failures)
                .setParameter("after", clock.instant().plus(pause))
                .setParameter("problem", failure.sentence())
                .setParameter("grant", grant)
                .executeUpdate();
    }

    /** Gives the turn back. */
    @Transactional
    void pass(String grant) {
        entities.createNativeQuery("update oauth_token set refreshing_until = null where grant_key = :grant")
                .setParameter("grant", grant)
                .executeUpdate();
    }

    /** Forgets a token that a mail server refused: it may have been revoked before its time. */
    @Transactional
    void forget(String grant) {
        update(grant, "expires_at = :at", clock.instant());
    }

    private void update(String grant, String change, Instant at) {
        entities.createNativeQuery("update oauth_token set " + change + " where grant_key = :grant")
                .setParameter("at", at)
                .setParameter("grant", grant)
                .executeUpdate();
    }

    private byte[] seal(String grant, Sealed content) {
        try {
            byte[] clear = json.writeValueAsBytes(content);
            byte[] sealed = vault.seal(clear, "token|" + grant);
            Arrays.fill(clear, (byte) 0);
            return sealed;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A token cannot be written as JSON");
        }
    }

    private @Nullable Sealed unseal(String grant, byte @Nullable [] sealed) {
        if (sealed == null) {
            return null;
        }
        try {
            byte[] clear = vault.unseal(sealed, "token|" + grant);
            JsonNode node = json.readTree(clear);
            Arrays.fill(clear, (byte) 0);
            return new Sealed(
                    node.hasNonNull("token") ? node.get("token").asText() : null,
                    node.path("secret").asText());
        } catch (SealBroken | IOException unreadable) {
            // A token is not kept for its own sake: another one is fetched.
            return null;
        }
    }

    private static boolean same(String one, String other) {
        return Secret.of(one).equals(Secret.of(other));
    }

    private static boolean isAfter(@Nullable Instant instant, Instant other) {
        return instant != null && instant.isAfter(other);
    }
}
