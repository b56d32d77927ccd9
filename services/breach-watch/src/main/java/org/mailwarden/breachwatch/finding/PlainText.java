// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

/** Text of people that can be kept and shown anywhere: the database takes no NUL and no half of a surrogate pair. */
final class PlainText {

    private PlainText() {}

    /** Whether a text has nothing in it but characters, line breaks and tabs. */
    static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.getType(c) == Character.SURROGATE
                        || (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t'));
    }

    /** Whether a text is plain and of one line, as names are. */
    static boolean isName(String text) {
        return isPlain(text) && text.codePoints().noneMatch(Character::isISOControl);
    }
}
