// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.judging.Judged;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginAnswer;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginObservation;
import org.mailwarden.contracts.login.LoginSource;

/**
 * Reads the sign-ins of the history that are judged, from its beginning, page by page, each in a transaction of its own. Safe for
 * many threads.
 */
@ApplicationScoped
@Transactional
public class KeptLogins {

    private final EntityManager entities;

    KeptLogins(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Counts sign-ins.
     *
     * @param to the time that is no longer meant
     * @param accounts only theirs; empty for all
     */
    public long count(Instant to, List<UUID> accounts) {
        return ((Number) meant(
                                entities.createNativeQuery(
                                        "select count(*) from login where occurred_at < :to" + condition(accounts)),
                                to,
                                accounts)
                        .getSingleResult())
                .longValue();
    }

    /**
     * Reads a page, in the order in which the sign-ins happened.
     *
     * @param after the last one of the page before; absent for the first page
     * @param to the time that is no longer meant
     * @param accounts only theirs; empty for all
     * @param most rows on the page
     * @return empty after the last one
     */
    @SuppressWarnings("unchecked")
    public List<KeptLogin> page(@Nullable KeptLogin after, Instant to, List<UUID> accounts, int most) {
        Query query = entities.createNativeQuery(
                """
                        select login_id, account_id, username, source, reporter, protocol, host, port, host(remote_address) as remote,
                          mechanism, session_id, client, secured, tls_protocol, failure, detail, password_tag, retired, answer,
                          answer_reason, occurred_at, kept_at
                        from login where occurred_at < :to""" + condition(accounts)
                        + (after == null ? "" : " and (occurred_at, login_id) > (:at, :id)")
                        + " order by occurred_at, login_id limit :most",
                Tuple.class);
        if (after != null) {
            query.setParameter("at", after.login().occurredAt())
                    .setParameter("id", after.login().loginId());
        }
        List<Tuple> rows = meant(query, to, accounts).setParameter("most", most).getResultList();
        return rows.stream().map(KeptLogins::kept).toList();
    }

    private static String condition(List<UUID> accounts) {
        return " and " + Judged.CONDITION
                + (accounts.isEmpty() ? "" : " and account_id = any(cast(:accounts as uuid[]))");
    }

    private static Query meant(Query query, Instant to, List<UUID> accounts) {
        query.setParameter("to", to);
        return accounts.isEmpty() ? query : query.setParameter("accounts", accounts.toArray(UUID[]::new));
    }

    private static KeptLogin kept(Tuple row) {
        String failure = row.get("failure", String.class);
        String answer = row.get("answer", String.class);
        String reporter = row.get("reporter", String.class);
        return new KeptLogin(
                new Login(
                        row.get("login_id", UUID.class),
                        row.get("account_id", UUID.class),
                        row.get("username", String.class),
                        LoginSource.valueOf(row.get("source", String.class)),
                        row.get("protocol", String.class),
                        row.get("host", String.class),
                        row.get("port", Integer.class),
                        row.get("remote", String.class),
                        row.get("mechanism", String.class),
                        null,
                        failure == null ? null : LoginFailure.valueOf(failure),
                        row.get("detail", String.class),
                        null,
                        row.get("occurred_at", Instant.class),
                        new LoginObservation(
                                reporter == null ? "" : reporter,
                                row.get("session_id", String.class),
                                row.get("client", String.class),
                                row.get("secured", Boolean.class),
                                row.get("tls_protocol", String.class),
                                row.get("password_tag", String.class),
                                row.get("retired", Boolean.class),
                                answer == null ? null : LoginAnswer.valueOf(answer),
                                row.get("answer_reason", String.class))),
                row.get("kept_at", Instant.class));
    }
}
