// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.ledger.LedgerChain.Verdict;

class LedgerChainTest {

    private final List<LedgerEntry> rows = new ArrayList<>();

    LedgerChainTest() {
        String before = LedgerChain.GENESIS;
        for (long seq = 1; seq <= 5; seq++) {
            Instant ts = Instant.ofEpochSecond(seq);
            String hash = LedgerChain.hash(before, seq, ts, "ann", "did", "it", "why", "{}");
            rows.add(new LedgerEntry(seq, ts, "ann", "did", "it", "why", "{}", before, hash));
            before = hash;
        }
    }

    @Test
    void findsAWholeChainWhole() {
        assertThat(verdict()).isInstanceOf(Verdict.Whole.class);
    }

    @Test
    void findsAChangedRow() {
        LedgerEntry row = rows.get(2);
        rows.set(2, new LedgerEntry(3, row.ts(), "eve", "did", "it", "why", "{}", row.prevHash(), row.hash()));

        assertThat(verdict())
                .isInstanceOfSatisfying(
                        Verdict.Tampered.class, found -> assertThat(found.seq()).isEqualTo(3));
    }

    @Test
    void findsARemovedRowAndACutEnd() {
        String head = rows.getLast().hash();
        List<LedgerEntry> cut = rows.subList(0, 4);
        LedgerChain chain = new LedgerChain();
        cut.forEach(chain::accept);
        assertThat(chain.end(5, head)).isInstanceOf(Verdict.Tampered.class);

        rows.remove(1);
        assertThat(verdict()).isInstanceOf(Verdict.Tampered.class);
    }

    private Verdict verdict() {
        LedgerChain chain = new LedgerChain();
        for (LedgerEntry row : rows) {
            Optional<Verdict.Tampered> broken = chain.accept(row);
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return chain.end(rows.getLast().seq(), rows.getLast().hash());
    }
}
