// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.range;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mailwarden.bench.corpus.CorpusBench;
import org.mailwarden.bench.corpus.CorpusText;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.ChildJvm;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.bench.service.RunningService;
import org.mailwarden.breachwatch.corpus.Sha1Hash;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.process.FreePorts;

/** The range search as callers see it: breach-watch as operators run it, beside a server that answers one constant text. */
public final class RangeBench implements Benchmark {

    private static final int CONNECTIONS = 64;
    private static final int CHECKED = 200;
    private static final int PREFIXES = 1 << 20;
    /** Routing, roles, metrics, look-up, text and checksum together take no longer than one and a half times the HTTP. */
    private static final double SHORT_GOAL = 0.4;
    /** Here the constant text costs one copy, and the checksum of as many bytes alone takes several times that. */
    private static final double LONG_GOAL = 0.1;

    /**
     * A corpus to ask.
     *
     * @param name before each of its figures
     * @param entries about how many hashes
     * @param prefixes how many ranges they fill
     * @param requests in a round
     * @param goal of the ratio
     */
    private record Shape(String name, int entries, int prefixes, int requests, double goal) {}

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        measure(
                figures,
                size,
                new Shape("", size.of(50_000, 50_000_000), PREFIXES, size.of(2_000, 100_000), SHORT_GOAL));
        // As long as those of Pwned Passwords are in 2026.
        int lines = 1_973;
        int ranges = size.of(16, 512);
        measure(figures, size, new Shape("full_range_", lines * ranges, ranges, size.of(200, 20_000), LONG_GOAL));
    }

    private static void measure(Figures figures, Size size, Shape shape) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mailwarden-bench");
        Thread ending = Thread.ofPlatform().unstarted(() -> FileTrees.delete(folder));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            figures.say("Importing about %,d entries of %,d ranges ...", shape.entries(), shape.prefixes());
            Path text = folder.resolve("corpus.txt");
            Sha1Hash[] planted =
                    CorpusText.write(text, shape.entries(), shape.prefixes(), Math.min(shape.entries() / 20, 500_000));
            CorpusBench.importOnce(text, folder.resolve("data/corpus"));
            Files.delete(text);
            try (RunningService service = RunningService.start(
                    "breach-watch",
                    folder,
                    Map.of(
                            "mailwarden.breach-watch.data-directory",
                            folder.resolve("data").toString()))) {
                check(service, planted);
                load(figures, service, planted, shape, size.of(1, 5));
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            FileTrees.delete(folder);
        }
    }

    private static void load(Figures figures, RunningService service, Sha1Hash[] planted, Shape shape, int rounds)
            throws IOException, InterruptedException {
        int[] prefixes = Arrays.stream(planted).mapToInt(Sha1Hash::prefix).toArray();
        int requests = shape.requests();
        try (KeptConnections ours = new KeptConnections(service.at("/").getPort(), CONNECTIONS)) {
            figures.say("Warming up ...");
            int bytes = (int) (ours.ask(prefixes, requests).bytes() / requests);
            int port = FreePorts.next();
            Process server =
                    ChildJvm.start(ConstantServer.class, "-Xmx512m", Integer.toString(port), Integer.toString(bytes));
            try (BufferedReader said =
                    new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
                String word = said.readLine();
                while (word != null && !word.equals(ConstantServer.READY)) {
                    word = said.readLine();
                }
                if (word == null) {
                    throw new IOException("The constant server did not start");
                }
                try (KeptConnections constant = new KeptConnections(port, CONNECTIONS)) {
                    constant.ask(prefixes, requests);
                    ours.ask(prefixes, requests);
                    race(figures, ours, constant, prefixes, shape, rounds);
                }
            } finally {
                server.destroy();
            }
            figures.figure(shape.name() + "mean_body_bytes", bytes);
        }
    }

    private static void race(
            Figures figures, KeptConnections ours, KeptConnections constant, int[] prefixes, Shape shape, int rounds)
            throws IOException, InterruptedException {
        int requests = shape.requests();
        figures.say("Asking for %,d ranges over %d connections ...", requests, CONNECTIONS);
        List<Double> slowest = new ArrayList<>();
        Rounds ways = new Rounds(
                        figures,
                        "constant",
                        () -> constant.ask(prefixes, requests).seconds())
                .with("range", () -> {
                    KeptConnections.Run run = ours.ask(prefixes, requests);
                    slowest.add(run.percentile(99));
                    return run.seconds();
                });
        ways.run(rounds);
        figures.figure(shape.name() + "constant_requests_per_s", requests / ways.seconds("constant"));
        figures.figure(shape.name() + "requests_per_s", requests / ways.seconds("range"));
        figures.figure(shape.name() + "p99_ms", Rounds.median(slowest));
        figures.ratio(shape.name() + "vs_constant_body", ways.ratio("range", "constant"), shape.goal());
    }

    /** Fast and wrong is no figure. */
    private static void check(RunningService service, Sha1Hash[] planted) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < Math.min(CHECKED, planted.length); i++) {
                Sha1Hash hash = planted[i];
                String suffix = "%016X%03X%016X".formatted(hash.key(), hash.tailHigh(), hash.tailLow());
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(service.at("/range/%05X".formatted(hash.prefix())))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.body().lines().noneMatch(line -> line.matches(suffix + ":[1-9][0-9]*"))) {
                    throw new IOException("A range lacks a hash that was imported: " + answer.statusCode());
                }
            }
        }
    }
}
