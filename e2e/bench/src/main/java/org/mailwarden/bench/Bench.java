// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mailwarden.bench.combolist.CombolistBench;
import org.mailwarden.bench.console.ConsoleBench;
import org.mailwarden.bench.corpus.CorpusBench;
import org.mailwarden.bench.fetch.FetchBench;
import org.mailwarden.bench.idle.IdleBench;
import org.mailwarden.bench.logins.LoginsBench;
import org.mailwarden.bench.matching.MatchingBench;
import org.mailwarden.bench.parse.ParseBench;
import org.mailwarden.bench.poll.PollBench;
import org.mailwarden.bench.range.RangeBench;
import org.mailwarden.bench.reset.ResetBench;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Logs;
import org.mailwarden.bench.run.Machine;
import org.mailwarden.bench.run.Options;
import org.mailwarden.bench.run.Report;

/** What {@code ./mailwarden bench} runs. */
public final class Bench {

    private static final Map<String, Benchmark> BENCHMARKS = Map.ofEntries(
            Map.entry("fetch", new FetchBench()),
            Map.entry("poll", new PollBench()),
            Map.entry("idle", new IdleBench()),
            Map.entry("parse", new ParseBench()),
            Map.entry("corpus", new CorpusBench()),
            Map.entry("range", new RangeBench()),
            Map.entry("combolist", new CombolistBench()),
            Map.entry("matching", new MatchingBench()),
            Map.entry("logins", new LoginsBench()),
            Map.entry("reset", new ResetBench()),
            Map.entry("console", new ConsoleBench()));
    private static final int MET = 0;
    private static final int MISSED = 1;
    private static final int MISUSED = 2;

    private Bench() {}

    /**
     * Runs one benchmark and ends the JVM; what it started ends with it, however it ends.
     *
     * @param arguments the name and the options
     * @throws InterruptedException when it is stopped
     */
    public static void main(String[] arguments) throws InterruptedException {
        Logs.asInAService();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(out, List.of(arguments)));
    }

    private static int run(PrintStream out, List<String> arguments) throws InterruptedException {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(Options.USAGE);
            return MET;
        }
        Options options;
        try {
            options = Options.of(arguments, Path.of(System.getProperty("mailwarden.caller", "")));
            if (!BENCHMARKS.containsKey(options.name())) {
                throw new IllegalArgumentException("There is no benchmark '" + options.name() + "'");
            }
        } catch (IllegalArgumentException e) {
            out.printf("%s.%n%n%s", e.getMessage(), Options.USAGE);
            return MISUSED;
        }
        Report report;
        try {
            report = measure(out, options);
        } catch (IOException | RuntimeException e) {
            out.printf("The benchmark broke: %s%n", e);
            return MISSED;
        }
        Path file = options.report();
        if (file != null) {
            report.write(file);
            out.println("Report: " + file);
        }
        return report.held() ? MET : MISSED;
    }

    /**
     * Measures.
     *
     * @param out where progress is told
     * @param options what was asked for
     * @return what was measured
     * @throws IOException when a server or a connection fails
     * @throws InterruptedException when it is stopped
     */
    public static Report measure(PrintStream out, Options options) throws IOException, InterruptedException {
        Benchmark benchmark = BENCHMARKS.get(options.name());
        if (benchmark == null) {
            throw new IllegalArgumentException("There is no benchmark '" + options.name() + "'");
        }
        Figures figures = new Figures(out);
        Machine.describe(figures);
        figures.machine("size", options.size().name().toLowerCase(java.util.Locale.ROOT));
        figures.machine("load_before", Machine.load());
        benchmark.measure(figures, options);
        figures.machine("load_after", Machine.load());
        return figures.report(options.name());
    }
}
