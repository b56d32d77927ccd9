// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.mailwarden.bench.baseline.Mbsync;
import org.mailwarden.bench.run.Options;
import org.mailwarden.bench.run.Report;
import org.mailwarden.devstack.mail.DovecotServer;

/** Every benchmark runs at its small size and leaves its figures; how good they are is not for a test to say. */
class BenchTest {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Test
    void fetchMeasuresEveryWayOfReadingAMailbox() throws Exception {
        assumeDovecot();

        Report report = measured("fetch");

        assertThat(report.ratios()).containsKeys("transport_vs_raw", "parsed_vs_raw", "events_vs_raw");
        assertThat(report.ratios().containsKey("parsed_vs_mbsync"))
                .isEqualTo(Mbsync.program().isPresent());
        assertThat(report.figures()).containsKey("peak_heap_mb_large_message");
        assertWellFormed(report);
    }

    @Test
    void pollMeasuresAFleetWithNothingNew() throws Exception {
        assumeDovecot();

        Report report = measured("poll");

        assertThat(report.ratios()).containsKey("kept_vs_reconnect");
        assertThat(report.ratios().containsKey("poll_vs_mbsync"))
                .isEqualTo(Mbsync.program().isPresent());
        assertThat(report.figures()).containsKey("cpu_ms_per_poll");
        assertWellFormed(report);
    }

    @Test
    void parseMeasuresRealMailsWithoutOneFailure() throws Exception {
        Report report = measured("parse");

        assertThat(report.figures()).containsKey("messages_per_cpu_second").containsEntry("failures", 0.0);
        assertWellFormed(report);
    }

    @Test
    void corpusMeasuresTheImportAndLookUps() throws Exception {
        Report report = measured("corpus");

        assertThat(report.ratios()).containsKeys("hit_vs_random_read", "batched_vs_random_read", "two_threads_vs_one");
        assertThat(report.figures()).containsKeys("import_mb_s", "bytes_per_entry", "cold_probe_time_vs_4k_read");
        assertWellFormed(report);
    }

    @Test
    void rangeMeasuresTheSearchBesideAConstantAnswer() throws Exception {
        Report report = measured("range");

        assertThat(report.ratios()).containsKeys("vs_constant_body", "full_range_vs_constant_body");
        assertThat(report.figures()).containsKeys("requests_per_s", "p99_ms", "full_range_requests_per_s");
        assertWellFormed(report);
    }

    @Test
    void combolistMeasuresASearchThatFindsWhatLineByLineIsFound() throws Exception {
        Report report = measured("combolist");

        assertThat(report.ratios()).containsKey("vs_newline_count");
        assertThat(report.figures()).containsKey("gb_s_per_core").containsEntry("hits_identical", 1.0);
        assertWellFormed(report);
    }

    @Test
    void matchingMeasuresFromTheLandingOfACorpusToTheLastFinding() throws Exception {
        Report report = measured("matching");

        assertThat(report.figures()).containsKeys("matching_seconds", "landed_to_published_s");
        assertThat(report.figures().get("findings"))
                .isPositive()
                .isEqualTo(report.goals().get("findings"));
        assertWellFormed(report);
    }

    @Test
    void loginsMeasuresHowRightAndHowFastSignInsAreJudged() throws Exception {
        Report report = measured("logins");

        assertThat(report.ratios()).containsKey("vs_consume_and_parse");
        assertThat(report.figures())
                .containsKeys("events_per_s", "recall_min", "precision_min", "state_bytes_per_account")
                .containsKeys("recall_impossible_travel", "precision_password_spray")
                .containsKeys("event_to_finding_p99_ms", "allow_p99_ms", "allow_max_ms");
        assertThat(report.figures().get("largest_state_bytes")).isPositive().isLessThan(2048);
        assertWellFormed(report);
    }

    @Test
    void resetMeasuresSignInsResetsAndTheVerificationOfALedger() throws Exception {
        Report report = measured("reset");

        assertThat(report.figures())
                .containsKeys(
                        "signin_check_p95_ms",
                        "signin_check_breach_watch_away_p95_ms",
                        "finding_to_dead_p95_ms",
                        "ledger_rows_per_s");
        assertThat(report.ratios()).containsKey("batch_vs_bare_calls");
        assertWellFormed(report);
    }

    private static Report measured(String name) throws Exception {
        return Bench.measure(OUT, new Options(name, Options.Size.SMALL, null, List.of()));
    }

    private static void assertWellFormed(Report report) {
        Set<String> measured = new HashSet<>(report.ratios().keySet());
        measured.addAll(report.figures().keySet());
        assertThat(measured).containsAll(report.goals().keySet());
        assertThat(report.ratios().values()).allMatch(ratio -> ratio > 0);
        assertThat(report.machine()).containsKeys("cores", "java", "load_before", "load_after", "size");
        boolean missed = report.goals().entrySet().stream()
                .anyMatch(goal ->
                        List.of("connections", "messages_per_cpu_second").contains(goal.getKey())
                                && report.figures().get(goal.getKey()) < goal.getValue());
        assertThat(report.held() && missed).isFalse();
    }

    private static void assumeDovecot() {
        boolean installed = DovecotServer.program().isPresent();
        String missing = "SKIPPED: Dovecot is not installed. Install the packages dovecot-imapd and dovecot-pop3d; then"
                + " this test runs.";
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing);
        }
        Assumptions.assumeTrue(installed, missing);
    }
}
