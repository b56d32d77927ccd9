// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;

/** The fleet's score, a row for each day (UTC), and as figures for monitoring. */
@ApplicationScoped
public class PostureHistory {

    private final EntityManager entities;
    private final PostureScores scores;
    private final ObjectMapper json;
    private final Clock clock;
    private final long keepDays;
    private final AtomicReference<PostureScores.Report> latest = new AtomicReference<>();

    PostureHistory(
            EntityManager entities,
            PostureScores scores,
            ObjectMapper json,
            BreachWatchSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.entities = entities;
        this.scores = scores;
        this.json = json;
        this.clock = clock;
        this.keepDays = settings.posture().historyFor().toDays();
        Gauge.builder("mailwarden_posture_score", () -> {
                    PostureScores.Report report = latest.get();
                    return report == null || report.score() == null ? Double.NaN : report.score();
                })
                .description("0 (worst) to 100")
                .register(meters);
        for (PosturePart part : PosturePart.values()) {
            gauge(meters, "mailwarden_posture_affected", part, Score.Part::affected);
            gauge(meters, "mailwarden_posture_unknown", part, Score.Part::unknown);
        }
    }

    /**
     * A day.
     *
     * @param day the day (UTC)
     * @param report how the fleet stood when it was last counted on that day
     */
    public record Day(LocalDate day, PostureScores.Report report) {}

    /** Writes today's row. */
    @Scheduled(
            every = "10m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void write() {
        take();
    }

    /**
     * Counts the fleet now and writes it as today's row, over the one that was there; forgets days that are too old.
     *
     * @return the row
     */
    @Transactional
    public Day take() {
        PostureScores.Report report = scores.fleet();
        LocalDate today = LocalDate.ofInstant(report.at(), ZoneOffset.UTC);
        entities.createNativeQuery("""
                        insert into posture_history (day, taken_at, report) values (:day, :at, :report)
                        on conflict (day) do update set taken_at = excluded.taken_at, report = excluded.report
                        where posture_history.taken_at <= excluded.taken_at""")
                .setParameter("day", today)
                .setParameter("at", report.at())
                .setParameter("report", text(report))
                .executeUpdate();
        entities.createNativeQuery("delete from posture_history where day < :oldest")
                .setParameter("oldest", today.minusDays(keepDays))
                .executeUpdate();
        latest.set(report);
        return new Day(today, report);
    }

    /**
     * Reads days, oldest first. A day on which breach-watch did not run has no row.
     *
     * @param from the first day
     * @param to the last day
     * @return the rows
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public List<Day> between(LocalDate from, LocalDate to) {
        List<Tuple> rows = entities.createNativeQuery(
                        "select day, report from posture_history where day between :from and :to order by day",
                        Tuple.class)
                .setParameter("from", from)
                .setParameter("to", to)
                .getResultList();
        return rows.stream()
                .map(row -> new Day(row.get(0, LocalDate.class), report(row.get(1, String.class))))
                .toList();
    }

    /** Today (UTC). */
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void gauge(MeterRegistry meters, String name, PosturePart part, ToDoubleFunction<Score.Part> figure) {
        Gauge.builder(name, () -> {
                    PostureScores.Report report = latest.get();
                    return report == null
                            ? Double.NaN
                            : figure.applyAsDouble(report.parts().get(part.ordinal()));
                })
                .tag("part", part.name())
                .register(meters);
    }

    private String text(PostureScores.Report report) {
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report cannot be written as JSON", e);
        }
    }

    private PostureScores.Report report(String text) {
        try {
            return json.readValue(text, PostureScores.Report.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row of posture_history holds no report", e);
        }
    }
}
