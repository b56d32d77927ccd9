// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the hints of one process. Of two processes each counts by itself, so the cursor names its process: another one
 * knows that it cannot go on from there.
 *
 * @param process when the process began, in milliseconds since 1970, and so later for a later one
 * @param number counts up from 0
 */
record Cursor(long process, long number) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})-(\\d{1,18})");

    /**
     * Reads a cursor.
     *
     * @param text as a caller sent it
     * @return empty when it is none
     */
    static Optional<Cursor> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Cursor(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    Cursor next() {
        return new Cursor(process, number + 1);
    }

    @Override
    public String toString() {
        return process + "-" + number;
    }
}
