// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.combolist;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The plain way to search the list that was written: each line a string, each part of it between separators looked up. */
final class LineByLine {

    private LineByLine() {}

    /** Line, address and password of each member in the list. */
    static List<String> find(Path list, Set<String> fleet) throws IOException {
        List<String> found = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(list, StandardCharsets.US_ASCII)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String[] parts = line.split("[:;]");
                for (int i = 0; i + 1 < parts.length; i++) {
                    if (fleet.contains(parts[i])) {
                        found.add(number + " " + parts[i] + " " + parts[i + 1]);
                    }
                }
            }
        }
        return found;
    }
}
