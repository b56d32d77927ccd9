// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.search;

import java.util.List;

/**
 * A table that says how many rows of another are alike: the sum over all of its rows with the same columns. Who changes the
 * other only adds rows here, so nobody waits for another. The table's key is {@code position}.
 *
 * @param table its name, as the migrations write it; never from a caller
 * @param columns by which rows are alike; at least one
 * @param sum the column that is added up
 */
public record Tally(String table, List<String> columns, String sum) {

    private static final int ROWS_THAT_MAY_BE = 1_000;

    /** Copies the columns. */
    public Tally {
        columns = List.copyOf(columns);
    }

    /**
     * The statement that makes one row of those that are alike, when most of them are. Rows that somebody else holds are left
     * to them, so many may run it at once.
     *
     * @return the statement, for PostgreSQL
     */
    public String shortening() {
        String alike = String.join(", ", columns);
        return """
                with taken as (
                    delete from %1$s where position in (select position from %1$s for update skip locked)
                    and (select count(*) from %1$s) > %4$s + 2 * (select count(*) from (
                        select 1 from %1$s group by %2$s having sum(%3$s) <> 0) kinds)
                    returning *)
                insert into %1$s (%2$s, %3$s)
                select %2$s, sum(%3$s) from taken group by %2$s having sum(%3$s) <> 0""".formatted(table, alike, sum, ROWS_THAT_MAY_BE);
    }
}
