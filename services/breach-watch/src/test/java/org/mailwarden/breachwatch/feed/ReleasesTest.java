// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.FeedApi;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** An import that touches a large part of the fleet. */
@QuarkusTest
class ReleasesTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    /** Two whole pages and a part of a third. */
    private static final int ACCOUNTS = 2 * Releases.PAGE + 100;

    private final EntityManager entities;
    private final Tables tables;
    private final FeedRuns runs;
    private final Releases releases;
    private String feed = "";

    ReleasesTest(EntityManager entities, Tables tables, FeedRuns runs, Releases releases) {
        this.entities = entities;
        this.tables = tables;
        this.runs = runs;
        this.releases = releases;
    }

    @BeforeEach
    void create() {
        feed = FeedApi.created(
                "TABLE",
                Map.of("location", "http://127.0.0.1:1/none.csv", "format", "csv", "address", "mail"),
                Map.of());
    }

    @AfterEach
    void forget() {
        tables.change("drop trigger if exists full_disk on finding");
        tables.change("delete from account where address like '%@released.example'");
    }

    @Test
    void goesOnAfterABreakWithoutRaisingAnythingTwiceOrDroppingAnything() {
        // Given
        UUID run = concluded(FeedMode.AUTO, 3);
        tables.change("""
                create or replace function full_disk() returns trigger language plpgsql as
                $$ begin raise exception 'no space left'; end $$""");
        tables.change("create trigger full_disk before insert on finding for each row when (new.id = '"
                + tables.text("select max(cast(finding_id as text)) from feed_match where run_id = '" + run + "'")
                + "') execute function full_disk()");

        // When
        releases.finish(run, () -> false);
        long beforeTheBreak = tables.number("select count(*)" + findings(run));
        String broken = state(run);
        tables.change("drop trigger full_disk on finding");

        // Then
        assertThat(broken).isEqualTo("RELEASING");
        assertThat(beforeTheBreak).isEqualTo(2L * Releases.PAGE);
        await().atMost(SOON).until(() -> state(run).equals("RELEASED"));
        assertThat(tables.number("select count(*)" + findings(run))).isEqualTo(ACCOUNTS);
        assertThat(tables.number("select sum(revision)" + findings(run))).isZero();
        assertThat(tables.number(
                        "select count(*) from finding_fact where finding_id in (select id" + findings(run) + ")"))
                .isEqualTo(3L * ACCOUNTS);
    }

    @Test
    void ofAnAdminHasItsFirstPageWhenItAnswersAndGoesOnByItself() {
        // Given
        UUID run = concluded(FeedMode.PROPOSE, 1);

        // When
        FeedApi.post(feed + "/runs/" + run + "/release", Map.of()).then().statusCode(200);
        long answered = tables.number("select count(*)" + findings(run));

        // Then
        assertThat(answered).isGreaterThanOrEqualTo(Releases.PAGE);
        await().atMost(SOON).until(() -> state(run).equals("RELEASED"));
        assertThat(tables.number("select count(*)" + findings(run))).isEqualTo(ACCOUNTS);
    }

    @Test
    void tellsOfAPasswordThatWasReplacedWhileItWaitedAsOver() {
        // Given
        UUID account = UUID.randomUUID();
        tables.change("insert into account (account_id, address, changed_at) values ('" + account
                + "', 'over@released.example', now())");
        UUID run = begun();
        QuarkusTransaction.requiringNew().run(() -> {
            runs.keep(run, List.of(match(run, account, 7L, "a line")), new FeedRuns.Progress(null, 1, 0, 0));
            runs.conclude(run, 1, List.of(), null);
        });
        tables.change("update feed_run set state = 'PROPOSED' where id = '" + run + "'");

        // When
        FeedApi.post(feed + "/runs/" + run + "/release", Map.of()).then().statusCode(200);

        // Then
        assertThat(tables.text("select state || ' ' || kind || ' ' || closed_reason" + findings(run)))
                .isEqualTo("CLOSED STEALER_LOG The account does not sign in with a password any more.");
    }

    /** An import of one match for each of many accounts, or of more, at its end. */
    private UUID concluded(FeedMode mode, int matchesEach) {
        tables.change("insert into account (account_id, address, changed_at) select gen_random_uuid(),"
                + " 'm' || n || '@released.example', now() from generate_series(1, " + ACCOUNTS + ") n");
        UUID run = begun();
        tables.change("update feed set mode = '" + mode + "', breaker_accounts = 100000 where id = '" + feed + "'");
        List<Match> matches = new ArrayList<>();
        for (UUID account : accounts()) {
            for (int i = 0; i < matchesEach; i++) {
                matches.add(match(run, account, null, "line " + i));
            }
        }
        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(runs.keep(run, matches, new FeedRuns.Progress(null, matches.size(), 0, 0)))
                    .isEqualTo(matches.size());
            runs.conclude(run, ACCOUNTS, List.of(), null);
        });
        return run;
    }

    private UUID begun() {
        UUID run = UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> runs.begin(run, feed));
        return run;
    }

    private static Match match(UUID run, UUID account, @org.jspecify.annotations.Nullable Long version, String line) {
        return new Match(
                FindingKind.STEALER_LOG,
                Severity.HIGH,
                account,
                "m@released.example",
                version,
                run.toString(),
                line,
                run.toString(),
                new Fact("stands in " + line, "a test, " + line),
                null,
                LocalDate.of(2026, 1, 2));
    }

    @SuppressWarnings("unchecked")
    private List<UUID> accounts() {
        return QuarkusTransaction.requiringNew().call(() -> (List<UUID>) entities.createNativeQuery(
                        "select account_id from account where address like '%@released.example'", UUID.class)
                .getResultList());
    }

    /** The findings of one import: its id is their summary. */
    private static String findings(UUID run) {
        return " from finding where summary = '" + run + "'";
    }

    private String state(UUID run) {
        return tables.text("select state from feed_run where id = '" + run + "'");
    }
}
