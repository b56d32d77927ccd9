// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.combolist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A made-up list of addresses and passwords in the shares of real ones: half of the addresses on a few free-mail domains, a
 * tenth of the lines with a page in front, some separators other than a colon. The same from the same seed.
 */
final class ListText {

    private static final List<String> FREE = List.of(
            "freemail.example",
            "freemail.example",
            "freemail.example",
            "webmail.example",
            "post.example",
            "inbox.test");
    private static final List<String> OWN =
            List.of("sample.example", "corp.sample.example", "sample.test", "works.example", "labs.works.example");
    private static final int POOL = 1 << 16;
    private static final int PLANTED_ONE_IN = 5_000;

    private final SplittableRandom random = new SplittableRandom(20_261_127);
    private final byte[][] names = new byte[POOL][];
    private final byte[][] domains = new byte[POOL][];
    private final byte[][] passwords = new byte[POOL][];

    private ListText() {
        for (int i = 0; i < POOL; i++) {
            names[i] = bytes(letters(5, 14) + (random.nextInt(3) == 0 ? random.nextInt(1_000) : ""));
            domains[i] = bytes(
                    random.nextBoolean()
                            ? FREE.get(random.nextInt(FREE.size()))
                            : letters(4, 12) + "."
                                    + List.of("com", "net", "org", "de", "fr").get(random.nextInt(5)));
            passwords[i] = bytes(letters(4, 9) + random.nextInt(1_000));
        }
    }

    /** A fleet on domains of its own. */
    static Set<String> ownFleet(int size) {
        return fleet(size, OWN);
    }

    /** A fleet on the free-mail domain that most lines of the list are of. */
    static Set<String> freeFleet(int size) {
        return fleet(size, FREE.subList(0, 1));
    }

    /**
     * Writes the list. One line in 5,000 names a member of one of the fleets, each with a password of its own.
     *
     * @param file where
     * @param size bytes, about
     * @param fleets whose members are named in turn
     */
    static void write(Path file, long size, List<Set<String>> fleets) throws IOException {
        ListText text = new ListText();
        List<List<String>> members = fleets.stream().map(List::copyOf).toList();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            long written = 0;
            for (int line = 1; written < size; line++) {
                written += line % PLANTED_ONE_IN == 0
                        ? text.plant(out, members.get(line / PLANTED_ONE_IN % members.size()), line)
                        : text.line(out);
            }
        }
    }

    private int plant(OutputStream out, List<String> members, int line) throws IOException {
        String page = random.nextInt(4) == 0 ? "https://" + letters(4, 12) + ".example/login:" : "";
        byte[] bytes = bytes(page + members.get(random.nextInt(members.size())) + ":planted" + line + "\n");
        out.write(bytes);
        return bytes.length;
    }

    private int line(OutputStream out) throws IOException {
        byte[] page = random.nextInt(10) == 0 ? domains[random.nextInt(POOL)] : new byte[0];
        byte[] name = names[random.nextInt(POOL)];
        byte[] domain = domains[random.nextInt(POOL)];
        byte[] password = passwords[random.nextInt(POOL)];
        int length = name.length + domain.length + password.length + 3;
        if (page.length > 0) {
            byte[] front = bytes("https://");
            out.write(front);
            out.write(page);
            out.write('/');
            out.write(':');
            length += front.length + page.length + 2;
        }
        out.write(name);
        out.write('@');
        out.write(domain);
        out.write(random.nextInt(20) == 0 ? ';' : ':');
        out.write(password);
        out.write('\n');
        return length;
    }

    private static Set<String> fleet(int size, List<String> domains) {
        SplittableRandom random = new SplittableRandom(size);
        Set<String> fleet = new HashSet<>();
        while (fleet.size() < size) {
            fleet.add("member" + Integer.toString(random.nextInt(1 << 30), 36) + "@"
                    + domains.get(fleet.size() % domains.size()));
        }
        return fleet;
    }

    private String letters(int least, int most) {
        StringBuilder letters = new StringBuilder();
        for (int i = random.nextInt(least, most + 1); i > 0; i--) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
