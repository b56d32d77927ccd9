// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.export;

/**
 * A cell that a spreadsheet shows and does not run. A cell that begins with one of these characters is a formula to at
 * least one of the usual programs (OWASP, CSV Injection); with an apostrophe before it, it is text.
 */
public final class CsvCell {

    /** The full-width ones are formulas to programs set to Chinese, Japanese or Korean. */
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n＝＋－＠";

    private CsvCell() {}

    /** The text with an apostrophe before it where it needs one. */
    public static String of(String text) {
        return !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
