// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.supervise.SignInBudget.HostUse;

/** What is known of each mail server, in rows that all fetchers share. Every method wants a transaction. */
@ApplicationScoped
public class MailHosts {

    private static final Logger LOG = Logger.getLogger(MailHosts.class);

    /** Outcomes that a server may hold against the account or the caller. */
    static final String REFUSED = "('BAD_CREDENTIALS', 'REJECTED_UNSPECIFIED', 'EXPIRED', 'BLOCKED')";

    /** A sign-in {@code s} that counts as refused: an end that was never written down does too. */
    static final String COUNTED = "(s.outcome is null or s.outcome in " + REFUSED + ")";

    private final EntityManager entities;
    private final Fleet fleet;
    private final FetcherConfig config;

    MailHosts(EntityManager entities, Fleet fleet, FetcherConfig config) {
        this.entities = entities;
        this.fleet = fleet;
        this.config = config;
    }

    /**
     * A mail server.
     *
     * @param host its name
     * @param incidentSince since when it refuses many accounts; absent when it does not
     * @param refusedAccounts how many when the incident began
     * @param nextProbeAt when the next account may try
     * @param probeAccount the account that may try now
     */
    record Standing(
            String host,
            @Nullable Instant incidentSince,
            int refusedAccounts,
            @Nullable Instant nextProbeAt,
            @Nullable UUID probeAccount) {

        boolean isProbe(UUID account) {
            return incidentSince != null && account.equals(probeAccount);
        }

        String sentence() {
            return HostHealth.sentence(host, refusedAccounts);
        }
    }

    /** The server of an account, without touching the account's row. */
    @Transactional(TxType.MANDATORY)
    Optional<String> of(UUID account) {
        return tuples(entities.createNativeQuery("select host from account where id = :account", Tuple.class)
                        .setParameter("account", account))
                .stream()
                .findFirst()
                .map(row -> row.get(0, String.class));
    }

    /**
     * Reads a server and keeps others from changing it until the transaction ends. Servers are locked before accounts, never
     * after, so that no two transactions wait for each other.
     */
    @Transactional(TxType.MANDATORY)
    Standing locked(String host) {
        entities.createNativeQuery("insert into mail_host (host) values (:host) on conflict do nothing")
                .setParameter("host", host)
                .executeUpdate();
        return read(host, " for update").orElseThrow();
    }

    /** Whether a server has an incident, without waiting for anybody. */
    @Transactional(TxType.MANDATORY)
    boolean hasIncident(String host) {
        return read(host, "")
                .filter(standing -> standing.incidentSince() != null)
                .isPresent();
    }

    private Optional<Standing> read(String host, String lock) {
        return tuples(entities.createNativeQuery(
                                "select incident_since, refused_accounts, next_probe_at, probe_account from mail_host where"
                                        + " host = :host" + lock,
                                Tuple.class)
                        .setParameter("host", host))
                .stream()
                .findFirst()
                .map(row -> new Standing(
                        host,
                        row.get(0, Instant.class),
                        row.get(1, Integer.class),
                        row.get(2, Instant.class),
                        row.get(3, UUID.class)));
    }

    /** What was used up of a server. */
    @Transactional(TxType.MANDATORY)
    HostUse use(String host, boolean probe) {
        Instant now = fleet.now();
        Instant window = now.minus(config.hosts().refusalsWithin());
        // A sign-in without an end is under way as long as its fetcher has the lease; after that it may have been
        // refused,
        // which is most improbable for a password that has worked.
        Tuple row = (Tuple) entities.createNativeQuery("""
                        with lately as (
                            select s.started_at, s.outcome,
                                s.outcome is null and exists (select 1 from session_lease l
                                    where l.account_id = s.account_id and l.until > clock_timestamp()) as under_way,
                                exists (select 1 from account a
                                    where a.id = s.account_id and a.opened_version = s.credential_version and s.purpose = 'POLL') as proven
                            from sign_in_attempt s where s.host = :host and s.started_at > :window),
                        refused as (
                            select started_at from lately
                            where outcome in %s or (outcome is null and not under_way and not proven))
                        select
                            (select count(*) from lately where under_way),
                            (select max(started_at) from sign_in_attempt where host = :host),
                            (select count(*) from refused), (select min(started_at) from refused)""".formatted(REFUSED), Tuple.class)
                .setParameter("host", host)
                .setParameter("window", window)
                .getSingleResult();
        return new HostUse(
                host,
                row.get(0, Long.class).intValue(),
                since(row.get(1, Instant.class), now),
                row.get(2, Long.class).intValue(),
                Duration.between(
                        window, Optional.ofNullable(row.get(3, Instant.class)).orElse(now)),
                probe);
    }

    private static Duration since(@Nullable Instant then, Instant now) {
        return then == null ? Duration.ofDays(1) : Duration.between(then, now);
    }

    /** The one try an incident allows for now has begun. */
    @Transactional(TxType.MANDATORY)
    void probing(String host) {
        entities.createNativeQuery("update mail_host set probe_account = null where host = :host")
                .setParameter("host", host)
                .executeUpdate();
    }

    /**
     * Looks whether refusals amount to an incident of the server, after one of them was written down.
     *
     * @param standing the server, locked, without an incident so far
     * @return the server as it stands now
     */
    @Transactional(TxType.MANDATORY)
    Standing judge(Standing standing) {
        // A retired password that is refused for a proof, or a new one that its owner mistypes, says nothing about the
        // server.
        // A credential refused again after the server was seen to be well says nothing about the server.
        Tuple counts = (Tuple) entities.createNativeQuery("""
                        select
                            (select count(distinct account_id) from sign_in_attempt s
                                where host = :host and started_at > :since and outcome in %s and not voided and not excused
                                and purpose = 'POLL'
                                and not exists (select 1 from sign_in_attempt e where e.account_id = s.account_id
                                    and e.credential_version = s.credential_version and e.excused)),
                            (select count(*) from account
                                where host = :host and state in ('NEW', 'ACTIVE', 'UNREACHABLE', 'CREDENTIAL_REFUSED'))""".formatted(REFUSED), Tuple.class)
                .setParameter("host", standing.host())
                .setParameter("since", fleet.now().minus(config.hosts().incidentWithin()))
                .getSingleResult();
        int refused = counts.get(0, Long.class).intValue();
        HostHealth health =
                new HostHealth(config.hosts().incidentAccounts(), config.hosts().incidentShare());
        if (!health.isIncident(refused, counts.get(1, Long.class).intValue())) {
            return standing;
        }
        Instant now = fleet.now();
        entities.createNativeQuery("update mail_host set incident_since = :now, refused_accounts = :refused,"
                        + " next_probe_at = :now, probe_account = null where host = :host")
                .setParameter("now", now)
                .setParameter("refused", refused)
                .setParameter("host", standing.host())
                .executeUpdate();
        LOG.warn(HostHealth.sentence(standing.host(), refused));
        return new Standing(standing.host(), now, refused, now, null);
    }

    /**
     * Ends an incident: what the server refused in it no longer counts against passwords that have worked before.
     *
     * @param standing the server, locked
     * @param well whether it was seen to let an account in
     */
    @Transactional(TxType.MANDATORY)
    void end(Standing standing, boolean well) {
        entities.createNativeQuery(
                        "update mail_host set incident_since = null, refused_accounts = 0, next_probe_at = null,"
                                + " probe_account = null where host = :host")
                .setParameter("host", standing.host())
                .executeUpdate();
        if (well && standing.incidentSince() != null) {
            entities.createNativeQuery(
                            "update sign_in_attempt set excused = true where host = :host and started_at > :since"
                                    + " and not voided and (outcome in " + REFUSED + " or outcome is null)")
                    .setParameter("host", standing.host())
                    .setParameter(
                            "since",
                            standing.incidentSince().minus(config.hosts().incidentWithin()))
                    .executeUpdate();
            LOG.infof("The server %s lets accounts in again", standing.host());
        }
    }

    @SuppressWarnings("unchecked")
    static List<Tuple> tuples(jakarta.persistence.Query query) {
        return query.getResultList();
    }
}
