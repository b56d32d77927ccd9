// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailwarden.auth.mailserver.MailServers.Mailbox;

/** What was done at mail servers: after a crash it is known which connections were to be ended. */
@ApplicationScoped
class MailDoorRows {

    private final EntityManager entities;
    private final Clock clock;

    MailDoorRows(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** The cache was emptied, and these connections are about to be ended. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void emptied(UUID remediation, Mailbox mailbox, Set<String> open) {
        entities.createNativeQuery("""
                        insert into mail_door (remediation_id, server, mail_user, emptied_at, connections)
                        values (:id, :server, :user, :now, :open)
                        on conflict (remediation_id, server, mail_user)
                          do update set emptied_at = excluded.emptied_at, connections = excluded.connections""")
                .setParameter("id", remediation)
                .setParameter("server", mailbox.server())
                .setParameter("user", mailbox.user())
                .setParameter("now", clock.instant())
                .setParameter("open", String.join(" ", new TreeSet<>(open)))
                .executeUpdate();
    }

    /**
     * Finds the connections that were to be ended.
     *
     * @param since when the remediation was started; what an earlier run did does not count
     * @return empty when the cache was not emptied since
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Optional<Set<String>> ended(UUID remediation, Mailbox mailbox, Instant since) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = entities.createNativeQuery("""
                        select connections from mail_door
                        where remediation_id = :id and server = :server and mail_user = :user and emptied_at >= :since""", Tuple.class)
                .setParameter("id", remediation)
                .setParameter("server", mailbox.server())
                .setParameter("user", mailbox.user())
                .setParameter("since", since)
                .getResultList();
        return rows.stream()
                .findFirst()
                .map(row -> Stream.of(row.get(0, String.class).split(" "))
                        .filter(connection -> !connection.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
