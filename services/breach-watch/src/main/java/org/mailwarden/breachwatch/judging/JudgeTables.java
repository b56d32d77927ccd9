// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.signin.FleetHistory;
import org.mailwarden.breachwatch.signin.Story;

/**
 * Keeps what a judge remembers, many rows with one statement. Every method works in the caller's transaction, which the
 * database turns back as a whole.
 */
@ApplicationScoped
class JudgeTables {

    private static final Logger LOG = Logger.getLogger(JudgeTables.class);

    /** Attempts may be told of so late; a story that ended longer ago does not go on. */
    private static final Duration LATE = Duration.ofDays(7);

    private final DataSource database;
    private final ObjectMapper json;
    private final Clock clock;

    JudgeTables(DataSource database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** Waits until no other judge is at work, and keeps others waiting until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    long lock() {
        return query("select change from sign_in_judge for update", statement -> {}, rows -> {
            if (!rows.next()) {
                throw new SQLException("The row of sign_in_judge is missing. Insert it with default values.");
            }
            return rows.getLong(1);
        });
    }

    /** Counts the change, for other judges to see. */
    @Transactional(Transactional.TxType.MANDATORY)
    void changed(long change) {
        update("update sign_in_judge set change = ?", statement -> statement.setLong(1, change));
    }

    /** How far the topic was judged. */
    @Transactional(Transactional.TxType.MANDATORY)
    Positions positions() {
        return query("select partition_number, next_offset, newest from sign_in_position", statement -> {}, rows -> {
            Positions positions = new Positions();
            while (rows.next()) {
                positions.set(
                        rows.getInt(1),
                        new Positions.Position(
                                rows.getLong(2),
                                rows.getObject(3, OffsetDateTime.class).toInstant()));
            }
            return positions;
        });
    }

    /** Keeps how far the topic was judged. */
    @Transactional(Transactional.TxType.MANDATORY)
    void keep(Positions positions) {
        List<Map.Entry<Integer, Positions.Position>> all =
                List.copyOf(positions.all().entrySet());
        update("""
                        insert into sign_in_position (partition_number, next_offset, newest)
                        select * from unnest(?, ?, ?) on conflict (partition_number) do update
                          set next_offset = excluded.next_offset, newest = excluded.newest""", statement -> {
            setArray(statement, 1, "integer", all, Map.Entry::getKey);
            setArray(statement, 2, "bigint", all, one -> one.getValue().next());
            setArray(
                    statement,
                    3,
                    "timestamptz",
                    all,
                    one -> one.getValue().newest().toString());
        });
    }

    private static <T> void setArray(
            PreparedStatement statement, int at, String type, List<T> rows, Function<T, Object> part)
            throws SQLException {
        statement.setArray(
                at,
                statement
                        .getConnection()
                        .createArrayOf(type, rows.stream().map(part).toArray()));
    }

    /** What is remembered of accounts; those of which nothing is are missing. */
    @Transactional(Transactional.TxType.MANDATORY)
    Map<UUID, byte[]> histories(List<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : query(
                        "select account_id, history from sign_in_account where account_id = any(?)",
                        statement ->
                                statement.setArray(1, statement.getConnection().createArrayOf("uuid", ids.toArray())),
                        rows -> {
                            Map<UUID, byte[]> histories = new HashMap<>();
                            while (rows.next()) {
                                histories.put(rows.getObject(1, UUID.class), rows.getBytes(2));
                            }
                            return histories;
                        });
    }

    /** Keeps what is remembered of accounts. */
    @Transactional(Transactional.TxType.MANDATORY)
    void keep(Map<UUID, byte[]> histories) {
        if (histories.isEmpty()) {
            return;
        }
        update("""
                        insert into sign_in_account (account_id, history) select * from unnest(?, ?)
                        on conflict (account_id) do update set history = excluded.history""", statement -> {
            Connection connection = statement.getConnection();
            statement.setArray(
                    1, connection.createArrayOf("uuid", histories.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("bytea", histories.values().toArray(byte[][]::new)));
        });
    }

    /** Gives a fleet's history what was kept after a change. A damaged piece is told in the log and learnt anew. */
    @Transactional(Transactional.TxType.MANDATORY)
    void piecesSince(long change, FleetHistory fleet) {
        query(
                "select kind, key, tally from sign_in_common where change > ? order by change",
                statement -> statement.setLong(1, change),
                rows -> {
                    while (rows.next()) {
                        try {
                            fleet.restore(new FleetHistory.Piece(rows.getShort(1), rows.getLong(2), rows.getBytes(3)));
                        } catch (IOException damaged) {
                            LOG.warnf(
                                    "What was remembered of the fleet is lost in part (%d, %d): %s",
                                    rows.getShort(1), rows.getLong(2), damaged.getMessage());
                        }
                    }
                    return true;
                });
    }

    /** Keeps what changed of the fleet. */
    @Transactional(Transactional.TxType.MANDATORY)
    void keepPieces(List<FleetHistory.Piece> pieces, long change) {
        List<FleetHistory.Piece> kept =
                pieces.stream().filter(piece -> piece.written() != null).toList();
        if (!kept.isEmpty()) {
            update("""
                            insert into sign_in_common (kind, key, tally, change)
                            select kind, key, tally, ? from unnest(?, ?, ?) as piece (kind, key, tally)
                            on conflict (kind, key) do update set tally = excluded.tally, change = excluded.change""", statement -> {
                statement.setLong(1, change);
                setKeys(statement, 2, kept);
                statement.setArray(
                        4,
                        statement
                                .getConnection()
                                .createArrayOf(
                                        "bytea",
                                        kept.stream()
                                                .map(FleetHistory.Piece::written)
                                                .toArray(byte[][]::new)));
            });
        }
        List<FleetHistory.Piece> forgotten =
                pieces.stream().filter(piece -> piece.written() == null).toList();
        if (!forgotten.isEmpty()) {
            update("""
                            delete from sign_in_common using unnest(?, ?) as piece (kind, key)
                            where sign_in_common.kind = piece.kind and sign_in_common.key = piece.key""", statement -> setKeys(statement, 1, forgotten));
        }
    }

    private static void setKeys(PreparedStatement statement, int at, List<FleetHistory.Piece> pieces)
            throws SQLException {
        setArray(statement, at, "smallint", pieces, piece -> (short) piece.kind());
        setArray(statement, at + 1, "bigint", pieces, FleetHistory.Piece::key);
    }

    /**
     * Stories that were kept after a change and may go on, the one told of longest ago first; of too many those told of last.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Story> storiesSince(long change, Instant now, int most) {
        return query(
                """
                        select natural_key, story from (
                            select natural_key, story, change, ends_at from sign_in_story
                            where change > ? and ends_at > ? order by change desc, ends_at desc limit ?) as newest
                        order by change, ends_at""",
                statement -> {
                    statement.setLong(1, change);
                    statement.setObject(2, now.minus(LATE).atOffset(ZoneOffset.UTC));
                    statement.setInt(3, most);
                },
                rows -> {
                    List<Story> stories = new ArrayList<>();
                    while (rows.next()) {
                        try {
                            stories.add(json.readValue(rows.getString(2), Story.class));
                        } catch (JsonProcessingException damaged) {
                            LOG.warnf("The story %s cannot be read; it does not go on", rows.getString(1));
                        }
                    }
                    return stories;
                });
    }

    /** Keeps stories. */
    @Transactional(Transactional.TxType.MANDATORY)
    void keepStories(Collection<Story> stories, long change) {
        if (stories.isEmpty()) {
            return;
        }
        update("""
                        insert into sign_in_story (natural_key, story, ends_at, change)
                        select natural_key, story, ends_at, ? from unnest(?, ?, ?) as told (natural_key, story, ends_at)
                        on conflict (natural_key) do update
                          set story = excluded.story, ends_at = excluded.ends_at, change = excluded.change""", statement -> {
            List<Story> all = List.copyOf(stories);
            statement.setLong(1, change);
            setArray(statement, 2, "text", all, Story::naturalKey);
            setArray(statement, 3, "text", all, this::written);
            setArray(
                    statement,
                    4,
                    "timestamptz",
                    all,
                    story -> story.last().plus(story.pause()).toString());
        });
    }

    private String written(Story story) {
        try {
            return json.writeValueAsString(story);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A story cannot be written", e);
        }
    }

    /** Deletes stories that have ended, and what is remembered of accounts that are gone. */
    @Scheduled(
            every = "${mailwarden.breach-watch.logins.forget-every:1h}",
            delayed = "2m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void forget() {
        QuarkusTransaction.requiringNew().run(() -> {
            update(
                    "delete from sign_in_story where ends_at < ?",
                    statement ->
                            statement.setObject(1, clock.instant().minus(LATE).atOffset(ZoneOffset.UTC)));
            update(
                    "delete from sign_in_account s using account a where a.account_id = s.account_id"
                            + " and a.removed_at is not null",
                    statement -> {});
        });
    }

    @FunctionalInterface
    private interface Filling {
        void fill(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private <T> T query(String sql, Filling filling, Reading<T> reading) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            filling.fill(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return reading.read(rows);
            }
        } catch (SQLException e) {
            throw new JudgeTablesFailed(e);
        }
    }

    private void update(String sql, Filling filling) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            filling.fill(statement);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new JudgeTablesFailed(e);
        }
    }

    /** The database did not do it. */
    static final class JudgeTablesFailed extends RuntimeException {

        private static final long serialVersionUID = 1;

        private JudgeTablesFailed(SQLException cause) {
            super("What is remembered of sign-ins cannot be read or written now", cause);
        }
    }
}
