// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.mailwarden.bench.corpus.CorpusText;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.bench.service.RunningService;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.CorpusStore;
import org.mailwarden.breachwatch.corpus.Sha1Hash;
import org.mailwarden.devstack.process.FileTrees;

/** A corpus lands on breach-watch as operators run it: how long until the last finding about the fleet is published. */
public final class MatchingBench implements Benchmark {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One account in so many has a password that is in the corpus. */
    private static final int EXPOSED = 20;

    /** Looked up at once, as the service does. */
    private static final int AT_ONCE = 5_000;

    private static final int ROUNDS = 5;
    private static final double MATCHING_GOAL = 1;
    private static final double PUBLISHED_GOAL = 10;

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        int accounts = size.of(2_000, 100_000);
        Path folder = Files.createTempDirectory("mailwarden-bench");
        Thread ending = Thread.ofPlatform().unstarted(() -> FileTrees.delete(folder));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            int entries = size.of(50_000, 10_000_000);
            figures.say("Writing a corpus of about %,d entries ...", entries);
            Path text = Files.createDirectory(folder.resolve("import")).resolve("corpus.txt");
            List<Sha1Hash> hashes = new ArrayList<>(List.of(CorpusText.write(text, entries, accounts / EXPOSED)));
            int exposed = hashes.size();
            SplittableRandom random = new SplittableRandom(7);
            while (hashes.size() < accounts) {
                hashes.add(new Sha1Hash(
                        random.nextInt(1 << 20), random.nextLong(), random.nextInt(1 << 12), random.nextLong()));
            }
            Collections.shuffle(hashes, new java.util.Random(7));
            Path data = folder.resolve("data");
            try (RunningService service = RunningService.start(
                    "breach-watch",
                    folder,
                    Map.of(
                            "mailwarden.breach-watch.data-directory",
                            data.toString(),
                            "mailwarden.breach-watch.import-directories",
                            folder.resolve("import").toString(),
                            // A look at every account is other work, and begins some minutes after the start.
                            "mailwarden.breach-watch.posture.sweep-every",
                            "24h"))) {
                land(figures, service, text, hashes, exposed);
                lookUp(figures, data.resolve("corpus"), hashes, exposed);
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            FileTrees.delete(folder);
        }
    }

    private static void land(Figures figures, RunningService service, Path text, List<Sha1Hash> hashes, int exposed)
            throws IOException, InterruptedException {
        try (Connection database = DriverManager.getConnection(
                        service.database("jdbc.url"), service.database("username"), service.database("password"));
                PublishedFindings published = new PublishedFindings(service.bootstrapServers())) {
            figures.say("Enrolling %,d accounts, %,d with an exposed password ...", hashes.size(), exposed);
            SealedFleet.enrol(database, service.keys(), hashes);
            figures.say("Landing the corpus ...");
            importCorpus(service, text);
            published.await(exposed, Duration.ofMinutes(5));
            figures.atMost("landed_to_published_s", (published.last() - landed(database)) / 1000.0, PUBLISHED_GOAL);
            figures.atLeast("findings", published.count(), exposed);
        } catch (SQLException e) {
            throw new IOException("The database did not answer: " + service.logTail(), e);
        }
    }

    private static void lookUp(Figures figures, Path folder, List<Sha1Hash> hashes, int exposed) throws IOException {
        List<Double> rounds = new ArrayList<>();
        try (CorpusStore store = new CorpusStore(folder, Long.MAX_VALUE);
                Corpus corpus = store.open().orElseThrow(() -> new IOException("No corpus landed"))) {
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                int hits = 0;
                for (int from = 0; from < hashes.size(); from += AT_ONCE) {
                    for (Corpus.Answer answer :
                            corpus.findAll(hashes.subList(from, Math.min(from + AT_ONCE, hashes.size())))) {
                        hits += answer instanceof Corpus.Answer.Hit ? 1 : 0;
                    }
                }
                rounds.add((System.nanoTime() - start) / 1e9);
                if (hits != exposed) {
                    throw new IOException("Fast and wrong is no figure: " + hits + " hits, not " + exposed);
                }
            }
        }
        figures.atMost("matching_seconds", Rounds.median(rounds), MATCHING_GOAL);
        figures.figure("first_matching_seconds", rounds.getFirst());
    }

    private static void importCorpus(RunningService service, Path text) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            JsonNode job = said(
                    http,
                    asked(service, "/api/v1/corpora")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    JSON.writeValueAsString(Map.of("path", text.toString(), "name", "benchmark")))));
            String path = "/api/v1/jobs/" + job.path("id").asText();
            while (!job.path("state").asText().equals("DONE")) {
                if (job.path("state").asText().equals("FAILED")) {
                    throw new IOException("The corpus was not imported: " + job.path("message"));
                }
                Thread.sleep(200);
                job = said(http, asked(service, path));
            }
        }
    }

    private static HttpRequest.Builder asked(RunningService service, String path) {
        return HttpRequest.newBuilder(service.at(path))
                .header("Authorization", "Bearer " + service.administrator())
                .header("Content-Type", "application/json");
    }

    private static JsonNode said(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException("The service answers " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** When the corpus became the one that serves, in milliseconds since 1970. */
    private static long landed(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select imported_at from corpus_import")) {
            if (!rows.next()) {
                throw new SQLException("No corpus landed");
            }
            return rows.getTimestamp(1).getTime();
        }
    }
}
