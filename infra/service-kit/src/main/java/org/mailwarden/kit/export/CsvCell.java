// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.export;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cell that a spreadsheet shows and does not run. A cell that begins with one of these characters is a formula to at
 * least one of the usual programs (OWASP, CSV Injection); with an apostrophe before it, it is text.
 */
public final class CsvCell {

    /** The full-width ones are formulas to programs set to Chinese, Japanese or Korean. */
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n＝＋－＠";

    private CsvCell() {}

    /**
     * What stands in a cell: text with an apostrophe before it where it needs one.
     *
     * @param value absent for an empty cell; a number is no formula, whatever its sign
     */
    public static String of(@Nullable Object value) {
        String text = Objects.toString(value, "");
        return value instanceof Number ? text : escaped(text);
    }

    private static String escaped(String text) {
        return !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
