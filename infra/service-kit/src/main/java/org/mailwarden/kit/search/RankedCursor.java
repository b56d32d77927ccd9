// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.search;

import java.util.Optional;

/**
 * A place in a list that is ordered by a number, the greatest first, and then by a name.
 *
 * @param rank the number of the last row before the place
 * @param name its name, unique in the list
 */
public record RankedCursor(long rank, String name) {

    /** As text, which an address has to escape. */
    public String text() {
        return rank + "." + name;
    }

    /**
     * Reads {@link #text()} back.
     *
     * @param text of a caller
     * @return empty when it is none
     */
    public static Optional<RankedCursor> of(String text) {
        int dot = text.indexOf('.');
        try {
            return Optional.of(
                    new RankedCursor(Long.parseLong(text.substring(0, Math.max(0, dot))), text.substring(dot + 1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
