// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/** The service's database, as a thief or an operator sees it. */
@ApplicationScoped
public class Tables {

    private final EntityManager entities;

    Tables(EntityManager entities) {
        this.entities = entities;
    }

    /** Every row of every table, as text. */
    @SuppressWarnings("unchecked")
    public String dump() {
        return QuarkusTransaction.requiringNew().call(() -> {
            StringBuilder text = new StringBuilder();
            for (String table : (List<String>) entities.createNativeQuery(
                            "select table_name from information_schema.tables where table_schema = 'public'"
                                    + " order by table_name",
                            String.class)
                    .getResultList()) {
                ((List<String>) entities.createNativeQuery(
                                        "select cast(t as text) from \"" + table + "\" t", String.class)
                                .getResultList())
                        .forEach(row ->
                                text.append(table).append(' ').append(row).append('\n'));
            }
            return text.toString();
        });
    }

    /** How many rows of a table belong to an account. */
    public long count(String table, UUID accountId) {
        return QuarkusTransaction.requiringNew().call(() -> (Long)
                entities.createNativeQuery("select count(*) from " + table + " where account_id = :id", Long.class)
                        .setParameter("id", accountId)
                        .getSingleResult());
    }

    /** The one text that a query gives. */
    public String text(String sql) {
        return QuarkusTransaction.requiringNew().call(() ->
                (String) entities.createNativeQuery(sql, String.class).getSingleResult());
    }

    /** The one number that a query gives. */
    public long number(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(sql).getSingleResult()).longValue());
    }

    /** Runs something while whoever reads a table has to wait. */
    public void whileLocked(String table, Runnable task) {
        QuarkusTransaction.requiringNew().run(() -> {
            entities.createNativeQuery("lock table " + table + " in access exclusive mode")
                    .executeUpdate();
            task.run();
        });
    }

    /** Changes rows. */
    public int change(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery(sql).executeUpdate());
    }
}
