// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import java.util.Comparator;
import java.util.List;

/**
 * What an import would do. Nothing was stored.
 *
 * @param total rows of the file
 * @param created accounts that would be enrolled
 * @param changed accounts that would be changed
 * @param skipped rows that would change nothing
 * @param failed rows that cannot be imported
 * @param rows every row, the failed ones first, at most 5,000
 * @param rowsLeftOut rows that are not shown
 */
public record DryRun(
        int total, long created, long changed, long skipped, long failed, List<RowResult> rows, int rowsLeftOut) {

    private static final int MOST_SHOWN = 5_000;

    /** Copies the rows. */
    public DryRun {
        rows = List.copyOf(rows);
    }

    static DryRun of(List<RowResult> rows) {
        return new DryRun(
                rows.size(),
                count(rows, RowOutcome.CREATED),
                count(rows, RowOutcome.CHANGED),
                count(rows, RowOutcome.SKIPPED),
                count(rows, RowOutcome.FAILED),
                rows.stream()
                        .sorted(Comparator.comparing((RowResult row) -> row.outcome() != RowOutcome.FAILED)
                                .thenComparingInt(RowResult::line))
                        .limit(MOST_SHOWN)
                        .toList(),
                Math.max(0, rows.size() - MOST_SHOWN));
    }

    private static long count(List<RowResult> rows, RowOutcome outcome) {
        return rows.stream().filter(row -> row.outcome() == outcome).count();
    }
}
