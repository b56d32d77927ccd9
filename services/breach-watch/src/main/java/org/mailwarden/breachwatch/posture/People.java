// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.mailwarden.breachwatch.credential.AccountTouched;
import org.mailwarden.contracts.posture.UserPosture;

/** Keeps what auth told about people. Of several tellings about one person the newest stays. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class People {

    private final EntityManager entities;
    private final Event<AccountTouched> touches;

    People(EntityManager entities, Event<AccountTouched> touches) {
        this.entities = entities;
        this.touches = touches;
    }

    /**
     * Takes what was told.
     *
     * @param posture as received
     */
    void accept(UserPosture posture) {
        String username = posture.username().toLowerCase(Locale.ROOT);
        forget("user_id = :key and username <> :other", posture.userId(), username);
        int changed = entities.createNativeQuery("""
                        insert into user_posture (username, user_id, enabled, is_protected, second_factors,
                            password_changed_at, observed_at)
                        values (:username, :user, :enabled, :protected, :factors, cast(:passwordChangedAt as timestamptz),
                            :observedAt)
                        on conflict (username) do update set user_id = excluded.user_id, enabled = excluded.enabled,
                            is_protected = excluded.is_protected, second_factors = excluded.second_factors,
                            password_changed_at = excluded.password_changed_at, observed_at = excluded.observed_at
                        where user_posture.observed_at <= excluded.observed_at""")
                .setParameter("username", username)
                .setParameter("user", posture.userId())
                .setParameter("enabled", posture.enabled())
                .setParameter("protected", posture.protectedUser())
                .setParameter("factors", String.join(",", posture.secondFactors()))
                .setParameter("passwordChangedAt", posture.passwordChangedAt())
                .setParameter("observedAt", posture.observedAt())
                .executeUpdate();
        if (changed == 1) {
            touchAccountsOf(username);
        }
    }

    /**
     * Forgets a person who is no user any more.
     *
     * @param userId Keycloak user id; unknown ones are ignored
     */
    void remove(String userId) {
        forget("user_id = :key and username <> :other", userId, "");
    }

    @SuppressWarnings("unchecked")
    private void forget(String which, String key, String other) {
        List<String> usernames = entities.createNativeQuery(
                        "delete from user_posture where " + which + " returning username")
                .setParameter("key", key)
                .setParameter("other", other)
                .getResultList();
        usernames.forEach(this::touchAccountsOf);
    }

    @SuppressWarnings("unchecked")
    private void touchAccountsOf(String username) {
        List<UUID> accounts = entities.createNativeQuery(
                        "select account_id from account where lower(owner) = :username and removed_at is null")
                .setParameter("username", username)
                .getResultList();
        accounts.forEach(account -> touches.fire(new AccountTouched(account)));
    }
}
