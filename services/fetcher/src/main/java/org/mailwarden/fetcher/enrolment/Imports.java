// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.vault.ImportVault;

/** The imports in the database. A password stands here sealed, and only until its row is through. */
@ApplicationScoped
class Imports {

    private static final int BATCH = 500;

    private final EntityManager entities;
    private final ImportVault vault;
    private final ObjectMapper json;
    private final Fleet fleet;

    Imports(EntityManager entities, ImportVault vault, ObjectMapper json, Fleet fleet) {
        this.entities = entities;
        this.vault = vault;
        this.json = json;
        this.fleet = fleet;
    }

    /**
     * What a caller asks for.
     *
     * @param existing what happens to mailboxes that are enrolled already
     * @param by who asks
     * @param key the caller's name for this request; absent for none
     * @param mark recognises the request
     */
    record Order(Existing existing, String by, @Nullable String key, byte[] mark) {}

    /** How an order was taken. */
    sealed interface Taken {
        /** As this job, now or by the same order before. */
        record Accepted(ImportJob job) implements Taken {}

        /** Not: the key names another request. */
        record OtherRequest() implements Taken {}
    }

    /**
     * Writes an import down, to be done soon.
     *
     * @param rows every row that can be tried
     * @param failed rows that cannot
     * @param order what the caller asks for
     * @return the job
     */
    @Transactional
    public Taken submit(List<FleetRow> rows, List<RowResult> failed, Order order) {
        entities.createNativeQuery(
                        "delete from account_import where updated_at < :old and state in ('DONE', 'CANCELLED')")
                .setParameter("old", fleet.now().minus(java.time.Duration.ofDays(30)))
                .executeUpdate();
        UUID id = UUID.randomUUID();
        int inserted = entities.createNativeQuery("""
                        insert into account_import (id, state, existing, requested_by, idempotency_key, request_hash, total,
                                created_at, updated_at)
                        values (:id, 'QUEUED', :existing, :by, cast(:key as text), :mark, :total, :now, :now)
                        on conflict (idempotency_key) do nothing""")
                .setParameter("id", id)
                .setParameter("existing", order.existing().name())
                .setParameter("by", order.by())
                .setParameter("key", order.key())
                .setParameter("mark", order.mark())
                .setParameter("total", rows.size() + failed.size())
                .setParameter("now", fleet.now())
                .executeUpdate();
        if (inserted == 0) {
            return before(order);
        }
        store(id, rows, failed);
        return new Taken.Accepted(find(id).orElseThrow());
    }

    private Taken before(Order order) {
        Tuple row = (Tuple) entities.createNativeQuery(
                        "select id, request_hash from account_import where idempotency_key = :key", Tuple.class)
                .setParameter("key", order.key())
                .getSingleResult();
        return Arrays.equals(row.get(1, byte[].class), order.mark())
                ? new Taken.Accepted(find(row.get(0, UUID.class)).orElseThrow())
                : new Taken.OtherRequest();
    }

    private void store(UUID id, List<FleetRow> rows, List<RowResult> failed) {
        entities.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into account_import_row (import_id, line, address, settings, sealed, outcome, detail) values"
                            + " (?, ?, ?, ?, ?, ?, ?)")) {
                int waiting = 0;
                for (FleetRow row : rows) {
                    byte[] sealed = row.password() == null ? null : vault.seal(id, row.line(), row.password());
                    add(insert, id, row.line(), row.address(), text(row.settings()), sealed, null, null);
                    if (++waiting % BATCH == 0) {
                        insert.executeBatch();
                    }
                }
                for (RowResult row : failed) {
                    add(
                            insert,
                            id,
                            row.line(),
                            row.address(),
                            "{}",
                            null,
                            row.outcome().name(),
                            row.detail());
                }
                insert.executeBatch();
            }
        });
    }

    private static void add(
            PreparedStatement insert,
            UUID id,
            int line,
            String address,
            String settings,
            byte @Nullable [] sealed,
            @Nullable String outcome,
            @Nullable String detail)
            throws SQLException {
        insert.setObject(1, id);
        insert.setInt(2, line);
        insert.setString(3, address);
        insert.setString(4, settings);
        insert.setBytes(5, sealed);
        insert.setString(6, outcome);
        insert.setString(7, detail);
        insert.addBatch();
    }

    private String text(Map<String, String> settings) {
        try {
            return json.writeValueAsString(settings);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Texts can be written as JSON", impossible);
        }
    }

    /** The imports of the last 30 days, newest first. */
    @Transactional
    public List<ImportJob> list() {
        return ids().stream().flatMap(id -> find(id).stream()).toList();
    }

    @SuppressWarnings("unchecked")
    private List<UUID> ids() {
        return entities.createNativeQuery("select id from account_import order by created_at desc limit 50")
                .getResultList();
    }

    /** How an import stands; empty when there is none. */
    @Transactional
    @SuppressWarnings("unchecked")
    public Optional<ImportJob> find(UUID id) {
        List<Tuple> found = entities.createNativeQuery("""
                        select i.state, i.total, i.created_at, i.updated_at, i.started_at,
                               count(*) filter (where r.outcome = 'CREATED'), count(*) filter (where r.outcome = 'CHANGED'),
                               count(*) filter (where r.outcome = 'SKIPPED'), count(*) filter (where r.outcome = 'FAILED'),
                               count(*) filter (where r.outcome = 'CANCELLED')
                        from account_import i left join account_import_row r on r.import_id = i.id
                        where i.id = :id group by i.id""", Tuple.class)
                .setParameter("id", id)
                .getResultList();
        return found.stream()
                .findFirst()
                .map(row -> ImportJob.of(
                        id,
                        row.get(0, String.class),
                        row.get(1, Integer.class),
                        new ImportJob.Counts(
                                number(row, 5), number(row, 6), number(row, 7), number(row, 8), number(row, 9)),
                        row.get(4, Instant.class),
                        row.get(2, Instant.class),
                        row.get(3, Instant.class),
                        fleet.now()));
    }

    private static long number(Tuple row, int column) {
        return ((Number) row.get(column)).longValue();
    }

    /** What became of each row so far, in the order of the file. */
    @Transactional
    @SuppressWarnings("unchecked")
    public List<RowResult> results(UUID id) {
        List<Tuple> rows = entities.createNativeQuery(
                        "select line, address, outcome, detail from account_import_row where import_id = :id and outcome"
                                + " is not null order by line",
                        Tuple.class)
                .setParameter("id", id)
                .getResultList();
        return rows.stream()
                .map(row -> new RowResult(
                        row.get(0, Integer.class),
                        row.get(1, String.class),
                        RowOutcome.valueOf(row.get(2, String.class)),
                        Optional.ofNullable(row.get(3, String.class)).orElse("")))
                .toList();
    }

    /** Stops an import: what is through stays, the passwords of the rest are forgotten. */
    @Transactional
    public void cancel(UUID id) {
        int stopped = entities.createNativeQuery(
                        "update account_import set state = 'CANCELLED', updated_at = :now where id = :id and state in"
                                + " ('QUEUED', 'RUNNING')")
                .setParameter("id", id)
                .setParameter("now", fleet.now())
                .executeUpdate();
        if (stopped > 0) {
            entities.createNativeQuery(
                            "update account_import_row set outcome = 'CANCELLED', sealed = null, detail = 'The import was"
                                    + " stopped before this row.' where import_id = :id and outcome is null")
                    .setParameter("id", id)
                    .executeUpdate();
        }
    }
}
