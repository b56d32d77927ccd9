// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.supervise.MailHosts.Standing;

/**
 * Servers that refuse many accounts at once: nobody is suspended for it, one account tries from time to time, and all come
 * back by themselves once it is let in. Every method wants a transaction.
 */
@ApplicationScoped
public class HostIncidents {

    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

    private final EntityManager entities;
    private final Fleet fleet;
    private final MailHosts hosts;
    private final FetcherConfig config;

    HostIncidents(EntityManager entities, Fleet fleet, MailHosts hosts, FetcherConfig config) {
        this.entities = entities;
        this.fleet = fleet;
        this.hosts = hosts;
        this.config = config;
    }

    /**
     * Follows up on a refusal that was written down.
     *
     * @param standing the account's server, locked
     * @return the server, when it has an incident
     */
    @Transactional(TxType.MANDATORY)
    Optional<Standing> afterRefusal(Standing standing) {
        Standing now = standing.incidentSince() == null ? hosts.judge(standing) : standing;
        if (now.incidentSince() == null) {
            return Optional.empty();
        }
        if (standing.incidentSince() == null) {
            takeBack(now);
        }
        return Optional.of(now);
    }

    /** Accounts given up for refusals that turn out to be the server's fault are not given up after all. */
    private void takeBack(Standing standing) {
        for (Account account :
                refusedSince(standing.host(), fleet.now().minus(config.hosts().incidentWithin()))) {
            if (account.state == AccountState.CREDENTIAL_REFUSED) {
                fleet.enter(account, AccountState.UNREACHABLE, standing.sentence());
            }
        }
    }

    /**
     * Follows up on a sign-in that went well.
     *
     * @param host the account's server
     * @param startedAt when the sign-in began
     */
    @Transactional(TxType.MANDATORY)
    void afterSuccess(String host, Instant startedAt) {
        if (!hosts.hasIncident(host)) {
            return;
        }
        Standing standing = hosts.locked(host);
        if (standing.incidentSince() == null || startedAt.isBefore(standing.incidentSince())) {
            return;
        }
        Instant since = standing.incidentSince().minus(config.hosts().incidentWithin());
        hosts.end(standing, true);
        for (Account account : refusedSince(host, since)) {
            if (account.state == AccountState.CREDENTIAL_REFUSED && account.isProven()) {
                fleet.enter(account, AccountState.UNREACHABLE, standing.sentence());
            }
            if (account.isPolled()) {
                account.failures = Math.max(1, account.failures);
                account.nextPollAt = next(account);
            }
        }
    }

    /** Not before the pause that follows a refusal, and not all at once. */
    private Instant next(Account account) {
        Instant last = (Instant) entities.createNativeQuery(
                        "select coalesce(max(started_at), :now) from sign_in_attempt s where account_id = :account and "
                                + MailHosts.COUNTED)
                .setParameter("now", fleet.now().minus(config.retryRefusedAfter()))
                .setParameter("account", account.id)
                .getSingleResult();
        Instant earliest = last.plus(config.retryRefusedAfter());
        Instant from = earliest.isAfter(fleet.now()) ? earliest : fleet.now();
        return from.plus(Duration.ofNanos(
                RANDOM.nextLong(Math.max(1, config.pollInterval().toNanos()))));
    }

    private List<Account> refusedSince(String host, Instant since) {
        List<UUID> refused = MailHosts.tuples(entities.createNativeQuery(
                                "select distinct account_id from sign_in_attempt s where host = :host and started_at > :since"
                                        + " and " + MailHosts.COUNTED,
                                Tuple.class)
                        .setParameter("host", host)
                        .setParameter("since", since))
                .stream()
                .map(row -> row.get(0, UUID.class))
                .toList();
        return refused.isEmpty()
                ? List.of()
                : fleet.find("host = ?1 and id in ?2 order by id", host, refused)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .list();
    }

    /**
     * Chooses the accounts that try next, one for each server whose turn it is.
     */
    @Transactional(TxType.MANDATORY)
    void probe() {
        List<Tuple> due = MailHosts.tuples(entities.createNativeQuery(
                        "select host, incident_since from mail_host where incident_since is not null and next_probe_at <="
                                + " :now order by host for update skip locked",
                        Tuple.class)
                .setParameter("now", fleet.now()));
        for (Tuple row : due) {
            probe(row.get(0, String.class), row.get(1, Instant.class));
        }
    }

    private void probe(String host, Instant since) {
        Optional<UUID> chosen = candidate(host);
        // Written down before the try, so that a crash does not repeat it.
        entities.createNativeQuery(
                        "update mail_host set probe_account = cast(:account as uuid), next_probe_at = :next where host = :host")
                .setParameter("account", chosen.map(UUID::toString).orElse(null))
                .setParameter("next", fleet.now().plus(config.hosts().probeEvery()))
                .setParameter("host", host)
                .executeUpdate();
        chosen.ifPresent(account -> entities.createNativeQuery(
                        "update account set next_poll_at = :now where id = :account and next_poll_at > :now")
                .setParameter("now", fleet.now())
                .setParameter("account", account)
                .executeUpdate());
        if (chosen.isEmpty() && !hasProven(host)) {
            // Nobody is left who could show that it is well: what each account was told stands.
            hosts.end(new Standing(host, since, 0, null, null), false);
        }
    }

    /** Passwords that have worked first, those refused least before others; none beyond what locks an account. */
    private Optional<UUID> candidate(String host) {
        return MailHosts.tuples(entities.createNativeQuery("""
                        select id from (
                            select a.id, a.last_read_at, coalesce(a.opened_version = a.credential_version, false) as proven,
                                (select count(*) from sign_in_attempt s where s.account_id = a.id and not s.voided
                                    and s.credential_version = a.credential_version and s.purpose = 'POLL' and %1$s) as refusals,
                                (select count(*) from sign_in_attempt s where s.account_id = a.id and not s.voided
                                    and s.started_at > :day and %1$s) as today
                            from account a where a.host = :host and a.state in ('NEW', 'ACTIVE', 'UNREACHABLE')) c
                        where (proven or refusals < :most) and today < :mostToday
                        order by (refusals > 0 and not proven), refusals, proven desc, last_read_at desc nulls last, id
                        limit 1""".formatted(MailHosts.COUNTED), Tuple.class)
                        .setParameter("host", host)
                        .setParameter("day", fleet.now().minus(Duration.ofDays(1)))
                        .setParameter("most", SignInBudget.MOST_REFUSALS)
                        .setParameter("mostToday", config.refusalsPerDay()))
                .stream()
                .findFirst()
                .map(row -> row.get(0, UUID.class));
    }

    private boolean hasProven(String host) {
        return fleet.count("host = ?1 and openedVersion = credentialVersion", host) > 0;
    }
}
