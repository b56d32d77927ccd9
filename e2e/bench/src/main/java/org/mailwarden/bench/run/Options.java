// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param name of the benchmark
 * @param size how much of it
 * @param report where to write the figures as JSON, absent for nowhere
 * @param seeds what to make organisations up from; empty for those of the benchmark
 */
public record Options(String name, Size size, @Nullable Path report, List<Long> seeds) {

    /** How it is called. */
    public static final String USAGE = """
            Usage: ./mailwarden bench NAME [--size small|full] [--report FILE] [--seeds FIRST-LAST]

              fetch    whole mailboxes: bare transport, parsed, and to the acknowledged event; against the raw wire and mbsync
              poll     a fleet with nothing new; against mbsync, and kept connections against new ones
              idle     thousands of connections that wait for news, and how soon news is an event
              parse    the facts of real mails per second of one processor
              corpus   the password corpus: import against a plain copy, look-ups against single reads from memory
              range    the range search over HTTP; against a server that answers one constant text
              combolist  a leaked list of 1 GB searched for 100,000 addresses; against a count of its newlines
              matching  a corpus lands on 100,000 accounts: the look-ups alone, and until the last finding is published
              logins   sign-ins of made-up organisations: how right the detectors are, and how fast beside consuming and parsing
              reset    what the check of passwords adds to a sign-in at Keycloak, and the audit ledger verified from its database
              console  the console in Chromium with 100,000 accounts and 1,000,000 findings: the overview, every click in a list, every question

              --size SIZE     full (default) takes minutes; small shows in seconds that everything runs
              --report FILE   write the figures, ratios and goals to FILE as JSON
              --seeds 1-20    logins alone: how right the detectors are on the organisations of these seeds, and nothing of speed

            Ends with 0 when every goal was met, 1 when one was missed, 2 when it was called wrongly.
            """;

    private static final Pattern SEEDS = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

    /** An organisation takes seconds. */
    private static final int MOST_SEEDS = 1_000;

    /** Checks nothing and copies the list. */
    public Options {
        seeds = List.copyOf(seeds);
    }

    /** How much to measure. */
    public enum Size {
        /** For the tests: shows that everything runs, its figures say little. */
        SMALL,
        /** What the goals are set for. */
        FULL;

        /** One number for each size. */
        public int of(int small, int full) {
            return this == SMALL ? small : full;
        }
    }

    /**
     * Reads the arguments.
     *
     * @param arguments the words after {@code bench}
     * @param folder the folder in which the command was given
     * @return the options
     * @throws IllegalArgumentException with a sentence for people
     */
    public static Options of(List<String> arguments, Path folder) {
        String name = "";
        Size size = Size.FULL;
        Path report = null;
        List<Long> seeds = List.of();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (List.of("--report", "--size", "--seeds").contains(word)) {
                if (++i == arguments.size()) {
                    throw new IllegalArgumentException(word + " wants a value");
                }
                String value = arguments.get(i);
                switch (word) {
                    case "--report" -> report = writable(folder.resolve(value));
                    case "--size" -> size = size(value);
                    default -> seeds = seeds(value);
                }
            } else if (word.startsWith("-") || !name.isEmpty()) {
                throw new IllegalArgumentException("bench does not know '" + word + "'");
            } else {
                name = word;
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Say which benchmark to run");
        }
        if (!seeds.isEmpty() && !name.equals("logins")) {
            throw new IllegalArgumentException("Only logins takes --seeds");
        }
        return new Options(name, size, report, seeds);
    }

    private static List<Long> seeds(String words) {
        Matcher range = SEEDS.matcher(words);
        if (!range.matches()) {
            throw new IllegalArgumentException("Seeds are two numbers as 1-20, not '" + words + "'");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (last < first || last - first >= MOST_SEEDS) {
            throw new IllegalArgumentException("Name the smaller seed first, and at most " + MOST_SEEDS + " of them");
        }
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static Size size(String word) {
        return switch (word) {
            case "small" -> Size.SMALL;
            case "full" -> Size.FULL;
            default -> throw new IllegalArgumentException("There is no size '" + word + "'");
        };
    }

    private static Path writable(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("The report cannot be written to " + file
                    + ": name a file in a folder that exists and that you may write to");
        }
        return file;
    }
}
