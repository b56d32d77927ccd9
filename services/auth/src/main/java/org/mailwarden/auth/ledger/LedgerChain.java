// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.mailwarden.auth.Pure;

/** The arithmetic of the ledger: each row's hash covers the row and the hash before it. */
@Pure
public final class LedgerChain {

    /** What stands before the first row. */
    public static final String GENESIS = "0".repeat(64);

    private long seq;
    private String hash;

    /** Begins before the first row. */
    public LedgerChain() {
        this(0, GENESIS);
    }

    /**
     * Goes on behind a row that is known to be right.
     *
     * @param seq number of that row
     * @param hash its hash
     */
    LedgerChain(long seq, String hash) {
        this.seq = seq;
        this.hash = hash;
    }

    /** Number of the last row that was right. */
    long seq() {
        return seq;
    }

    /** Hash of that row. */
    String hash() {
        return hash;
    }

    /** What the rows so far amount to. */
    public sealed interface Verdict {
        /**
         * Every row is as it was written.
         *
         * @param rows how many there are
         * @param hash hash of the last
         */
        record Whole(long rows, String hash) implements Verdict {}

        /**
         * A row was changed, removed or put in.
         *
         * @param seq the first row at which it shows
         * @param why plain sentence
         */
        record Tampered(long seq, String why) implements Verdict {}
    }

    /**
     * Hashes a row. The length before each field keeps two fields from being read as one.
     *
     * @param prevHash hash of the row before
     * @param seq number of the row
     * @param ts when
     * @param fields actor, action, object, reason, payload
     * @return lower-case hex
     */
    public static String hash(String prevHash, long seq, Instant ts, String... fields) {
        StringBuilder text =
                new StringBuilder(prevHash).append('|').append(seq).append('|').append(ts);
        for (String field : fields) {
            text.append('|').append(field.length()).append(':').append(field);
        }
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Goes on with the next row, so that a long ledger need not be in memory at once.
     *
     * @param row the row
     * @return what is wrong with it; empty when nothing is
     */
    public Optional<Verdict.Tampered> accept(LedgerEntry row) {
        if (row.seq() != seq + 1) {
            String what = row.seq() > seq + 1
                    ? "Row " + (seq + 1) + " is missing: it was deleted"
                    : "Row " + row.seq() + " stands behind row " + seq + ": rows were put in or swapped";
            return Optional.of(new Verdict.Tampered(seq + 1, what));
        }
        if (!row.prevHash().equals(hash)) {
            return Optional.of(new Verdict.Tampered(
                    row.seq(), "Row " + row.seq() + " does not follow the row before it: one of the two was replaced"));
        }
        String right =
                hash(hash, row.seq(), row.ts(), row.actor(), row.action(), row.object(), row.reason(), row.payload());
        if (!row.hash().equals(right)) {
            return Optional.of(
                    new Verdict.Tampered(row.seq(), "Row " + row.seq() + " was changed after it was written"));
        }
        seq = row.seq();
        hash = row.hash();
        return Optional.empty();
    }

    /**
     * Holds the chain against the head that is kept beside it: without this the newest rows could be cut off unseen.
     *
     * @param headSeq number of the last row by the head
     * @param headHash its hash
     * @return the final verdict
     */
    public Verdict end(long headSeq, String headHash) {
        return headSeq == seq && headHash.equals(hash)
                ? new Verdict.Whole(seq, hash)
                : new Verdict.Tampered(seq + 1, "The ledger ends at row " + seq + ", its head says " + headSeq);
    }
}
