// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.search.SearchCondition;
import org.mailwarden.kit.web.Problems;

/** Writes and reads the ledger. No row, no change: it joins the transaction of the change. */
@ApplicationScoped
public class Ledger {

    private static final Logger LOG = Logger.getLogger(Ledger.class);
    private static final JsonMapper CANONICAL = JsonMapper.builder().build();

    /** Rows that are counted: with more, an answer would keep people waiting. */
    static final int MOST_COUNTED = 10_000;

    private static final int MOST_ACTIONS = 200;

    private final EntityManager entities;
    private final Clock clock;
    private final Pseudonyms pseudonyms;

    Ledger(EntityManager entities, Clock clock, LedgerKeys keys) {
        this.entities = entities;
        this.clock = clock;
        this.pseudonyms = keys.pseudonyms();
    }

    /**
     * Adds a row to the running transaction. People are kept as keyed hashes: the actor unless it is a service, an address
     * as the object, and what the payload names as {@code owner}, {@code username}, {@code person}, {@code requester},
     * {@code approver}, {@code address}, {@code email}, {@code recoveryAddress}; the same names are replaced in the reason.
     *
     * @param actor who: a service or a person's name
     * @param action what
     * @param object to what
     * @param reason why; may be empty
     * @param payload facts, never a secret
     * @throws jakarta.transaction.TransactionalException when no transaction runs
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 503 when it cannot be written; the transaction is then rolled
     *     back, so that the change does not happen either
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(String actor, String action, String object, String reason, Map<String, String> payload) {
        try {
            append(action, pseudonyms.hide(actor, object, reason, payload));
        } catch (PersistenceException cause) {
            LOG.errorf(cause, "The audit ledger cannot be written, so %s does not happen", action);
            throw Problems.of(
                    503,
                    "ledger-unavailable",
                    "The audit ledger cannot be written, so nothing was changed. Look at the log of auth and at the"
                            + " database, then try again.");
        }
    }

    /**
     * Adds a row about something that was refused: in a transaction of its own, because the one that was to do it ends
     * without effect.
     *
     * @param actor who asked
     * @param action what was asked for, for instance {@code remediation.approve.refused}
     * @param object to what
     * @param reason why it was refused
     * @param payload facts, never a secret
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void refused(String actor, String action, String object, String reason, Map<String, String> payload) {
        record(actor, action, object, reason, payload);
    }

    private void append(String action, Pseudonyms.Hidden row) {
        Tuple head = (Tuple)
                entities.createNativeQuery("select seq, hash from ledger_head where id = 1 for update", Tuple.class)
                        .getSingleResult();
        long seq = head.get(0, Long.class) + 1;
        String before = head.get(1, String.class);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String json = canonical(row.payload());
        String hash = LedgerChain.hash(before, seq, now, row.actor(), action, row.object(), row.reason(), json);
        entities.createNativeQuery("""
                        with head as (update ledger_head set seq = :seq, hash = :hash where id = 1)
                        insert into ledger (seq, ts, actor, action, object, reason, payload, prev_hash, hash)
                        values (:seq, :ts, :actor, :action, :object, :reason, :payload, :before, :hash)""")
                .setParameter("seq", seq)
                .setParameter("ts", now)
                .setParameter("actor", row.actor())
                .setParameter("action", action)
                .setParameter("object", row.object())
                .setParameter("reason", row.reason())
                .setParameter("payload", json)
                .setParameter("before", before)
                .setParameter("hash", hash)
                .executeUpdate();
        row.names()
                .forEach((pseudonym, name) -> entities.createNativeQuery("""
                        insert into ledger_name (pseudonym, name) values (:pseudonym, :name)
                        on conflict do nothing""")
                        .setParameter("pseudonym", pseudonym)
                        .setParameter("name", name)
                        .executeUpdate());
    }

    /**
     * Reads rows in order: by their number; between days by their time, which is another order where a clock was set back.
     *
     * @param filter which
     * @param order which way
     * @param after number of the row before the first of these; null to begin
     * @param limit most rows
     * @return the rows
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public List<LedgerEntry> after(LedgerFilter filter, LedgerOrder order, @Nullable Long after, int limit) {
        SearchCondition condition = condition(filter);
        // By its number the database would pass by every row of other days.
        boolean byTime = filter.from() != null || filter.before() != null;
        if (after != null) {
            condition.that(
                    byTime
                            ? "(ts, seq) " + order.behind + " (select ts, seq from ledger where seq = :after)"
                            : "seq " + order.behind + " :after",
                    "after",
                    after);
        }
        Query query = entities.createNativeQuery(
                        "select seq, ts, actor, action, object, reason, payload, prev_hash, hash from ledger where "
                                + condition.sql() + " order by " + (byTime ? "ts " + order.direction + ", " : "")
                                + "seq "
                                + order.direction,
                        Tuple.class)
                .setMaxResults(limit);
        condition.values().forEach(query::setParameter);
        List<Tuple> rows = query.getResultList();
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

    private SearchCondition condition(LedgerFilter filter) {
        SearchCondition condition = new SearchCondition("ledger")
                .anyOf("action", filter.actions())
                .between("ts", filter.from(), filter.before());
        if (filter.object() != null) {
            condition.that("ledger.object = :object", "object", filter.object());
        }
        if (filter.person() != null) {
            condition.that(
                    "ledger.seq in (select seq from ledger_mention where pseudonym = :person)",
                    "person",
                    pseudonyms.of(filter.person()));
        }
        return condition;
    }

    /**
     * How many rows there are.
     *
     * @param total rows that are meant, exactly when all are; otherwise at most 10,000
     * @param more whether there are more than that
     * @param action how many of each action, the commonest first; of the first 10,001 rows that were found, when there are more
     * @param actionAtLeast whether there are more: of each action, also of one with 0, there are then at least so many
     */
    public record Facets(long total, boolean more, Map<String, Long> action, boolean actionAtLeast) {}

    /**
     * Counts rows.
     *
     * @param filter which
     * @return the counts
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public Facets facets(LedgerFilter filter) {
        SearchCondition condition = condition(filter);
        Query query = entities.createNativeQuery(
                        "select action, count(*) from (select action from ledger where " + condition.sql()
                                + " limit :most) counted group by action order by count(*) desc, action",
                        Tuple.class)
                .setParameter("most", MOST_COUNTED + 1);
        condition.values().forEach(query::setParameter);
        List<Tuple> rows = query.getResultList();
        Map<String, Long> actions = new LinkedHashMap<>();
        rows.forEach(row -> actions.put(row.get(0, String.class), row.get(1, Long.class)));
        long counted = actions.values().stream().mapToLong(Long::longValue).sum();
        boolean atLeast = counted > MOST_COUNTED;
        if (atLeast) {
            everyAction().forEach(action -> actions.putIfAbsent(action, 0L));
        }
        if (filter.equals(LedgerFilter.ALL)) {
            // They are numbered without a gap.
            long all = (Long) entities.createNativeQuery("select seq from ledger_head where id = 1")
                    .getSingleResult();
            return new Facets(all, false, actions, atLeast);
        }
        return new Facets(Math.min(counted, MOST_COUNTED), atLeast, actions, atLeast);
    }

    /** From name to name along the index: there are few, and a great many rows of each. */
    @SuppressWarnings("unchecked")
    private List<String> everyAction() {
        return entities.createNativeQuery("""
                        with recursive known (action) as (
                            (select action from ledger order by action limit 1)
                            union all
                            select (select l.action from ledger l where l.action > known.action order by l.action limit 1)
                            from known where known.action is not null)
                        select action from known where action is not null limit :most""")
                .setParameter("most", MOST_ACTIONS)
                .getResultList();
    }

    /**
     * The names behind the pseudonyms of some rows, as far as they were not forgotten.
     *
     * @param rows the rows
     * @return pseudonym to name
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public Map<String, String> names(List<LedgerEntry> rows) {
        List<String> wanted = rows.stream().flatMap(Pseudonyms::in).distinct().toList();
        Map<String, String> names = new TreeMap<>();
        if (!wanted.isEmpty()) {
            List<Tuple> known = entities.createNativeQuery(
                            "select pseudonym, name from ledger_name where pseudonym in (:wanted)", Tuple.class)
                    .setParameter("wanted", wanted)
                    .getResultList();
            known.forEach(row -> names.put(row.get(0, String.class), row.get(1, String.class)));
        }
        return names;
    }

    /**
     * Forgets the name behind a pseudonym; whoever knows the name still finds its rows.
     *
     * @param person a name or an address
     */
    @Transactional
    public void forget(String person) {
        String pseudonym = pseudonyms.of(person);
        int known = entities.createNativeQuery("delete from ledger_name where pseudonym = :pseudonym")
                .setParameter("pseudonym", pseudonym)
                .executeUpdate();
        if (known > 0) {
            record("auth", "name.forgotten", pseudonym, "", Map.of());
        }
    }

    private static String canonical(Map<String, String> payload) {
        try {
            return CANONICAL.writeValueAsString(new TreeMap<>(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings is always JSON", e);
        }
    }
}
