// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Ways of doing the same work, timed in turns: each round starts and ends with the baseline, so that a machine that slows
 * down meanwhile slows down both. A ratio compares within one round, and the median round counts.
 */
public final class Rounds {

    private static final double STEADY = 1.5;

    private final Figures figures;
    private final String baseline;
    private final Map<String, Timed> ways = new LinkedHashMap<>();
    private final Map<String, List<Double>> times = new LinkedHashMap<>();

    /** One run of the work. */
    @FunctionalInterface
    public interface Timed {

        /**
         * Does the work.
         *
         * @return how long it took, seconds
         */
        double seconds() throws IOException, InterruptedException;
    }

    /**
     * Starts with the baseline.
     *
     * @param figures where rounds are told
     * @param name of the baseline
     * @param way how the baseline does it
     */
    public Rounds(Figures figures, String name, Timed way) {
        this.figures = figures;
        this.baseline = name;
        ways.put(name, way);
    }

    /** Adds another way. */
    public Rounds with(String name, Timed way) {
        ways.put(name, way);
        return this;
    }

    /** Runs so many rounds. */
    public Rounds run(int rounds) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            Map<String, Double> row = new LinkedHashMap<>();
            for (Map.Entry<String, Timed> way : ways.entrySet()) {
                row.put(way.getKey(), way.getValue().seconds());
            }
            double first = row.getOrDefault(baseline, 0.0);
            double last = ways.getOrDefault(baseline, () -> 0).seconds();
            boolean steady = Math.max(first, last) <= STEADY * Math.min(first, last);
            figures.say(
                    "  round %d: %s, %s again %.2f s; load %.1f%s",
                    round,
                    row.entrySet().stream()
                            .map(e -> String.format(Locale.ROOT, "%s %.2f s", e.getKey(), e.getValue()))
                            .collect(Collectors.joining(", ")),
                    baseline,
                    last,
                    Machine.load(),
                    steady ? "" : "  (disturbed: the two runs of the baseline differ)");
            row.put(baseline, (first + last) / 2);
            row.forEach((name, seconds) ->
                    times.computeIfAbsent(name, n -> new ArrayList<>()).add(seconds));
        }
        return this;
    }

    /** Seconds of the median round. */
    public double seconds(String way) {
        return median(times.getOrDefault(way, List.of()));
    }

    /** How many times faster than another way in the same round; the median round counts. */
    public double ratio(String ours, String other) {
        List<Double> fast = times.getOrDefault(ours, List.of());
        List<Double> slow = times.getOrDefault(other, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < fast.size(); i++) {
            ratios.add(slow.get(i) / fast.get(i));
        }
        return median(ratios);
    }

    /** The middle of some values; the mean of the two middle ones when they are even. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Times something. */
    public static double time(Work work) throws IOException, InterruptedException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** Something to be timed. */
    @FunctionalInterface
    public interface Work {

        /** Does it. */
        void run() throws IOException, InterruptedException;
    }
}
