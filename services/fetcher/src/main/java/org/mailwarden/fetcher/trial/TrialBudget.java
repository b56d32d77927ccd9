// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.trial;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.fetcher.vault.Recogniser;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * Keeps trials from locking anybody out: a refused password is tried twice, a name with refused passwords three times, in
 * any 15 minutes. Each try is written down before it is made; one whose end is unknown counts as refused.
 */
@ApplicationScoped
public class TrialBudget {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int MOST_SAME_PASSWORD = 2;
    private static final int MOST_SAME_NAME = 3;

    private final EntityManager entities;
    private final Recogniser recogniser;
    private final Clock clock;

    TrialBudget(EntityManager entities, Recogniser recogniser, Clock clock) {
        this.entities = entities;
        this.recogniser = recogniser;
        this.clock = clock;
    }

    /** Whether a sign-in may be tried. */
    sealed interface Permit {
        /** It may, once. */
        record Granted(UUID id) implements Permit {}

        /** It may not, before this time has passed. */
        record Spent(Duration retryAfter) implements Permit {}
    }

    /** Asks for one sign-in, and writes it down. */
    @Transactional
    Permit ask(String username, Secret secret) {
        byte[] name = recogniser.mark(bytes(username));
        byte[] signIn = mark(username, secret);
        // Two trials of one name at once would each see the other's absence.
        entities.createNativeQuery("select 1 from (select pg_advisory_xact_lock(:lock)) locked")
                .setParameter(
                        "lock",
                        ByteBuffer.wrap(name, name.length - Long.BYTES, Long.BYTES)
                                .getLong())
                .getSingleResult();
        Instant now = clock.instant();
        entities.createNativeQuery("delete from connection_trial where started_at < :old")
                .setParameter("old", now.minus(WINDOW))
                .executeUpdate();
        Instant free =
                latest(freeAt("sign_in_hash", signIn, MOST_SAME_PASSWORD), freeAt("name_hash", name, MOST_SAME_NAME));
        if (free != null) {
            return new Permit.Spent(Duration.between(now, free));
        }
        UUID id = UUID.randomUUID();
        entities.createNativeQuery("insert into connection_trial (id, sign_in_hash, name_hash, started_at) values (:id,"
                        + " :signIn, :name, :now)")
                .setParameter("id", id)
                .setParameter("signIn", signIn)
                .setParameter("name", name)
                .setParameter("now", now)
                .executeUpdate();
        return new Permit.Granted(id);
    }

    /** Writes down how it went; only a refusal counts against the next. */
    @Transactional
    void went(Permit.Granted permit, @Nullable LoginFailure failure) {
        entities.createNativeQuery("update connection_trial set outcome = :outcome where id = :id")
                .setParameter("outcome", failure == null ? "OPENED" : failure.name())
                .setParameter("id", permit.id())
                .executeUpdate();
    }

    /** When the oldest of too many refusals leaves the window; absent when there are not too many. */
    private @Nullable Instant freeAt(String column, byte[] hash, int most) {
        @SuppressWarnings("unchecked")
        java.util.List<Instant> starts = entities.createNativeQuery(
                        "select started_at from connection_trial where " + column
                                + " = :hash and (outcome is null or outcome"
                                + " in ('BAD_CREDENTIALS', 'REJECTED_UNSPECIFIED')) order by started_at desc")
                .setParameter("hash", hash)
                .setMaxResults(most)
                .getResultList();
        return starts.size() < most ? null : starts.getLast().plus(WINDOW);
    }

    private static @Nullable Instant latest(@Nullable Instant a, @Nullable Instant b) {
        return a == null ? b : b == null || a.isAfter(b) ? a : b;
    }

    private static byte[] bytes(String username) {
        return username.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] mark(String username, Secret secret) {
        byte[] clear = secret.revealUtf8(SecretAccess.because("recognise a password that was refused"));
        byte[] name = bytes(username);
        byte[] both = Arrays.copyOf(name, name.length + 1 + clear.length);
        System.arraycopy(clear, 0, both, name.length + 1, clear.length);
        try {
            return recogniser.mark(both);
        } finally {
            Arrays.fill(clear, (byte) 0);
            Arrays.fill(both, (byte) 0);
        }
    }
}
