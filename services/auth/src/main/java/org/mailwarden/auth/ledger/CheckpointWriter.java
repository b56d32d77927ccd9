// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Signs what the ledger is by now. It never signs rows that do not follow what was signed before. */
@ApplicationScoped
public class CheckpointWriter {

    private static final Logger LOG = Logger.getLogger(CheckpointWriter.class);

    private final AgroalDataSource database;
    private final LedgerConfig config;
    private final LedgerKeys keys;
    private final Clock clock;
    private final CheckpointFolder folder;

    CheckpointWriter(AgroalDataSource database, LedgerConfig config, LedgerKeys keys, Clock clock) {
        this.database = database;
        this.config = config;
        this.keys = keys;
        this.clock = clock;
        this.folder = new CheckpointFolder(config.checkpoints());
    }

    void tellKey(@Observes StartupEvent start) {
        LOG.infof(
                "The ledger's checkpoints in %s are signed with the key %s. Keep a copy of it outside this machine.",
                config.checkpoints().toAbsolutePath(), keys.publicKey());
    }

    /** Signs when it is time to. */
    @Scheduled(
            every = "${mailwarden.auth.ledger.look-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        sign(false);
    }

    /**
     * Signs what is new.
     *
     * @param now true not to wait for more rows
     * @return whether there is a new checkpoint
     */
    boolean sign(boolean now) {
        try (LedgerRows rows = new LedgerRows(database.getConnection())) {
            LedgerHead head = rows.head();
            Optional<CheckpointFolder.Kept> last = folder.last();
            Optional<Checkpoint> before = last.flatMap(kept -> Optional.ofNullable(kept.checkpoint()));
            long number = before.map(Checkpoint::number).orElse(0L);
            long seq = before.map(Checkpoint::seq).orElse(0L);
            if (head.seq() == seq || (!now && !due(head.seq() - seq, before))) {
                return false;
            }
            if (last.isPresent() && before.filter(keys.check()::holds).isEmpty()) {
                return refuse("The newest checkpoint " + last.get().file() + " is not what was signed.");
            }
            if (number < head.checkpoint()) {
                return refuse("Checkpoints " + (number + 1) + " to " + head.checkpoint() + " are gone from "
                        + config.checkpoints() + ".");
            }
            String hash = before.map(Checkpoint::hash).orElse(LedgerChain.GENESIS);
            LedgerChain chain = new LedgerChain(seq, hash);
            for (Iterator<LedgerEntry> fresh = rows.after(seq); fresh.hasNext(); ) {
                Optional<LedgerChain.Verdict.Tampered> broken = chain.accept(fresh.next());
                if (broken.isPresent()) {
                    return refuse(broken.get().why() + ".");
                }
            }
            if (chain.end(head.seq(), head.hash()) instanceof LedgerChain.Verdict.Tampered found) {
                return refuse(found.why() + ".");
            }
            Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            String previous = before.map(Checkpoint::digest).orElse(LedgerChain.GENESIS);
            return keep(keys.sign(new Checkpoint(number + 1, chain.seq(), chain.hash(), at, previous, "")));
        } catch (SQLException | LedgerRows.Unreadable | IOException | UncheckedIOException cause) {
            LOG.error("No checkpoint of the ledger could be signed; it is tried again", cause);
            return false;
        }
    }

    private boolean due(long rows, Optional<Checkpoint> before) {
        return rows >= config.checkpointRows()
                || before.map(Checkpoint::at)
                        .filter(at -> clock.instant().isBefore(at.plus(config.checkpointEvery()))
                                // A clock that was set back must not stop the sealing.
                                && !clock.instant().isBefore(at))
                        .isEmpty();
    }

    private boolean refuse(String why) {
        LOG.errorf(
                "The ledger is not signed any more: %s Somebody may have changed it. Run './mailwarden audit verify' and"
                        + " compare with a backup.",
                why);
        return false;
    }

    private boolean keep(Checkpoint checkpoint) throws IOException, SQLException {
        if (!folder.keep(checkpoint)) {
            return false;
        }
        // The file first: a number in the database without its file would read as a loss.
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update ledger_head set checkpoint = greatest(checkpoint, ?) where id = 1")) {
            update.setLong(1, checkpoint.number());
            update.executeUpdate();
        }
        return true;
    }
}
