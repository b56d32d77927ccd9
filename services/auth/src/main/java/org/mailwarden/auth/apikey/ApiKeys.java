// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.contracts.apikey.ApiKeyFormat;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;

/**
 * Makes, lists, revokes and judges keys. Each change and its row in the ledger are one transaction. Blocking; never in a
 * transaction; safe for many threads.
 */
@ApplicationScoped
public class ApiKeys {

    private static final SecretAccess COMPARED = SecretAccess.because("compare an API key with its hash");

    private final ApiKeyRows rows;
    private final ApiKeySettings settings;
    private final KeycloakGateway keycloak;
    private final Ledger ledger;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(ApiKeyRows rows, ApiKeySettings settings, KeycloakGateway keycloak, Ledger ledger, Clock clock) {
        this.rows = rows;
        this.settings = settings;
        this.keycloak = keycloak;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Who makes a key.
     *
     * @param id Keycloak user id
     * @param name Keycloak user name
     * @param roles what the person may do now
     */
    record Maker(String id, String name, Set<String> roles) {

        /** Copies the roles. */
        Maker {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * A new key.
     *
     * @param shown what is shown of it from now on
     * @param key the key, this once, for the caller to close
     */
    record Made(ApiKey shown, Secret key) {}

    /**
     * Makes one.
     *
     * @param maker whose it is
     * @param name what it is called
     * @param roles what it may do at most, one at least
     * @param lifespan after which it ends
     * @return the key
     */
    Made make(Maker maker, String name, Set<KeyRole> roles, Duration lifespan) {
        List<String> missing = KeyRole.names(roles).stream()
                .filter(role -> !maker.roles().contains(role))
                .toList();
        if (!missing.isEmpty()) {
            throw Problems.of(
                    403,
                    "role-not-yours",
                    "Nobody gives a key what they do not have: you lack " + String.join(", ", missing)
                            + ". Ask for a key without it, or an administrator for the role in Keycloak.");
        }
        String id = ApiKeyFormat.newId(random);
        String key = ApiKeyFormat.newKey(id, random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ApiKeyRow row = new ApiKeyRow(
                id,
                0,
                name,
                maker.id(),
                maker.name(),
                List.copyOf(roles),
                hash(key.getBytes(StandardCharsets.US_ASCII)),
                now,
                now.plus(lifespan),
                null,
                null,
                null);
        QuarkusTransaction.requiringNew().run(() -> add(row, now));
        return new Made(shown(row, now), Secret.of(key));
    }

    private void add(ApiKeyRow row, Instant now) {
        rows.lock(row.ownerId());
        List<ApiKeyRow> others = rows.unrevoked(row.ownerId());
        if (others.stream().anyMatch(other -> other.name().equalsIgnoreCase(row.name()))) {
            throw Problems.of(
                    409,
                    "api-key-name-taken",
                    "You have a key '" + row.name()
                            + "' already. A key is shown once: if it is lost, revoke it and make"
                            + " another, or take another name.");
        }
        if (others.stream()
                        .filter(other -> other.state(now) == ApiKeyState.ACTIVE)
                        .count()
                >= settings.perPerson()) {
            throw Problems.of(
                    409,
                    "api-keys-full",
                    "You have " + settings.perPerson()
                            + " keys, which is the most. Revoke one that is not used any more.");
        }
        rows.add(row);
        ledger.record(
                row.owner(),
                "api-key.made",
                row.id(),
                "",
                Map.of(
                        "name",
                        row.name(),
                        "roles",
                        String.join(" ", KeyRole.names(row.roles())),
                        "expires",
                        row.expiresAt().toString()));
    }

    /**
     * Lists keys, newest first.
     *
     * @param ownerId whose; absent for everybody's
     * @param after cursor of the page before
     * @param limit most rows
     * @return the page
     */
    Page<ApiKey> list(@Nullable String ownerId, @Nullable Long after, int limit) {
        Instant now = clock.instant();
        Page<ApiKeyRow> page = Page.of(
                QuarkusTransaction.requiringNew().call(() -> rows.list(ownerId, after, limit + 1)),
                limit,
                row -> Long.toString(row.position()));
        return new Page<>(page.items().stream().map(row -> shown(row, now)).toList(), page.next());
    }

    /**
     * Ends a key. May be repeated.
     *
     * @param id the key
     * @param ownerId whose it has to be; absent for whoever may end everybody's
     * @param actor who ends it
     * @return the key as it is now
     */
    ApiKey revoke(String id, @Nullable String ownerId, String actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return QuarkusTransaction.requiringNew().call(() -> {
            ApiKeyRow row = rows.find(id)
                    .filter(found -> ownerId == null || found.ownerId().equals(ownerId))
                    .orElseThrow(() -> Problems.notFound("api-key", id));
            if (rows.revoke(id, now, actor)) {
                ledger.record(actor, "api-key.revoked", id, "", Map.of("name", row.name(), "owner", row.owner()));
            }
            return shown(rows.find(id).orElseThrow(), now);
        });
    }

    /**
     * Judges a key that somebody shows, and notes that it was used.
     *
     * @param shown the key, left open for the caller to close
     * @return what comes of it
     */
    KeyJudgement judge(Secret shown) {
        Instant now = clock.instant();
        Optional<ApiKeyRow> known = known(shown);
        if (known.isEmpty()) {
            return KeyJudgement.unknown();
        }
        ApiKeyRow key = known.get();
        boolean ended = QuarkusTransaction.requiringNew().call(() -> rows.endedSince(key.owner(), key.createdAt()));
        KeyJudgement judgement = KeyJudgement.ofKey(key, ended, now);
        if (judgement instanceof KeyJudgement.Good good) {
            judgement = KeyJudgement.withOwner(good, keycloak.rightsOf(key.ownerId()));
        }
        if (judgement instanceof KeyJudgement.Good) {
            QuarkusTransaction.requiringNew().run(() -> rows.used(key.id(), now));
        }
        return judgement;
    }

    private Optional<ApiKeyRow> known(Secret shown) {
        byte[] key = shown.revealUtf8(COMPARED);
        try {
            byte[] hash = hash(key);
            return ApiKeyFormat.idOf(new String(key, StandardCharsets.UTF_8))
                    .flatMap(id -> QuarkusTransaction.requiringNew().call(() -> rows.find(id)))
                    // In constant time.
                    .filter(row -> MessageDigest.isEqual(row.hash(), hash));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static ApiKey shown(ApiKeyRow row, Instant now) {
        return new ApiKey(
                row.id(),
                row.name(),
                row.owner(),
                KeyRole.names(row.roles()),
                row.state(now),
                row.createdAt(),
                row.expiresAt(),
                row.lastUsedAt(),
                row.revokedAt(),
                row.revokedBy());
    }

    private static byte[] hash(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
