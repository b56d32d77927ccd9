// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/** A ledger as the service writes it, with a checkpoint after so many rows, and an attacker's hand on it. */
final class WrittenLedger {

    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    final List<LedgerEntry> rows;
    final List<Checkpoint> checkpoints;
    final LedgerKeys keys;

    private WrittenLedger(List<LedgerEntry> rows, List<Checkpoint> checkpoints, LedgerKeys keys) {
        this.rows = rows;
        this.checkpoints = checkpoints;
        this.keys = keys;
    }

    static WrittenLedger of(int rows, int every, Path keyFolder) {
        WrittenLedger ledger = new WrittenLedger(new ArrayList<>(), new ArrayList<>(), new LedgerKeys(keyFolder));
        for (int seq = 1; seq <= rows; seq++) {
            ledger.add(row(seq, ledger.lastHash(), BEGIN.plusSeconds(seq), "actor " + seq % 7));
            if (seq % every == 0) {
                ledger.sign();
            }
        }
        return ledger;
    }

    static LedgerEntry row(long seq, String before, Instant ts, String actor) {
        String object = "object " + seq;
        String hash = LedgerChain.hash(before, seq, ts, actor, "did", object, "why", "{\"n\":\"" + seq + "\"}");
        return new LedgerEntry(seq, ts, actor, "did", object, "why", "{\"n\":\"" + seq + "\"}", before, hash);
    }

    /** Rows one after the other, without keeping them. */
    static Iterator<LedgerEntry> oneByOne(int rows) {
        AtomicReference<String> before = new AtomicReference<>(LedgerChain.GENESIS);
        return LongStream.rangeClosed(1, rows)
                .mapToObj(seq -> {
                    LedgerEntry row = row(seq, before.get(), BEGIN.plusSeconds(seq), "actor " + seq % 7);
                    before.set(row.hash());
                    return row;
                })
                .iterator();
    }

    WrittenLedger copy() {
        return new WrittenLedger(new ArrayList<>(rows), new ArrayList<>(checkpoints), keys);
    }

    void add(LedgerEntry row) {
        rows.add(row);
    }

    void sign() {
        LedgerEntry last = rows.getLast();
        String previous = checkpoints.isEmpty()
                ? LedgerChain.GENESIS
                : checkpoints.getLast().digest();
        checkpoints.add(
                keys.sign(new Checkpoint(checkpoints.size() + 1L, last.seq(), last.hash(), last.ts(), previous, "")));
    }

    String lastHash() {
        return rows.isEmpty() ? LedgerChain.GENESIS : rows.getLast().hash();
    }

    /** Writes every row from this place in the list on anew, so that they agree with one another again. */
    void rechain(int from) {
        for (int i = from; i < rows.size(); i++) {
            LedgerEntry old = rows.get(i);
            String before = i == 0 ? LedgerChain.GENESIS : rows.get(i - 1).hash();
            String hash = LedgerChain.hash(
                    before, i + 1L, old.ts(), old.actor(), old.action(), old.object(), old.reason(), old.payload());
            rows.set(
                    i,
                    new LedgerEntry(
                            i + 1L,
                            old.ts(),
                            old.actor(),
                            old.action(),
                            old.object(),
                            old.reason(),
                            old.payload(),
                            before,
                            hash));
        }
    }

    /** What the database says the end is, when the attacker thought of that too. */
    LedgerHead head() {
        return new LedgerHead(rows.size(), lastHash(), checkpoints.size());
    }

    LedgerVerification.Verdict verdict(LedgerHead head) {
        return new LedgerVerification(
                        checkpoints.stream()
                                .map(checkpoint -> new CheckpointFolder.Kept(Path.of("a"), checkpoint))
                                .iterator(),
                        keys.check())
                .verify(rows.iterator(), head, done -> {});
    }

    void keepCheckpoints(Path folder) {
        CheckpointFolder kept = new CheckpointFolder(folder);
        for (Checkpoint checkpoint : checkpoints) {
            try {
                kept.keep(checkpoint);
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }
    }
}
