// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Machine;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.bench.service.RunningService;
import org.mailwarden.breachwatch.signin.FleetHistory;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.devstack.secrets.SecretFiles;

/**
 * breach-watch as operators run it, with the history of a large fleet in its database: how many sign-ins it judges from a topic
 * that is full, how soon a finding is published, and how soon a mail server is answered. For one thread.
 */
final class LiveJudging {

    private static final double RATE_GOAL = 10_000;
    private static final double RATIO_GOAL = 0.5;
    private static final double STATE_GOAL = 2048;
    private static final double FINDING_GOAL_MS = 1_000;
    private static final double ALLOW_GOAL_MS = 20;

    /** breach-watch lets people in after this time, whatever it was waiting for. */
    private static final double ALLOW_TIMEOUT_MS = 800;

    private static final int ALLOW_RATE = 2_000;
    private static final int CONNECTIONS = 64;

    /** Sign-ins a second while findings are timed, and one in so many is a thief's. */
    private static final int STEADY_RATE = 2_000;

    private static final int THIEVES = 20;
    private static final int AT_ONCE = 5_000;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String KEY = "key-of-the-benchmark-0123456789abcdef";

    /** Who else reads the topic: the history of sign-ins, and what protects the fetcher's own. */
    private static final Set<String> OTHER_READERS = Set.of("breach-watch-logins", "breach-watch-posture");

    private final Figures figures;
    private final Size size;

    LiveJudging(Figures figures, Size size) {
        this.figures = figures;
        this.size = size;
    }

    /**
     * Measures.
     *
     * @param folder for the settings, the logs and the files about addresses; empty
     */
    void measure(Path folder) throws IOException, InterruptedException {
        int accounts = size.of(2_000, 100_000);
        int days = size.of(20, 40);
        figures.say("Remembering %,d accounts ...", accounts);
        Path places = Files.createDirectory(folder.resolve("places"));
        // The last of what is remembered lies a day before now, for the sign-ins that are published after it.
        Traffic traffic = new Traffic(accounts, places, Instant.now().minus(Duration.ofDays(days + 2L)));
        traffic.remember(days);
        figures.atMost("state_bytes_per_account", traffic.stateBytes(), STATE_GOAL);
        figures.say("Starting breach-watch ...");
        try (RunningService service = RunningService.start("breach-watch", folder, settings(folder, places));
                Connection database = DriverManager.getConnection(
                        service.database("jdbc.url"), service.database("username"), service.database("password"));
                LoginTopic topic = new LoginTopic(service.bootstrapServers())) {
            seed(database, traffic);
            rate(database, topic, traffic);
            findings(service, topic, traffic);
            answers(service, accounts);
        } catch (SQLException e) {
            throw new IOException("The database did not answer", e);
        }
    }

    private static Map<String, String> settings(Path folder, Path places) {
        Path key = folder.resolve("dovecot.key");
        SecretFiles.write(key, KEY);
        String prefix = "mailwarden.breach-watch.";
        Map<String, String> settings = new HashMap<>(Map.of(
                prefix + "data-directory", folder.resolve("data").toString(),
                prefix + "logins.sources.dovecot.kind", "DOVECOT",
                prefix + "logins.sources.dovecot.key-file", key.toString(),
                prefix + "places.city-file", places.resolve("city.mmdb").toString(),
                prefix + "places.asn-file", places.resolve("asn.mmdb").toString(),
                // A look at every account is other work, and begins some minutes after the start.
                prefix + "posture.sweep-every", "24h"));
        for (String list : List.of("hosting", "vpn", "tor")) {
            Path file = places.resolve(list + ".txt");
            if (Files.exists(file)) {
                settings.put(prefix + "places." + list + "-list", file.toString());
            }
        }
        return settings;
    }

    /** Gives the service what it would remember had it judged the last weeks itself: the same code made it. */
    private void seed(Connection database, Traffic traffic) throws SQLException {
        figures.say("Giving it the accounts and what is remembered of them ...");
        List<Map.Entry<UUID, byte[]>> all = List.copyOf(traffic.histories().entrySet());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<Map.Entry<UUID, byte[]>> part = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            UUID[] ids = part.stream().map(Map.Entry::getKey).toArray(UUID[]::new);
            try (PreparedStatement account = database.prepareStatement("""
                            insert into account (account_id, address, changed_at)
                            select id, address, now() from unnest(?, ?) as told (id, address)""");
                    PreparedStatement history = database.prepareStatement(
                            "insert into sign_in_account (account_id, history) select * from unnest(?, ?)")) {
                account.setArray(1, database.createArrayOf("uuid", ids));
                account.setArray(
                        2,
                        database.createArrayOf(
                                "text", Arrays.stream(ids).map(traffic::address).toArray()));
                account.executeUpdate();
                history.setArray(1, database.createArrayOf("uuid", ids));
                history.setArray(
                        2,
                        database.createArrayOf(
                                "bytea", part.stream().map(Map.Entry::getValue).toArray(byte[][]::new)));
                history.executeUpdate();
            }
        }
        try (PreparedStatement common = database.prepareStatement(
                "insert into sign_in_common (kind, key, tally, change) values (?, ?, ?, 0)")) {
            for (FleetHistory.Piece piece : traffic.fleet()) {
                if (piece.written() != null) {
                    common.setInt(1, piece.kind());
                    common.setLong(2, piece.key());
                    common.setBytes(3, piece.written());
                    common.addBatch();
                }
            }
            common.executeBatch();
        }
        try (Statement statement = database.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }

    private void rate(Connection database, LoginTopic topic, Traffic traffic)
            throws IOException, SQLException, InterruptedException {
        int events = size.of(5_000, 100_000);
        figures.say("Warming up ...");
        Map<TopicPartition, Long> from = topic.end();
        judge(database, topic, traffic.next(events));
        Map<TopicPartition, Long> to = topic.end();
        topic.consume(from, to);
        figures.say("Judging %,d sign-ins that wait in the topic, beside only consuming and parsing them ...", events);
        Rounds rounds = new Rounds(figures, "consume and parse", () -> topic.consume(from, to))
                .with("judge", () -> judged(database, topic, traffic.next(events)));
        rounds.run(size.of(1, 3));
        figures.figure("parsed_per_s", events / rounds.seconds("consume and parse"));
        figures.atLeast("events_per_s", events / rounds.seconds("judge"), RATE_GOAL);
        figures.ratio("vs_consume_and_parse", rounds.ratio("judge", "consume and parse"), RATIO_GOAL);
    }

    private double judged(Connection database, LoginTopic topic, List<Login> logins)
            throws IOException, InterruptedException {
        try {
            return judge(database, topic, logins);
        } catch (SQLException e) {
            throw new IOException("The database did not answer", e);
        }
    }

    /**
     * Lets the topic fill while the judge waits for its row, as for another judge, and the other readers of the topic finish;
     * then times the judge alone.
     *
     * @return seconds from when it may begin until the database has the last one judged
     */
    private double judge(Connection database, LoginTopic topic, List<Login> logins)
            throws IOException, SQLException, InterruptedException {
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            statement.execute("select change from sign_in_judge for update");
            topic.send(logins);
            topic.flush();
            Map<TopicPartition, Long> end = topic.end();
            topic.await(OTHER_READERS, end, LONGEST);
            while (number(statement, "select count(*) from pg_stat_activity where wait_event_type = 'Lock'") == 0) {
                Thread.sleep(1);
            }
            long start = System.nanoTime();
            database.commit();
            while (number(statement, "select coalesce(sum(next_offset), 0) from sign_in_position")
                    < LoginTopic.count(end)) {
                database.commit();
                if (System.nanoTime() - start > LONGEST.toNanos()) {
                    throw new IOException("Not all sign-ins were judged in " + LONGEST);
                }
                Thread.sleep(10);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            database.rollback();
            database.setAutoCommit(true);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** How soon a finding is told, by a service that has told others before: what runs for days is compiled. */
    private void findings(RunningService service, LoginTopic topic, Traffic traffic)
            throws IOException, InterruptedException {
        int seconds = size.of(3, 20);
        long[] late;
        try (RaisedFindings raised = new RaisedFindings(service.bootstrapServers())) {
            figures.say("Warming up ...");
            int thieves = untilRaised(topic, traffic, raised, 0, size.of(1, 20)).length;
            figures.say(
                    "Publishing %,d sign-ins a second, %,d of them of thieves ...", STEADY_RATE, STEADY_RATE / THIEVES);
            late = untilRaised(topic, traffic, raised, thieves, seconds);
        }
        Arrays.sort(late);
        figures.figure("event_to_finding_p50_ms", percentile(late, 50));
        figures.say("  half within %.0f ms; load %.1f", percentile(late, 50), Machine.load());
        figures.atMost("event_to_finding_p99_ms", percentile(late, 99), FINDING_GOAL_MS);
    }

    /**
     * Publishes sign-ins at a steady rate, of which some are with a retired password: each of these is a finding about its account.
     *
     * @param first account of which the first of them is; each is of another one
     * @return of each of them, nanoseconds from when it was due until its finding was there
     */
    private static long[] untilRaised(LoginTopic topic, Traffic traffic, RaisedFindings raised, int first, int seconds)
            throws IOException, InterruptedException {
        Map<UUID, Long> thieves = new HashMap<>();
        long start = System.nanoTime();
        for (int i = 0; i < seconds * STEADY_RATE; i++) {
            long at = start + i * 1_000_000_000L / STEADY_RATE;
            if (i % THIEVES == 0) {
                Login thief = traffic.thief(first + i / THIEVES, Instant.now());
                thieves.put(thief.accountId(), at);
                topic.send(List.of(thief));
            } else {
                topic.send(List.of(traffic.one(Instant.now())));
            }
            for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
        Map<UUID, Long> seen = raised.await(thieves.keySet(), Duration.ofMinutes(1));
        if (!seen.keySet().containsAll(thieves.keySet())) {
            throw new IOException("Of " + thieves.size() + " findings not all were published within a minute");
        }
        return thieves.entrySet().stream()
                .mapToLong(thief -> seen.getOrDefault(thief.getKey(), Long.MAX_VALUE) - thief.getValue())
                .toArray();
    }

    private static double percentile(long[] sorted, double percent) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * percent / 100))] / 1e6;
    }

    /** What a mail server waits for before each sign-in, at a steady rate. */
    private void answers(RunningService service, int accounts) throws IOException {
        try (PolicyLoad load = new PolicyLoad(service.at("/").getPort(), CONNECTIONS, KEY, accounts)) {
            figures.say("Warming up ...");
            load.ask(size.of(500, 20_000), ALLOW_RATE);
            figures.say("Asking %,d times a second whether sign-ins are allowed ...", ALLOW_RATE);
            PolicyLoad.Run run = load.ask(size.of(1_000, 60_000), ALLOW_RATE);
            figures.say("  half within %.1f ms; load %.1f", run.percentile(50), Machine.load());
            figures.figure("allow_p50_ms", run.percentile(50));
            figures.atMost("allow_p99_ms", run.percentile(99), ALLOW_GOAL_MS);
            figures.atMost("allow_max_ms", run.percentile(100), ALLOW_TIMEOUT_MS);
            figures.figure("allow_per_s", run.nanos().length / run.seconds());
        }
    }
}
