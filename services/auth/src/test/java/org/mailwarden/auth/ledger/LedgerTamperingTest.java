// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.auth.ledger.LedgerVerification.Verdict;

/**
 * Every way to tamper with the ledger, by somebody who can write the database and knows the code: at the size of a test, or
 * with {@code -Dmailwarden.chaos.full=true} 1,000 times, and no false alarm on a million rows.
 */
@Tag("chaos")
class LedgerTamperingTest {

    private static final boolean FULL = Boolean.getBoolean("mailwarden.chaos.full");
    private static final int TAMPERINGS = FULL ? 1000 : 100;
    private static final int ROWS = 2000;
    private static final int EVERY = 100;
    private static final long SEED = 20;

    @TempDir
    Path keys;

    private WrittenLedger whole;

    private enum Tampering {
        EDIT,
        EDIT_AND_REWRITE,
        DELETE,
        DELETE_AND_REWRITE,
        INSERT,
        INSERT_AND_REWRITE,
        SWAP,
        SWAP_AND_REWRITE,
        TRUNCATE_TO_CHECKPOINT,
        FORGE_CHECKPOINT,
        FORGE_CHECKPOINT_WITH_OWN_KEY,
        REMOVE_CHECKPOINT,
        CLOCK_JUMP
    }

    @BeforeEach
    void write() {
        whole = WrittenLedger.of(ROWS, EVERY, keys);
    }

    @Test
    void everyTamperingIsFound() {
        // Given
        Random random = new Random(SEED);
        LedgerKeys foreign = new LedgerKeys(keys.resolve("foreign"));
        List<String> missed = new ArrayList<>();

        // When
        for (int i = 0; i < TAMPERINGS; i++) {
            Tampering kind = Tampering.values()[i % Tampering.values().length];
            WrittenLedger tampered = whole.copy();
            int at = 1 + random.nextInt(ROWS - EVERY - 2);
            tamper(tampered, kind, at, random, foreign);
            if (!(tampered.verdict(tampered.head()) instanceof Verdict.Tampered found)
                    || found.seq() > at + EVERY + 1) {
                missed.add(kind + " at " + at);
            }
        }

        // Then
        assertThat(missed).isEmpty();
    }

    @Test
    void aWholeLedgerRaisesNoAlarmWhereverItEnds() {
        // Given
        List<Verdict> verdicts = new ArrayList<>();

        // When
        for (int rows = 1; rows <= 300; rows++) {
            WrittenLedger ledger = WrittenLedger.of(rows, 10, keys);
            if (rows < 10) {
                ledger.sign();
            }
            verdicts.add(ledger.verdict(ledger.head()));
        }

        // Then
        assertThat(verdicts).allMatch(Verdict.Whole.class::isInstance);
    }

    @Test
    void aLargeLedgerRaisesNoAlarm() {
        // Given
        int rows = FULL ? 1_000_000 : 50_000;
        WrittenLedger sealed = WrittenLedger.of(0, EVERY, keys);
        WrittenLedger.oneByOne(rows).forEachRemaining(row -> {
            sealed.rows.clear();
            sealed.add(row);
            if (row.seq() % 1000 == 0) {
                sealed.sign();
            }
        });

        // When
        Verdict verdict = new LedgerVerification(
                        sealed.checkpoints.stream()
                                .map(checkpoint -> new CheckpointFolder.Kept(keys, checkpoint))
                                .iterator(),
                        sealed.keys.check())
                .verify(
                        WrittenLedger.oneByOne(rows),
                        new LedgerHead(rows, sealed.lastHash(), sealed.checkpoints.size()),
                        done -> {});

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Whole(rows, rows, List.of()));
    }

    @Test
    void aClockThatWasSetBackIsToldAndIsNoAlarm() {
        // Given
        whole.add(WrittenLedger.row(ROWS + 1, whole.lastHash(), WrittenLedger.BEGIN, "after the jump"));
        whole.sign();

        // When
        Verdict verdict = whole.verdict(whole.head());

        // Then
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Whole.class,
                        found -> assertThat(found.remarks())
                                .singleElement()
                                .asString()
                                .contains("Row " + (ROWS + 1), "set back"));
    }

    @Test
    void checkpointsThatWereSignedAndAreGoneAreMissed() {
        LedgerHead head = whole.head();
        whole.checkpoints.removeLast();

        assertThat(whole.verdict(head))
                .isInstanceOfSatisfying(
                        Verdict.Incomplete.class,
                        found -> assertThat(found.missing()).contains("Checkpoints 20 to 20"));
    }

    @Test
    void withoutAnyCheckpointNobodyCanTell() {
        whole.checkpoints.clear();

        assertThat(whole.verdict(whole.head())).isInstanceOf(Verdict.Incomplete.class);
    }

    @Test
    void anExportThatEndsBeforeACheckpointIsIncomplete() {
        whole.rows.removeLast();

        assertThat(new LedgerVerification(
                                whole.checkpoints.stream()
                                        .map(checkpoint -> new CheckpointFolder.Kept(keys, checkpoint))
                                        .iterator(),
                                whole.keys.check())
                        .verify(whole.rows.iterator(), null, done -> {}))
                .isInstanceOf(Verdict.Incomplete.class);
    }

    private static void tamper(WrittenLedger ledger, Tampering kind, int at, Random random, LedgerKeys foreign) {
        LedgerEntry row = ledger.rows.get(at);
        LedgerEntry edited = new LedgerEntry(
                row.seq(),
                row.ts(),
                "mallory",
                row.action(),
                row.object(),
                row.reason(),
                row.payload(),
                row.prevHash(),
                row.hash());
        int number = at / EVERY;
        switch (kind) {
            case EDIT, EDIT_AND_REWRITE -> ledger.rows.set(at, edited);
            case DELETE, DELETE_AND_REWRITE -> ledger.rows.remove(at);
            case INSERT, INSERT_AND_REWRITE -> ledger.rows.add(at, edited);
            case SWAP, SWAP_AND_REWRITE -> Collections.swap(ledger.rows, at, at - 1);
            case TRUNCATE_TO_CHECKPOINT ->
                ledger.rows.subList((number + 1) * EVERY, ledger.rows.size()).clear();
            case FORGE_CHECKPOINT, FORGE_CHECKPOINT_WITH_OWN_KEY -> {
                ledger.rows.set(at, edited);
                ledger.rechain(at);
                Checkpoint old = ledger.checkpoints.get(number);
                String hash = ledger.rows.get((int) old.seq() - 1).hash();
                Checkpoint forged =
                        new Checkpoint(old.number(), old.seq(), hash, old.at(), old.previous(), old.signature());
                ledger.checkpoints.set(number, kind == Tampering.FORGE_CHECKPOINT ? forged : foreign.sign(forged));
            }
            case REMOVE_CHECKPOINT -> {
                ledger.rows.set(at, edited);
                ledger.rechain(at);
                ledger.checkpoints.remove(number);
            }
            case CLOCK_JUMP ->
                ledger.rows.set(
                        at,
                        new LedgerEntry(
                                row.seq(),
                                Instant.ofEpochSecond(random.nextInt()),
                                row.actor(),
                                row.action(),
                                row.object(),
                                row.reason(),
                                row.payload(),
                                row.prevHash(),
                                row.hash()));
        }
        if (kind.name().endsWith("REWRITE") || (kind == Tampering.CLOCK_JUMP && random.nextBoolean())) {
            ledger.rechain(at - 1);
        }
    }
}
