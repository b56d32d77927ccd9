// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.mailwarden.fetcher.account.SessionObsolete;
import org.mailwarden.fetcher.session.MailConnection;

/** The connections that are open now, so that a change can end the one of its account. Safe for many threads. */
@ApplicationScoped
public class OpenConnections {

    private final Map<UUID, MailConnection> connections = new ConcurrentHashMap<>();

    void put(UUID account, MailConnection connection) {
        connections.put(account, connection);
    }

    void remove(UUID account) {
        connections.remove(account);
    }

    /** Ends the connection of an account, when there is one. */
    void end(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionObsolete obsolete) {
        MailConnection connection = connections.remove(obsolete.accountId());
        if (connection != null) {
            connection.cut();
        }
    }
}
