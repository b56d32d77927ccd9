// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.mailwarden.kit.web.Problems;

/** Verifies and exports the running service's ledger. Call it outside a transaction. */
@ApplicationScoped
public class LedgerAudit {

    private static final Logger LOG = Logger.getLogger(LedgerAudit.class);

    private final AgroalDataSource database;
    private final LedgerConfig config;
    private final LedgerKeys keys;
    private final Semaphore one = new Semaphore(1);

    LedgerAudit(AgroalDataSource database, LedgerConfig config, LedgerKeys keys) {
        this.database = database;
        this.config = config;
        this.keys = keys;
    }

    /**
     * Verifies every row against the chain, the checkpoints and the head.
     *
     * @return the verdict
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 409 when another run has not ended yet, 503 when the database
     *     cannot be read
     */
    LedgerVerification.Verdict verify() {
        if (!one.tryAcquire()) {
            throw Problems.of(
                    409, "verification-running", "The ledger is being verified already. Ask again in a moment.");
        }
        try {
            return verifyAlone();
        } catch (SQLException | LedgerRows.Unreadable | UncheckedIOException cause) {
            LOG.error("The ledger could not be verified", cause);
            throw Problems.of(
                    503,
                    "ledger-unavailable",
                    "The ledger or its checkpoints could not be read. Look at the log of auth, then ask again.");
        } finally {
            one.release();
        }
    }

    private LedgerVerification.Verdict verifyAlone() throws SQLException {
        CheckpointFolder folder = new CheckpointFolder(config.checkpoints());
        long newest = folder.newest();
        try (LedgerRows rows = new LedgerRows(database.getConnection())) {
            return LedgerVerification.ofDatabase(rows, folder, newest, keys.check(), done -> {});
        }
    }

    /**
     * Writes every row as NDJSON.
     *
     * @param out takes the lines; left open
     * @throws IOException when it takes no more, or the database fails meanwhile
     */
    void export(OutputStream out) throws IOException {
        Writer lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try (LedgerRows rows = new LedgerRows(database.getConnection())) {
            LedgerExport.write(rows.after(0), lines);
            lines.flush();
        } catch (SQLException | LedgerRows.Unreadable cause) {
            throw new IOException("The ledger could not be read to its end", cause);
        }
    }
}
