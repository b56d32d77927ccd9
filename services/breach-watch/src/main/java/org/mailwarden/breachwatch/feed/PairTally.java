// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a leaked list says about one account: the lines whose password is the current one, those whose is a near variant of
 * it, and those whose is neither. Pure;
 * keeps line numbers only. Not safe for use by many threads.
 */
final class PairTally {

    /** Lines kept for each side: duplicates run to 47 to 1 in the wild, and the first few prove the point. */
    static final int MOST_LINES = 20;

    /** How a leaked password relates to the current one. */
    enum Match {
        /** It is the current one. */
        CURRENT,
        /** The current one is a near variant of it. */
        VARIANT,
        /** It is another one. */
        OTHER
    }

    private final List<Long> current = new ArrayList<>();
    private final List<Long> variant = new ArrayList<>();
    private final List<Long> stale = new ArrayList<>();
    private final long version;

    /**
     * Starts a tally.
     *
     * @param version the credential version that lines are compared with
     */
    PairTally(long version) {
        this.version = version;
    }

    /**
     * Counts a line.
     *
     * @param line its number, from 1
     * @param match how its password relates to the current one
     */
    void add(long line, Match match) {
        List<Long> lines = switch (match) {
            case CURRENT -> current;
            case VARIANT -> variant;
            case OTHER -> stale;
        };
        if (lines.size() < MOST_LINES) {
            lines.add(line);
        }
    }

    /**
     * What is to be told, given the version that is current by now: a password that was replaced meanwhile is stale.
     *
     * @param versionNow the current version when the verdict is written down
     * @return lines with the current password
     */
    List<Long> currentLines(long versionNow) {
        return versionNow == version ? Collections.unmodifiableList(current) : List.of();
    }

    /**
     * What is to be told of near variants. They are none of a password that was chosen since.
     *
     * @param versionNow the current version when the verdict is written down
     * @return lines whose password is a near variant of the current one
     */
    List<Long> variantLines(long versionNow) {
        return versionNow == version ? Collections.unmodifiableList(variant) : List.of();
    }

    /**
     * The other side of {@link #currentLines}.
     *
     * @param versionNow the current version when the verdict is written down
     * @return lines whose password is not current
     */
    List<Long> staleLines(long versionNow) {
        if (versionNow == version) {
            return Collections.unmodifiableList(stale);
        }
        List<Long> all = new ArrayList<>(current);
        all.addAll(variant);
        all.addAll(stale);
        return all;
    }
}
