// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackfillTest {

    private static final Instant BEGUN = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void goesOnFromWhereItWasAndCountsItsRateFromThere() {
        // When 300 of 1,000 were known, and 200 more were read in 20 seconds
        Backfill backfill = Backfill.of(300, 500, 1_000, BEGUN, BEGUN.plusSeconds(20));

        // Then
        assertThat(backfill).isEqualTo(new Backfill(500, 1_000, 10.0, BEGUN.plusSeconds(70)));
    }

    @Test
    void foretellsNothingBeforeTheFirstMessage() {
        // When
        Backfill backfill = Backfill.of(300, 300, 1_000, BEGUN, BEGUN.plusSeconds(20));

        // Then
        assertThat(backfill).isEqualTo(new Backfill(300, 1_000, null, null));
    }

    @Test
    void isNotCarriedBeyondItsTotalByWhatArrivesMeanwhile() {
        // When
        Backfill backfill = Backfill.of(0, 1_003, 1_000, BEGUN, BEGUN.plusSeconds(10));

        // Then
        assertThat(backfill.done()).isEqualTo(1_000);
        assertThat(backfill.eta()).isEqualTo(BEGUN.plusSeconds(10));
    }
}
