// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes and reads the ledger. No row, no change: it joins the transaction of the change. */
@ApplicationScoped
public class Ledger {

    private static final int BATCH = 1000;
    private static final JsonMapper CANONICAL = JsonMapper.builder().build();

    private final EntityManager entities;
    private final Clock clock;

    Ledger(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Adds a row to the running transaction.
     *
     * @param actor who
     * @param action what
     * @param object to what
     * @param reason why; may be empty
     * @param payload facts, never a secret
     * @throws jakarta.transaction.TransactionalException when no transaction runs
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(String actor, String action, String object, String reason, Map<String, String> payload) {
        Tuple head = (Tuple)
                entities.createNativeQuery("select seq, hash from ledger_head where id = 1 for update", Tuple.class)
                        .getSingleResult();
        long seq = head.get(0, Long.class) + 1;
        String before = head.get(1, String.class);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String json = canonical(payload);
        String hash = LedgerChain.hash(before, seq, now, actor, action, object, reason, json);
        entities.createNativeQuery("""
                        insert into ledger (seq, ts, actor, action, object, reason, payload, prev_hash, hash)
                        values (:seq, :ts, :actor, :action, :object, :reason, :payload, :before, :hash)""")
                .setParameter("seq", seq)
                .setParameter("ts", now)
                .setParameter("actor", actor)
                .setParameter("action", action)
                .setParameter("object", object)
                .setParameter("reason", reason)
                .setParameter("payload", json)
                .setParameter("before", before)
                .setParameter("hash", hash)
                .executeUpdate();
        entities.createNativeQuery("update ledger_head set seq = :seq, hash = :hash where id = 1")
                .setParameter("seq", seq)
                .setParameter("hash", hash)
                .executeUpdate();
    }

    /**
     * Reads rows in order.
     *
     * @param after number of the row before the first
     * @param limit most rows
     * @return the rows
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public List<LedgerEntry> after(long after, int limit) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select seq, ts, actor, action, object, reason, payload, prev_hash, hash
                        from ledger where seq > :after order by seq""", Tuple.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
        return rows.stream()
                .map(row -> new LedgerEntry(
                        row.get(0, Long.class),
                        row.get(1, Instant.class),
                        row.get(2, String.class),
                        row.get(3, String.class),
                        row.get(4, String.class),
                        row.get(5, String.class),
                        row.get(6, String.class),
                        row.get(7, String.class),
                        row.get(8, String.class)))
                .toList();
    }

    /**
     * Checks every row against the chain, with the head held still meanwhile.
     *
     * @return the verdict
     */
    @Transactional
    public LedgerChain.Verdict verify() {
        Tuple head = (Tuple)
                entities.createNativeQuery("select seq, hash from ledger_head where id = 1 for update", Tuple.class)
                        .getSingleResult();
        LedgerChain chain = new LedgerChain();
        long after = 0;
        for (List<LedgerEntry> rows = after(after, BATCH); !rows.isEmpty(); rows = after(after, BATCH)) {
            if (chain.accept(rows) instanceof LedgerChain.Verdict.Tampered tampered) {
                return tampered;
            }
            after = rows.getLast().seq();
        }
        return chain.end(head.get(0, Long.class), head.get(1, String.class));
    }

    private static String canonical(Map<String, String> payload) {
        try {
            return CANONICAL.writeValueAsString(new TreeMap<>(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings is always JSON", e);
        }
    }
}
