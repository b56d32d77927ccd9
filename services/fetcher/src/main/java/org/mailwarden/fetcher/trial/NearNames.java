// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.trial;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that somebody may have meant. Pure. */
final class NearNames {

    private static final int MOST = 3;

    private NearNames() {}

    /**
     * Looks for names.
     *
     * @param wanted a name that does not exist
     * @param names those that do
     * @return the nearest, at most 3
     */
    static List<String> of(String wanted, List<String> names) {
        String plain = last(wanted);
        int most = Math.max(2, plain.length() / 3);
        return names.stream()
                .filter(name -> distance(plain, last(name)) <= most)
                .sorted(Comparator.comparingInt((String name) -> distance(plain, last(name)))
                        .thenComparingInt(name -> Math.abs(name.length() - wanted.length())))
                .limit(MOST)
                .toList();
    }

    /** The last part, without regard to case: "INBOX.Sent" and "sent" are the same folder to a person. */
    private static String last(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.substring(Math.max(lower.lastIndexOf('/'), lower.lastIndexOf('.')) + 1);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
