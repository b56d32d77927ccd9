// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.Tables;

/** That the tallies of findings are what there is, whatever happens to them. */
@QuarkusTest
class FindingTallyTest {

    /** What the tally says too much or too little, by what findings are tallied by; both at one moment. */
    private static final String WRONG = """
            select count(*) from (
                select kind, state, severity, closed_as, assignee, sum(findings) as findings from finding_tally
                group by 1, 2, 3, 4, 5 having sum(findings) <> 0) said
            full join (
                select kind, state, severity, closed_as, assignee, count(*) as findings from finding group by 1, 2, 3, 4, 5) there
            on (said.kind, said.state, said.severity) = (there.kind, there.state, there.severity)
                and said.closed_as is not distinct from there.closed_as and said.assignee is not distinct from there.assignee
            where said.findings is distinct from there.findings""";

    /** The same for those about a breach. */
    private static final String WRONG_BY_BREACH = """
            select count(*) from (
                select breach, state, severity, severity_rank, sum(findings) as findings from breach_tally
                group by 1, 2, 3, 4 having sum(findings) <> 0) said
            full join (
                select breach, state, severity, severity_rank, count(*) as findings from finding
                where breach is not null group by 1, 2, 3, 4) there
            using (breach, state, severity, severity_rank)
            where said.findings is distinct from there.findings""";

    private final FindingTally tally;
    private final Tables tables;
    private final String mark = "mark-" + UUID.randomUUID();

    FindingTallyTest(FindingTally tally, Tables tables) {
        this.tally = tally;
        this.tables = tables;
    }

    @AfterEach
    void findingsGo() {
        tables.change("delete from finding where summary = '" + mark + "'");
    }

    @Test
    void followsWhateverHappensToFindings() {
        raise(40);
        assertRight("raised");

        change("severity = 'CRITICAL' where revision < 10");
        assertRight("more severe");

        change("assignee = 'ada' where revision between 5 and 15");
        assertRight("assigned");

        change("breach = 'Another' where revision between 12 and 17");
        assertRight("about another breach");

        change("state = 'CLOSED', closed_as = 'ACCEPTED' where revision % 2 = 0");
        assertRight("closed");

        change("state = 'OPEN', closed_as = null where revision % 4 = 0");
        assertRight("opened again");

        tables.change("delete from finding where summary = '" + mark + "' and revision < 30");
        assertRight("removed");
    }

    @Test
    void becomesShortAndSaysTheSame() {
        // Given: more than may be, unless the service shortened them meanwhile, as it does each minute.
        for (int i = 0; i < 1_500; i++) {
            raise(1);
        }

        // When
        tally.shorten();

        // Then
        assertThat(tables.number("select count(*) from finding_tally"))
                .isLessThanOrEqualTo(most("finding_tally", "kind, state, severity, closed_as, assignee"));
        assertThat(tables.number("select count(*) from breach_tally"))
                .isLessThanOrEqualTo(most("breach_tally", "breach, state, severity, severity_rank"));
        assertRight("shortened");
    }

    /** A thousand rows, and twice as many as there are kinds. */
    private long most(String table, String columns) {
        return 1_000
                + 2
                        * tables.number("select count(*) from (select 1 from " + table + " group by " + columns
                                + " having sum(findings) <> 0) kinds");
    }

    private void assertRight(String after) {
        assertThat(tables.number(WRONG)).as(after).isZero();
        assertThat(tables.number(WRONG_BY_BREACH)).as(after + ", by breach").isZero();
    }

    private void raise(int findings) {
        tables.change(
                "insert into finding (id, kind, severity, state, account_id, address, summary, raised_at, changed_at,"
                        + " revision, breach) select gen_random_uuid(), 'PASSWORD_WEAK', 'LOW', 'OPEN', gen_random_uuid(), 'many@fleet.example', '"
                        + mark + "', now(), now(), n, case when n % 3 < 2 then 'Known' end from generate_series(0, "
                        + (findings - 1) + ") n");
    }

    private void change(String how) {
        tables.change("update finding set " + how + " and summary = '" + mark + "'");
    }
}
