// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import java.util.regex.Pattern;
import org.mailwarden.auth.Pure;

/** Makes text that others chose harmless before it stands in a letter. Pure. */
@Pure
final class SafeText {

    private static final int LONGEST = 100;
    private static final int LONGEST_ADDRESS = 320;

    /** Letters of every script, and what names hold. Not slash, colon or bracket: no mail program makes a link of the rest. */
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^\\p{L}\\p{M}\\p{N} .'\\-_@+,&]");

    /** Control, format (with the ones that turn the direction of writing), and what separates lines and paragraphs. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}]+");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private static final Pattern BETWEEN_DIGITS = Pattern.compile("(?<=\\d) (?=\\d)");

    private static final Pattern WEB_ADDRESS = Pattern.compile("(?i)www\\.");

    private SafeText() {}

    /** A person's or an organisation's name. */
    static String name(String text) {
        String one = NOT_IN_A_NAME.matcher(line(text)).replaceAll("");
        return cut(
                SPACES.matcher(WEB_ADDRESS.matcher(one).replaceAll(""))
                        .replaceAll(" ")
                        .strip(),
                LONGEST);
    }

    /** A mail address, which was checked before, without what cannot be seen. */
    static String address(String text) {
        return cut(NOT_IN_A_NAME.matcher(line(text)).replaceAll(""), LONGEST_ADDRESS);
    }

    /** One line of anything. */
    static String line(String text) {
        return INVISIBLE.matcher(text).replaceAll(" ").strip();
    }

    /** A telephone number stays on one line. */
    static String together(String text) {
        return BETWEEN_DIGITS.matcher(text).replaceAll("\u00A0");
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest));
    }
}
