// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of one run.
 *
 * @param name of the benchmark
 * @param held whether every goal that could be measured was met
 * @param ratios our throughput over the baseline's: higher is better
 * @param figures everything else
 * @param goals by the name of the ratio or figure
 * @param machine where it ran, with which peers, under which load
 */
public record Report(
        String name,
        boolean held,
        Map<String, Double> ratios,
        Map<String, Double> figures,
        Map<String, Double> goals,
        Map<String, Object> machine) {

    /** Copies the maps, sorted by name. */
    public Report {
        ratios = new TreeMap<>(ratios);
        figures = new TreeMap<>(figures);
        goals = new TreeMap<>(goals);
        machine = new TreeMap<>(machine);
    }

    /** Writes it as JSON. */
    public void write(Path file) {
        try {
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException("The report could not be written to " + file, e);
        }
    }
}
