// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Rounds;

/** Times of several things by their names, milliseconds. For one thread. */
final class Samples {

    private static final double SHARE = 0.95;

    private final Map<String, List<Double>> times = new TreeMap<>();

    void add(String name, double milliseconds) {
        times.computeIfAbsent(name, any -> new ArrayList<>()).add(milliseconds);
    }

    /** The nearest rank: the smallest time that is not exceeded by more than a twentieth. */
    double p95(String name) {
        List<Double> sorted =
                times.getOrDefault(name, List.of()).stream().sorted().toList();
        return sorted.get((int) Math.ceil(SHARE * sorted.size()) - 1);
    }

    double median(String name) {
        return Rounds.median(times.getOrDefault(name, List.of()));
    }

    /** The highest 95th percentile of them all: each has to be quick, not only most. */
    double worst() {
        return times.keySet().stream().mapToDouble(this::p95).max().orElseThrow();
    }

    /** Tells each, the slowest first, and notes its 95th percentile as a figure of its own. */
    void tell(Figures figures, String prefix) {
        times.keySet().stream()
                .sorted((one, other) -> Double.compare(p95(other), p95(one)))
                .forEach(name -> {
                    figures.say("    %-34s median %6.0f ms, 95th percentile %6.0f ms", name, median(name), p95(name));
                    figures.figure(prefix + name.replace(' ', '_').toLowerCase(Locale.ROOT), p95(name));
                });
    }
}
