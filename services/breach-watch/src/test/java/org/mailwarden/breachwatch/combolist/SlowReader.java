// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the scan is to find, written for reading and not for speed: the whole text as a string, one at sign after the other.
 * Only the taking apart of a record is shared with the scan; it has tests of its own.
 */
final class SlowReader {

    private static final Pattern AT = Pattern.compile("@|%40");
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.\\-\\x80-\\xFF]{1,255}");
    private static final Pattern LOCAL = Pattern.compile("[A-Za-z0-9._\\-+'%\\x80-\\xFF]");
    private static final Pattern GLUED = Pattern.compile(".*(['%\\x80-\\xFF]|%[0-9A-Fa-f]{2})$", Pattern.DOTALL);

    private final Set<String> fleet;

    /** What was heard. */
    record Heard(List<String> pairs, Map<Reject, Long> rejects, long lines) {}

    SlowReader(Set<String> fleet) {
        this.fleet = fleet;
    }

    Heard read(byte[] bytes) {
        String text =
                new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "").replaceAll("\r(?!\n)", "\n");
        List<String> lines = List.of(text.split("(?<=\n)", -1)).stream()
                .filter(line -> !line.isEmpty())
                .toList();
        Map<Reject, Long> rejects = new TreeMap<>();
        long without = lines.stream().filter(line -> line.indexOf('@') < 0).count();
        long tooLong = lines.stream()
                .filter(line -> line.replace("\n", "").length() > Limits.LONGEST_LINE)
                .count();
        add(rejects, Reject.NO_ADDRESS, without);
        add(rejects, Reject.LINE_TOO_LONG, tooLong);
        List<Pair> pairs = pairs(text, rejects);
        Set<String> seen = new java.util.HashSet<>();
        List<String> heard = new ArrayList<>();
        for (Pair pair : pairs) {
            String shown = shown(pair);
            if (!seen.add(shown.substring(shown.indexOf(' ')))) {
                add(rejects, Reject.DUPLICATE, 1);
                continue;
            }
            add(rejects, Reject.OTHER_HASH, pair.kind() == PasswordKind.OTHER_HASH ? 1 : 0);
            heard.add(shown);
        }
        return new Heard(heard, rejects, lines.size());
    }

    private List<Pair> pairs(String text, Map<Reject, Long> rejects) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        List<Pair> pairs = new ArrayList<>();
        long line = 1;
        int counted = 0;
        for (Matcher at = AT.matcher(text); at.find(); ) {
            line += text.substring(counted, at.start())
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            counted = at.start();
            int low = Math.max(0, at.start() - Limits.WINDOW);
            int high = Math.min(text.length(), at.start() + Limits.WINDOW);
            Found found = found(text.substring(low, high), at.start() - low, at.end() - low);
            if (found == null) {
                continue;
            }
            switch (RecordParser.parse(new Slice(bytes, low, high), found.from(), found.to())) {
                case RecordParser.Parsed.Rejected(Reject reason) -> add(rejects, reason, 1);
                case RecordParser.Parsed.Found record -> {
                    Pair pair = new Pair(
                            found.address(), record.candidates(), record.kind(), line, record.form(), record.site());
                    Pair last = pairs.isEmpty() ? null : pairs.getLast();
                    boolean again = last != null && last.takes(pair);
                    pairs.add(again ? pairs.removeLast().and(pair) : pair);
                }
            }
        }
        return pairs;
    }

    private record Found(String address, int from, int to) {}

    private Found found(String text, int at, int domain) {
        Matcher rough = DOMAIN.matcher(text).region(domain, text.length());
        if (!rough.lookingAt()) {
            return null;
        }
        String trimmed = rough.group().replaceAll("[^A-Za-z0-9]+$", "");
        Found found = trimmed.isEmpty() ? null : before(text, at, domain, trimmed);
        return found == null && !trimmed.equals(rough.group()) ? before(text, at, domain, rough.group()) : found;
    }

    private Found before(String text, int at, int domain, String name) {
        int least = Math.max(0, at - Limits.LONGEST_LOCAL - Limits.GLUE);
        int first = at;
        while (first > least && isLocal(text.charAt(first - 1))) {
            first--;
        }
        boolean cut = first > 0 && isLocal(text.charAt(first - 1));
        for (int start = first; start < at; start++) {
            boolean begins = start == first
                    ? !cut
                    : GLUED.matcher(text.substring(first, start)).matches();
            String part = text.substring(start, at);
            for (String form : List.of(part, part.contains("+") ? part.substring(0, part.indexOf('+')) : part)) {
                String address = (form + "@" + name).toLowerCase(Locale.ROOT);
                if (begins && fleet.contains(address)) {
                    return new Found(address, start, domain + name.length());
                }
            }
        }
        return null;
    }

    private static boolean isLocal(char c) {
        return LOCAL.matcher(String.valueOf(c)).matches();
    }

    /** All that is heard of a pair, the line first. */
    static String shown(Pair pair) {
        return pair.line() + " " + pair.address() + " " + pair.form() + " " + pair.site() + " " + pair.kind() + " "
                + pair.candidates().stream()
                        .map(candidate -> new String(candidate, StandardCharsets.ISO_8859_1))
                        .toList();
    }

    private static void add(Map<Reject, Long> rejects, Reject reason, long count) {
        if (count > 0) {
            rejects.merge(reason, count, Long::sum);
        }
    }
}
