// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds every row against the chain, the signed checkpoints and the head. Where rows and checkpoints come
 * from is the caller's. For one run by one thread.
 */
public final class LedgerVerification {

    /** Clocks of services differ a little; more than this backwards is worth telling. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    private static final int MOST_REMARKS = 20;
    private static final long PROGRESS_EVERY = 100_000;

    private final Iterator<CheckpointFolder.Kept> files;
    private final CheckpointChain checkpoints;
    private final LedgerChain chain = new LedgerChain();
    private final List<String> remarks = new ArrayList<>();
    private @Nullable Checkpoint due;
    private @Nullable Instant before;
    private long covered;

    /**
     * Takes what the rows are held against.
     *
     * @param files checkpoints in the order of their numbers
     * @param signatures knows the ledger's public key
     */
    LedgerVerification(Iterator<CheckpointFolder.Kept> files, CheckpointChain.SignatureCheck signatures) {
        this.files = files;
        this.checkpoints = new CheckpointChain(signatures);
    }

    /**
     * Verifies a database as it is at the moment of the reading.
     *
     * @param rows the reading
     * @param folder the checkpoints
     * @param newest number of the newest checkpoint before the reading began: what a later one covers is not in it
     * @param signatures knows the ledger's public key
     * @param progress hears the number of rows done
     * @return the verdict
     * @throws SQLException when the database cannot be read
     */
    static Verdict ofDatabase(
            LedgerRows rows,
            CheckpointFolder folder,
            long newest,
            CheckpointChain.SignatureCheck signatures,
            LongConsumer progress)
            throws SQLException {
        LedgerHead head = rows.head();
        return new LedgerVerification(folder.upTo(Math.max(newest, head.checkpoint())), signatures)
                .verify(rows.after(0), head, progress);
    }

    /** How it turned out. */
    public sealed interface Verdict {

        /**
         * Every row is as it was written.
         *
         * @param rows how many there are
         * @param covered number of the last row that a checkpoint covers; those after it could be cut off unseen
         * @param remarks what a person may want to know all the same
         */
        record Whole(long rows, long covered, List<String> remarks) implements Verdict {}

        /**
         * Somebody changed the ledger or its checkpoints.
         *
         * @param seq the first row at which it shows
         * @param what plain sentence
         */
        record Tampered(long seq, String what) implements Verdict {}

        /**
         * What is there agrees, but something is missing, so nobody can tell.
         *
         * @param rows rows that agree with one another
         * @param missing plain sentences: what is missing, and what to do
         */
        record Incomplete(long rows, String missing) implements Verdict {}
    }

    /**
     * Verifies.
     *
     * @param rows all rows, in the order of their numbers
     * @param head the end as the database has it; null for an export, which has none
     * @param progress hears the number of rows done, now and then
     * @return the verdict
     */
    public Verdict verify(Iterator<LedgerEntry> rows, @Nullable LedgerHead head, LongConsumer progress) {
        Optional<Verdict> fault = pull();
        while (fault.isEmpty() && rows.hasNext()) {
            fault = accept(rows.next());
            if (chain.seq() % PROGRESS_EVERY == 0) {
                progress.accept(chain.seq());
            }
        }
        return fault.orElseGet(() -> end(head));
    }

    private Optional<Verdict> accept(LedgerEntry row) {
        Optional<LedgerChain.Verdict.Tampered> broken = chain.accept(row);
        if (broken.isPresent()) {
            return broken.map(found -> new Verdict.Tampered(found.seq(), found.why()));
        }
        clock(row);
        Checkpoint expected = due;
        if (expected == null || expected.seq() != row.seq()) {
            return Optional.empty();
        }
        if (!expected.hash().equals(row.hash())) {
            return Optional.of(new Verdict.Tampered(
                    covered + 1,
                    "Rows " + (covered + 1) + " to " + row.seq() + " agree with one another, but not with checkpoint "
                            + expected.number() + " signed at " + expected.at()
                            + ": at least one of them was changed, and the chain was written anew behind it"));
        }
        covered = row.seq();
        return pull();
    }

    private void clock(LedgerEntry row) {
        Instant earlier = before;
        before = row.ts();
        if (earlier != null && row.ts().isBefore(earlier.minus(CLOCK_TOLERANCE)) && remarks.size() < MOST_REMARKS) {
            remarks.add("Row " + row.seq() + " is dated "
                    + Duration.between(row.ts(), earlier).toSeconds()
                    + " s before the row in front of it: the clock was set back when it was written");
        }
    }

    /** The next checkpoint that is right, or what is wrong with it. */
    private Optional<Verdict> pull() {
        if (!files.hasNext()) {
            due = null;
            return Optional.empty();
        }
        CheckpointFolder.Kept kept = files.next();
        due = kept.checkpoint();
        Optional<String> fault = due == null
                ? Optional.of("The file " + kept.file() + " is no checkpoint: it was changed after it was written")
                : checkpoints.accept(due);
        return fault.map(what -> new Verdict.Tampered(covered + 1, what));
    }

    private Verdict end(@Nullable LedgerHead head) {
        Checkpoint promised = due;
        if (promised != null) {
            String missing = "Rows " + (chain.seq() + 1) + " to " + promised.seq() + " are missing, which checkpoint "
                    + promised.number() + " signed at " + promised.at() + " covers";
            return head == null
                    ? new Verdict.Incomplete(
                            chain.seq(),
                            missing + ". Either the export is older than the checkpoint or it was cut: export again.")
                    : new Verdict.Tampered(chain.seq() + 1, missing + ": the end of the ledger was cut off");
        }
        if (head != null && chain.end(head.seq(), head.hash()) instanceof LedgerChain.Verdict.Tampered found) {
            return new Verdict.Tampered(found.seq(), found.why());
        }
        if (head != null && head.checkpoint() > checkpoints.number()) {
            return new Verdict.Incomplete(
                    chain.seq(),
                    "Checkpoints " + (checkpoints.number() + 1) + " to " + head.checkpoint()
                            + " were signed and are not in the folder. Put their copies back, or name the right folder.");
        }
        if (chain.seq() > 0 && covered == 0) {
            return new Verdict.Incomplete(
                    chain.seq(),
                    "There is no checkpoint. The rows agree with one another, but whoever can write the database could have"
                            + " written all of them anew. Name the folder that holds the checkpoints.");
        }
        return new Verdict.Whole(chain.seq(), covered, List.copyOf(remarks));
    }
}
