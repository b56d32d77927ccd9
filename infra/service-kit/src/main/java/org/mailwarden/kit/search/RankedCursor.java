// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in a list that is ordered by a number, the greatest first, and then by a name.
 *
 * @param rank the number of the last row before the place
 * @param name its name, unique in the list
 */
public record RankedCursor(long rank, String name) {

    /** As text that needs no escaping in an address, whatever the name. */
    public String text() {
        return rank + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
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
            byte[] name = Base64.getUrlDecoder().decode(text.substring(dot + 1));
            return Optional.of(new RankedCursor(
                            Long.parseLong(text.substring(0, Math.max(0, dot))),
                            new String(name, StandardCharsets.UTF_8)))
                    .filter(cursor -> cursor.name().indexOf('\0') < 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
