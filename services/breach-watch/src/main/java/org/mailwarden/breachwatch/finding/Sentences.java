// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Parts of the sentences that findings are told in. */
final class Sentences {

    private static final int MOST_NAMES = 3;

    private Sentences() {}

    /** Lists names, each once and sorted: three of them, and how many more there are. */
    static String list(Collection<String> names) {
        Set<String> sorted = new TreeSet<>(names);
        String shown = String.join(", ", sorted.stream().limit(MOST_NAMES).toList());
        return sorted.size() <= MOST_NAMES ? shown : shown + " and " + (sorted.size() - MOST_NAMES) + " more";
    }
}
