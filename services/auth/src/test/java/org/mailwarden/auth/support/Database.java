// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;

/**
 * The service's database, as its owner sees it.
 *
 * @param entities the service's own way to it
 */
public record Database(EntityManager entities) {

    /** Runs a statement in a transaction of its own. */
    public void run(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(statement).executeUpdate());
    }

    /** Runs a query that counts. */
    public long count(String query) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (Long) entities.createNativeQuery(query, Long.class).getSingleResult());
    }

    /** Runs a query for one text. */
    public String text(String query) {
        return QuarkusTransaction.requiringNew().call(() ->
                (String) entities.createNativeQuery(query, String.class).getSingleResult());
    }
}
