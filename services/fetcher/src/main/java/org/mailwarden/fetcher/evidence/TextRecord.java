// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

/** The text of a TXT record. Pure. */
final class TextRecord {

    private static final int MOST_CHARACTERS = 8_192;

    private TextRecord() {}

    /**
     * Joins the strings of a record, without anything between them (RFC 6376 section 3.6.2.2).
     *
     * @param presentation as a zone file writes it (RFC 1035 section 5.1): quoted strings
     * @return their text
     */
    static String joined(String presentation) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < presentation.length() && text.length() < MOST_CHARACTERS; i++) {
            char c = presentation.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && i + 1 < presentation.length()) {
                text.append(presentation.charAt(++i));
            } else if (quoted || !Character.isWhitespace(c)) {
                text.append(c);
            }
        }
        return text.toString();
    }
}
