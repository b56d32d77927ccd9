// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.reset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.bench.service.RunningService;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.devstack.mail.MailPorts;
import org.mailwarden.devstack.mail.SampleMailServer;
import org.mailwarden.devstack.process.FileTrees;

/**
 * auth as operators run it beside a real Keycloak: how long from a finding on Kafka until nothing of the thief's is left, at
 * one a second; and how many resets of an approved batch in a second, beside the same calls with nothing around them.
 */
final class ResponseBench implements Benchmark {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FindingKind ONE_BY_ONE = FindingKind.SUCCESS_AFTER_FAILURES;
    private static final FindingKind AT_ONCE = FindingKind.NEW_CLIENT;
    private static final double DEAD_P95_MS_GOAL = 3000;
    private static final double BATCH_GOAL = 0.7;
    private static final double NINETY_FIFTH = 0.95;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int SIGN_INS_AT_ONCE = 4;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mailwarden-bench");
        MailPorts ports = MailPorts.free();
        SampleMailServer mail = new SampleMailServer(folder.resolve("mail"), ports).start();
        Thread ending = Thread.ofPlatform().unstarted(() -> end(mail, folder));
        Runtime.getRuntime().addShutdownHook(ending);
        try (OtherServices others = new OtherServices();
                RunningService auth = RunningService.startWithKeycloak(
                        "auth",
                        folder,
                        servers -> Map.of(
                                "mailwarden.auth.breach-watch-url", others.url(),
                                "mailwarden.auth.ledger.checkpoints",
                                        folder.resolve("checkpoints").toString(),
                                "mailwarden.auth.governor.total.max", "100000",
                                // Looks at everybody, which is other work.
                                "mailwarden.auth.posture.first-scan-after", "24h",
                                "quarkus.mailer.host", "127.0.0.1",
                                "quarkus.mailer.port", Integer.toString(ports.smtp()),
                                "quarkus.mailer.start-tls", "DISABLED",
                                "quarkus.mailer.mock", "false"));
                Connection database = DriverManager.getConnection(
                        auth.database("jdbc.url"), auth.database("username"), auth.database("password"))) {
            Thread fetcher = others.follow(auth.bootstrapServers());
            try {
                oneByOne(figures, size.of(5, 60), auth, others, database);
                batch(figures, size.of(12, 1000), size.of(6, 150), auth, others, database);
            } finally {
                others.close();
                fetcher.join();
            }
        } catch (SQLException cause) {
            throw new IOException(cause);
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            end(mail, folder);
        }
    }

    private void oneByOne(Figures figures, int count, RunningService auth, OtherServices others, Connection database)
            throws IOException, InterruptedException, SQLException {
        figures.say("Resetting %d people one by one, one finding a second ...", count);
        policy(auth, "one-by-one", ONE_BY_ONE, "AUTO");
        // The first few run code that was never run before.
        List<LeakedPerson> warm = people(auth, others, Math.min(5, count));
        others.findings(auth.bootstrapServers(), warm, ONE_BY_ONE, Duration.ofSeconds(1));
        await(database, warm, "VERIFIED");
        List<LeakedPerson> people = people(auth, others, count);
        Map<UUID, Long> published = others.findings(auth.bootstrapServers(), people, ONE_BY_ONE, Duration.ofSeconds(1));
        await(database, people, "VERIFIED");
        for (String step : List.of("GOVERN", "SUSPEND", "LOGOUT", "REVOKE_GRANTS", "DELETE_PASSWORD")) {
            figures.say(
                    "  %s done after %.0f ms, half of them sooner",
                    step, SignInBench.at(times(database, step, published), 0.5));
        }
        List<Double> times = times(database, "LOGOUT_AGAIN", published);
        refuseEvery(auth, people);
        figures.figure("finding_to_dead_median_ms", SignInBench.at(times, 0.5));
        figures.atMost("finding_to_dead_p95_ms", SignInBench.at(times, NINETY_FIFTH), DEAD_P95_MS_GOAL);
    }

    private void batch(
            Figures figures, int count, int bare, RunningService auth, OtherServices others, Connection database)
            throws IOException, InterruptedException, SQLException {
        // After 300 people auth was still being compiled for a third of the time and after 600 for a twentieth; in its
        // second hour it is not.
        int warming = 6 * bare;
        figures.say("Warming up: %d people ...", warming);
        List<LeakedPerson> warm = people(auth, others, warming);
        others.findings(auth.bootstrapServers(), warm, ONE_BY_ONE, Duration.ZERO);
        await(database, warm, "VERIFIED");
        // Otherwise the calls before the batch would be those of a client that runs for the first time.
        BareCalls calls = new BareCalls(auth.keycloak(), auth.clientSecret("mailwarden-auth"));
        calls.perSecond(people(auth, others, bare));
        figures.say("Resetting %d people in one batch, and twice %d by the same calls alone ...", count, bare);
        policy(auth, "at-once", AT_ONCE, "PROPOSE");
        List<LeakedPerson> before = people(auth, others, bare);
        List<LeakedPerson> after = people(auth, others, bare);
        List<LeakedPerson> people = people(auth, others, count);
        others.findings(auth.bootstrapServers(), people, AT_ONCE, Duration.ZERO);
        await(database, people, "HELD");
        String path = "/api/v1/remediations/batches";
        List<String> ids = ids(database, people);
        JsonNode shown = api(auth, "mailwarden-cli", "POST", path + "?dryRun=true", Map.of("remediationIds", ids));
        String hash = shown.path("hash").asText();
        JsonNode asked = api(
                auth,
                "mailwarden-cli",
                "POST",
                path,
                Map.of("remediationIds", ids, "hash", hash, "reason", "a stolen list"));
        double first = calls.perSecond(before);
        long start = System.nanoTime();
        api(
                auth,
                "mailwarden-approver-cli",
                "POST",
                path + "/" + asked.path("id").asText() + "/approve",
                Map.of("hash", hash, "reason", "seen"));
        await(database, people, "VERIFIED");
        double batch = count * 1e9 / (System.nanoTime() - start);
        double second = calls.perSecond(after);
        refuseEvery(auth, people);
        figures.say("  %.1f resets a second, the bare calls %.1f before and %.1f after", batch, first, second);
        figures.figure("batch_per_s", batch);
        figures.figure("bare_per_s", Rounds.median(List.of(first, second)));
        figures.ratio("batch_vs_bare_calls", batch / ((first + second) / 2), BATCH_GOAL);
    }

    private List<LeakedPerson> people(RunningService auth, OtherServices others, int count)
            throws IOException, InterruptedException {
        SignIns signIns = new SignIns(auth.keycloak(), auth.clientSecret("mailwarden-provisioner"));
        List<LeakedPerson> people = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SIGN_INS_AT_ONCE)) {
            List<Future<LeakedPerson>> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                made.add(threads.submit(signIns::leaked));
            }
            for (Future<LeakedPerson> each : made) {
                people.add(each.get());
            }
        } catch (ExecutionException cause) {
            throw new IOException(cause);
        }
        others.accounts(auth.bootstrapServers(), people);
        return people;
    }

    private void policy(RunningService auth, String name, FindingKind kind, String mode)
            throws IOException, InterruptedException {
        Map<String, Object> policy = Map.of(
                "kinds",
                List.of(kind.name()),
                "mode",
                mode,
                "budget",
                Map.of("max", 5000, "windowMinutes", 600, "shareOfFleet", 0));
        api(auth, "mailwarden-cli", "POST", "/api/v1/policies/simulate", Map.of("name", name, "policy", policy));
        api(auth, "mailwarden-cli", "PUT", "/api/v1/policies/" + name, policy);
    }

    private JsonNode api(RunningService auth, String client, String method, String path, Map<String, ?> body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(auth.at(path))
                        .header(
                                "Authorization",
                                "Bearer "
                                        + new SignIns(auth.keycloak(), "")
                                                .clientToken(client, auth.clientSecret(client)))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException("auth answers " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Asked twice a second: the database that answers is the one that is measured. */
    private static void await(Connection database, List<LeakedPerson> people, String state)
            throws SQLException, InterruptedException, IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        for (int there = count(database, people, state);
                there < people.size();
                there = count(database, people, state)) {
            if (System.nanoTime() > end) {
                throw new IOException(there + " of " + people.size() + " are " + state);
            }
            Thread.sleep(500);
        }
    }

    private static int count(Connection database, List<LeakedPerson> people, String state) throws SQLException {
        try (PreparedStatement statement =
                database.prepareStatement("select count(*) from remediation where account_id = any(?) and state = ?")) {
            statement.setArray(1, accounts(database, people));
            statement.setString(2, state);
            ResultSet rows = statement.executeQuery();
            rows.next();
            return rows.getInt(1);
        }
    }

    private static List<String> ids(Connection database, List<LeakedPerson> people) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement statement =
                database.prepareStatement("select id from remediation where account_id = any(?)")) {
            statement.setArray(1, accounts(database, people));
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static Array accounts(Connection database, List<LeakedPerson> people) throws SQLException {
        return database.createArrayOf(
                "uuid", people.stream().map(LeakedPerson::accountId).toArray());
    }

    /** How long after its finding was published the step was done, for each account, in milliseconds. */
    private static List<Double> times(Connection database, String step, Map<UUID, Long> published) throws SQLException {
        List<Double> times = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement("select r.account_id, s.done_at from step_intent s"
                + " join remediation r on r.id = s.remediation_id where s.step = ?")) {
            statement.setString(1, step);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                Long since = published.get(rows.getObject(1, UUID.class));
                if (since != null) {
                    times.add((double) (rows.getTimestamp(2).getTime() - since));
                }
            }
        }
        return times;
    }

    private static void refuseEvery(RunningService auth, List<LeakedPerson> people)
            throws IOException, InterruptedException {
        SignIns signIns = new SignIns(auth.keycloak(), "");
        for (LeakedPerson person : people) {
            if (signIns.refreshes(person.offlineToken())) {
                throw new IOException("Fast and wrong is no figure: the token of " + person + " still works");
            }
        }
    }

    private static void end(SampleMailServer mail, Path folder) {
        mail.close();
        FileTrees.delete(folder);
    }
}
