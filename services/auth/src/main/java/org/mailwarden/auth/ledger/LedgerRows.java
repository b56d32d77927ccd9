// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Reads the whole ledger of a database as it is at one moment, without holding up who writes it. Needs no more than the
 * right to read. For one thread.
 */
final class LedgerRows implements AutoCloseable {

    private static final int AT_ONCE = 2000;

    private final Connection connection;

    /** Owns the connection from now on; it must take part in no transaction. */
    LedgerRows(Connection connection) throws SQLException {
        this.connection = connection;
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
            }
        } catch (SQLException cause) {
            connection.close();
            throw cause;
        }
    }

    LedgerHead head() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select seq, hash, checkpoint from ledger_head where id = 1")) {
            // Without the row the head is at the beginning, which the rows then contradict.
            return row.next()
                    ? new LedgerHead(row.getLong(1), row.getString(2), row.getLong(3))
                    : new LedgerHead(0, LedgerChain.GENESIS, 0);
        }
    }

    /** Rows behind this one, in order, a few at a time. */
    Iterator<LedgerEntry> after(long seq) throws SQLException {
        Statement statement = connection.createStatement();
        statement.setFetchSize(AT_ONCE);
        return new Rows(statement.executeQuery("select seq, ts, actor, action, object, reason, payload, prev_hash, hash"
                + " from ledger where seq > " + seq + " order by seq"));
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** The database failed while rows were read. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(SQLException cause) {
            super("The ledger could not be read", cause);
        }
    }

    private static final class Rows implements Iterator<LedgerEntry> {

        private final ResultSet rows;
        private boolean ready;

        Rows(ResultSet rows) throws SQLException {
            this.rows = rows;
            this.ready = rows.next();
        }

        @Override
        public boolean hasNext() {
            return ready;
        }

        @Override
        public LedgerEntry next() {
            if (!ready) {
                throw new NoSuchElementException();
            }
            try {
                LedgerEntry entry = new LedgerEntry(
                        rows.getLong(1),
                        rows.getObject(2, OffsetDateTime.class).toInstant(),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getString(7),
                        rows.getString(8),
                        rows.getString(9));
                ready = rows.next();
                return entry;
            } catch (SQLException cause) {
                throw new Unreadable(cause);
            }
        }
    }
}
