// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fleet's addresses in a line, and what stands behind each. Lists come as {@code address:password} with any
 * separator, as {@code url:address:password}, with quotes, marks and rubbish around: so it is the {@code @} that is looked
 * for, and a line is only taken apart once it holds an address of the fleet. Pure; safe for many threads.
 */
final class PairFinder {

    private static final String SEPARATORS = ":;|,\t ";
    private static final Set<String> NO_PASSWORDS = Set.of("[not_saved]", "null", "none", "n/a", "-");

    private static final Pattern ANY_ADDRESS = Pattern.compile(
            "[A-Za-z0-9._+-]{2,64}(@|%40)[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,5}\\.[A-Za-z]{2,24}");

    private final Set<String> addresses;

    /**
     * Makes a finder.
     *
     * @param addresses the fleet's addresses, lower case
     */
    PairFinder(Set<String> addresses) {
        this.addresses = Set.copyOf(addresses);
    }

    /**
     * Whether a line holds anything that looks like an address. Strict, so that bytes of another kind of file do not pass.
     *
     * @param line the line
     * @return whether a whole address stands in it
     */
    static boolean looksLikeAddress(String line) {
        return ANY_ADDRESS.matcher(line).find();
    }

    /**
     * Looks into a line.
     *
     * @param line the line, without its end
     * @param number its number
     * @return the pairs, in the order of their addresses in the line
     */
    List<Pair> find(String line, long number) {
        String text = line.contains("%40") ? line.replace("%40", "@") : line;
        List<Pair> pairs = new ArrayList<>();
        Set<String> met = new HashSet<>();
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int end = domainEnd(text, at);
            String address = fleetAddress(text, at, end);
            if (address != null && met.add(address)) {
                List<byte[]> candidates = candidates(text.substring(end));
                if (!candidates.isEmpty()) {
                    pairs.add(new Pair(address, candidates, number));
                }
            }
        }
        return pairs;
    }

    /** The token before the at sign may have rubbish glued in front: it is cut shorter until it is one of the fleet. */
    private @Nullable String fleetAddress(String text, int at, int end) {
        if (end <= at + 1) {
            return null;
        }
        String domain = text.substring(at, end).toLowerCase(Locale.ROOT);
        int first = at;
        while (first > 0 && isLocal(text.charAt(first - 1)) && at - first < 64) {
            first--;
        }
        for (int start = first; start < at; start++) {
            String address = text.substring(start, at).toLowerCase(Locale.ROOT) + domain;
            if (addresses.contains(address) && (start == first || isGlue(text.charAt(start - 1)))) {
                return address;
            }
        }
        return null;
    }

    /** A letter or digit in front belongs to another, longer address; these may be glued on. */
    private static boolean isGlue(char c) {
        return c == '\''
                || c >= 0x80
                || c == '%'
                || !Character.isLetterOrDigit(c) && c != '.' && c != '-' && c != '_' && c != '+';
    }

    /** A domain ends with a letter or digit: a full stop behind it is the sentence's. */
    private static int domainEnd(String text, int at) {
        int end = at + 1;
        while (end < text.length() && isDomain(text.charAt(end))) {
            end++;
        }
        while (end > at + 1 && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /** The password is all that stands behind the separator; or, in lists with more columns, up to the next one. */
    private static List<byte[]> candidates(String behind) {
        int start = 0;
        while (start < behind.length() && (behind.charAt(start) == '"' || behind.charAt(start) == '\'')) {
            start++;
        }
        if (start >= behind.length() || SEPARATORS.indexOf(behind.charAt(start)) < 0) {
            return List.of();
        }
        char separator = behind.charAt(start);
        String rest = behind.substring(start + 1);
        List<String> texts = new ArrayList<>();
        add(texts, rest);
        add(texts, rest.strip());
        int next = rest.indexOf(separator);
        if (next > 0) {
            add(texts, rest.substring(0, next));
        }
        String unquoted = rest.strip();
        if (unquoted.length() > 2 && unquoted.startsWith("\"") && unquoted.endsWith("\"")) {
            add(texts, unquoted.substring(1, unquoted.length() - 1));
        }
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static void add(List<String> texts, String text) {
        if (!text.isEmpty() && !texts.contains(text) && !NO_PASSWORDS.contains(text.toLowerCase(Locale.ROOT))) {
            texts.add(text);
        }
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._-+'%".indexOf(c) >= 0 || c >= 0x80;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
