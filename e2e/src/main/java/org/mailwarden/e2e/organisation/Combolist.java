// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.organisation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes a combolist as they are found: strangers, banners, several separators, repeats, and the planted pairs. */
public final class Combolist {

    private Combolist() {}

    /**
     * Writes the file.
     *
     * @param file where to
     * @param people the organisation with its plants
     * @param strangers lines of people of other organisations
     */
    public static void write(Path file, List<Person> people, int strangers) {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < strangers; i++) {
            lines.add("user" + i + "@elsewhere" + i % 50 + ".example" + ":;|".charAt(i % 3) + "pw"
                    + random.nextInt(1_000_000));
        }
        for (Person person : people) {
            if (person.plant().leaked()) {
                lines.add(person.address() + ":" + person.password());
                lines.add("https://portal.example/login:" + person.address().toUpperCase(Locale.ROOT) + ":"
                        + person.password());
            }
            if (person.plant() == Plant.LEAKED_STALE) {
                lines.add(person.address() + ";" + person.formerPassword());
            }
        }
        Collections.shuffle(lines, random);
        lines.add(0, "======== fresh combo 2026 ========");
        lines.add(lines.size() / 2, "not a pair at all");
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("The sample combolist could not be written to " + file, e);
        }
    }
}
