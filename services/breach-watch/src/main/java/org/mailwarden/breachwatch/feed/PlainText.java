// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

/** Text of a source as it may stand in a fact: no markup, no control characters, not long. Pure. */
public final class PlainText {

    private static final int LONGEST = 100;

    private PlainText() {}

    /**
     * Makes text plain.
     *
     * @param text anything
     * @return at most 100 characters of what people read of it
     */
    public static String of(String text) {
        StringBuilder plain = new StringBuilder();
        boolean tag = false;
        for (int i = 0; i < text.length() && plain.length() < LONGEST; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            tag = c == '<' || tag && c != '>';
            if (!tag && c != '>' && !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                plain.appendCodePoint(c);
            }
        }
        return plain.toString().strip();
    }
}
