// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.auth.clock.SteadyClock;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * Keeps a leaked password that was reset in the forms in which it can be presented again, and recognises it. Of the
 * password itself nothing is kept.
 */
@ApplicationScoped
public class RetiredPasswords {

    private static final SecretAccess BECAUSE = SecretAccess.because("recognise a retired password");
    private static final int SALT_BYTES = 16;
    /** Each is a slow hash: of a person with more retired passwords the newest of each account are looked at first. */
    private static final int MOST_COMPARED = 6;

    /** Resets that one hash of a mail server may belong to: accounts of one name whose passwords were the same. */
    private static final int MOST_OF_A_HASH = 20;

    private static final int MOST_OWNERS = 50_000;

    private final EntityManager entities;
    private final RetiredKeys keys;
    private final RetiredConfig config;
    private final Ledger ledger;
    private final SteadyClock steady;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    RetiredPasswords(
            EntityManager entities,
            RetiredKeys keys,
            RetiredConfig config,
            Ledger ledger,
            SteadyClock steady,
            Clock clock) {
        this.entities = entities;
        this.keys = keys;
        this.config = config;
        this.ledger = ledger;
        this.steady = steady;
        this.clock = clock;
    }

    /**
     * Keeps the forms of a password that was found to be refused. A repeat changes nothing.
     *
     * @param remediationId the reset that retired it
     * @param accountId the account that was reset
     * @param owner the person's name at Keycloak
     * @param address the account's mail address
     * @param password the password, left open for the caller to close
     */
    @Transactional
    public void keep(UUID remediationId, UUID accountId, String owner, String address, Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Instant now = clock.instant();
        int fresh = entities.createNativeQuery("""
                        insert into retired_password (remediation_id, account_id, owner, salt, sealed_hash, retired_at, expires_at)
                        values (:id, :account, :owner, :salt, :hash, :now, :until) on conflict do nothing""")
                .setParameter("id", remediationId)
                .setParameter("account", accountId)
                .setParameter("owner", owner.toLowerCase(Locale.ROOT))
                .setParameter("salt", salt)
                .setParameter("hash", keys.seal(slow(password, salt), remediationId))
                .setParameter("now", now)
                .setParameter("until", now.plus(config.keep()))
                .executeUpdate();
        if (fresh == 0) {
            return;
        }
        byte[] clear = password.revealUtf8(BECAUSE);
        try {
            for (String login : logins(owner, address)) {
                entities.createNativeQuery(
                                "insert into retired_login (remediation_id, login, tag) values (:id, :login, :tag)")
                        .setParameter("id", remediationId)
                        .setParameter("login", login)
                        .setParameter("tag", keys.tag(PolicyHash.of(keys.nonce(), login, clear)))
                        .executeUpdate();
            }
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
        ledger.record("auth", "retired-password.kept", remediationId.toString(), "", Map.of("owner", owner));
    }

    /**
     * Of whom a retired password is kept. Names that only a mail server may know them by are left out: such a one may be somebody
     * else's at Keycloak, whose mistyped passwords are nobody's business.
     *
     * @return names at Keycloak in lower case, those retired last first, at most 50,000
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public List<String> owners() {
        return entities.createNativeQuery("""
                        select owner from retired_password where expires_at > :now and owner is not null
                        group by owner order by max(retired_at) desc""")
                .setParameter("now", clock.instant())
                .setMaxResults(MOST_OWNERS)
                .getResultList();
    }

    /**
     * Looks for a hash that Dovecot sent.
     *
     * @param user the name as Dovecot has it
     * @param policyHash 64 hex digits
     * @return whether it is a retired password
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public Recognition byPolicyHash(String user, String policyHash) {
        List<Tuple> found = entities.createNativeQuery("""
                        select p.remediation_id, p.retired_at, p.account_id from retired_login l
                        join retired_password p on p.remediation_id = l.remediation_id
                        where l.login = :login and l.tag = :tag and p.expires_at > :now
                        order by p.retired_at desc""", Tuple.class)
                .setParameter("login", user.toLowerCase(Locale.ROOT))
                .setParameter("tag", keys.tag(policyHash.toLowerCase(Locale.ROOT)))
                .setParameter("now", clock.instant())
                .setMaxResults(MOST_OF_A_HASH)
                .getResultList();
        return recognition(found);
    }

    /**
     * Looks for a password that somebody typed at Keycloak.
     *
     * @param owner the person's name there
     * @param candidate the password, left open for the caller to close
     * @return whether it is a retired password
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public Recognition byPassword(String owner, Secret candidate) {
        List<Tuple> kept = entities.createNativeQuery("""
                        select remediation_id, retired_at, account_id, salt, sealed_hash from retired_password
                        where owner = :owner and expires_at > :now
                        order by row_number() over (partition by account_id order by retired_at desc), retired_at desc""", Tuple.class)
                .setParameter("owner", owner.toLowerCase(Locale.ROOT))
                .setParameter("now", clock.instant())
                .setMaxResults(MOST_COMPARED)
                .getResultList();
        return recognition(kept.stream().filter(row -> isKept(row, candidate)).toList());
    }

    private boolean isKept(Tuple row, Secret candidate) {
        byte[] right = keys.open(row.get(4, byte[].class), row.get(0, UUID.class));
        return SlowHash.same(right, slow(candidate, row.get(3, byte[].class)));
    }

    /** What rows of the forms that were presented say: remediation, time and account. */
    private static Recognition recognition(List<Tuple> same) {
        return same.stream()
                .max(Comparator.comparing(row -> row.get(1, Instant.class)))
                .<Recognition>map(last -> new Recognition.Retired(
                        last.get(0, UUID.class),
                        last.get(1, Instant.class),
                        same.stream()
                                .map(row -> row.get(2, UUID.class))
                                .filter(Objects::nonNull)
                                .distinct()
                                .toList()))
                .orElseGet(Recognition.Unknown::new);
    }

    /** Deletes every form whose time is over. */
    @Scheduled(every = "1h", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    @Transactional
    void forget() {
        if (steady.isDoubtful()) {
            return;
        }
        entities.createNativeQuery("delete from retired_password where expires_at <= :now")
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    /** Names under which a mail server may know the person: user name, whole address, and the part before the @. */
    private static Set<String> logins(String owner, String address) {
        Set<String> logins = new LinkedHashSet<>();
        logins.add(owner.toLowerCase(Locale.ROOT));
        logins.add(address.toLowerCase(Locale.ROOT));
        logins.add(address.substring(0, Math.max(0, address.indexOf('@'))).toLowerCase(Locale.ROOT));
        logins.remove("");
        return logins;
    }

    private static byte[] slow(Secret password, byte[] salt) {
        char[] clear = password.revealString(BECAUSE).toCharArray();
        try {
            return SlowHash.of(clear, salt);
        } finally {
            Arrays.fill(clear, '\0');
        }
    }
}
