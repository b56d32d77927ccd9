// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The size of tests that are also a programme of its own, {@code ./mailwarden chaos breach-watch}: the same promises, held
 * against a corpus of 50 million entries.
 */
public final class Chaos {

    private static final boolean FULL = Boolean.getBoolean("mailwarden.chaos.full");

    private Chaos() {}

    /** Whether this is the programme and not the test run. */
    public static boolean isFull() {
        return FULL;
    }

    /** One size in the test run and another in the programme. */
    public static int of(int inTests, int full) {
        return FULL ? full : inTests;
    }

    /** Tells the figures of a case, and adds them as a line of JSON to the report when there is to be one. */
    public static void tell(String name, Map<String, Object> figures) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("case", name);
        line.put("full", FULL);
        line.putAll(figures);
        String json = new ObjectMapper().writeValueAsString(line);
        System.out.println("chaos: " + json);
        String report = System.getProperty("mailwarden.chaos.report", "");
        if (!report.isEmpty()) {
            Files.writeString(Path.of(report), json + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
