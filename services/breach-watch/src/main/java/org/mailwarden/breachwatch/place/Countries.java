// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The middle of each country and how far its people live from it. Written from general geographic knowledge, rounded to half a
 * degree and generous with the radius: a country alone must never make a journey look longer than it was.
 */
final class Countries {

    private static final Map<String, Position> TABLE = read();

    private Countries() {}

    /** Middle and radius of a country; absent when it is not in the table. */
    static @Nullable Position position(String code) {
        return TABLE.get(code);
    }

    private static Map<String, Position> read() {
        Map<String, Position> table = new HashMap<>();
        try (InputStream in = Countries.class.getResourceAsStream("countries.txt")) {
            if (in == null) {
                throw new IllegalStateException("countries.txt is missing from the program");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split(" ", -1);
                        table.put(
                                parts[0],
                                new Position(
                                        Double.parseDouble(parts[1]),
                                        Double.parseDouble(parts[2]),
                                        Double.parseDouble(parts[3])));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
