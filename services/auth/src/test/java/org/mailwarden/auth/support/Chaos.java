// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The size of tests that are also a programme of its own, {@code ./mailwarden chaos auth}. */
public final class Chaos {

    private static final boolean FULL = Boolean.getBoolean("mailwarden.chaos.full");

    private Chaos() {}

    /** One size in the test run and another in the programme. */
    public static int of(int inTests, int full) {
        return FULL ? full : inTests;
    }

    /** How long a test waits for what is to come in the end. */
    public static Duration patience() {
        return FULL ? Duration.ofMinutes(15) : Duration.ofSeconds(60);
    }

    /** Tells the figures of a case, and adds them as a line of JSON to the report when there is to be one. */
    public static void tell(String name, Map<String, Object> figures) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("case", name);
        line.put("full", FULL);
        line.putAll(figures);
        try {
            String json = new ObjectMapper().writeValueAsString(line);
            System.out.println("chaos: " + json);
            String report = System.getProperty("mailwarden.chaos.report", "");
            if (!report.isEmpty()) {
                Files.writeString(Path.of(report), json + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
