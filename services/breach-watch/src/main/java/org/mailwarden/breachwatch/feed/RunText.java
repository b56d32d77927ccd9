// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mailwarden.contracts.finding.FindingKind;

/** What an import is told with. Pure. */
final class RunText {

    private RunText() {}

    static String told(long items, long unmatched, long unknown, Map<FindingKind, Long> found, int accounts) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%,d items read", items));
        if (unmatched > 0) {
            text.append(String.format(Locale.ROOT, "; %,d of accounts whose password is not known", unmatched));
        }
        if (unknown > 0) {
            text.append(String.format(Locale.ROOT, "; %,d at your domains that belong to no account", unknown));
        }
        if (found.isEmpty()) {
            return text.append("; nothing new about the fleet.").toString();
        }
        return text.append("; ")
                .append(found.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", ")))
                .append(String.format(Locale.ROOT, "; something would be done about %d accounts.", accounts))
                .toString();
    }

    static String of(RunState state) {
        return switch (state) {
            case OBSERVED -> "The feed is observed: nothing of it became a finding. Look at the matches.";
            case PROPOSED -> "Release the import to make findings of it, or discard it.";
            case RELEASING, RELEASED -> "They become findings.";
            case TRIPPED, EMPTY, RUNNING, DISCARDED -> "";
        };
    }
}
