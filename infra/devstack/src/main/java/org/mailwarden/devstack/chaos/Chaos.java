// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The size of tests that are also a programme of its own: the same promises, held against as much as an organisation has.
 * The system property {@code mailwarden.chaos.full} makes the difference.
 */
public final class Chaos {

    private static final boolean FULL = Boolean.getBoolean("mailwarden.chaos.full");

    private Chaos() {}

    /** Whether this is the programme and not the test run. */
    public static boolean isFull() {
        return FULL;
    }

    /**
     * One size in the test run and another in the programme.
     *
     * @param inTests the small one
     * @param full that of an organisation
     * @return the one that is meant
     */
    public static int of(int inTests, int full) {
        return FULL ? full : inTests;
    }

    /**
     * Tells the figures of a case, and adds them as a line of JSON to the file that the system property
     * {@code mailwarden.chaos.report} names, when it names one.
     *
     * @param name of the case
     * @param figures what is told, in order
     * @throws UncheckedIOException when the report cannot be written
     */
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
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
