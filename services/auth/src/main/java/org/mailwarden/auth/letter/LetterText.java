// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import java.util.Locale;
import org.mailwarden.auth.Pure;

/**
 * A letter as written.
 *
 * @param language its language
 * @param subject one line
 * @param plain the plain part
 * @param html the HTML part
 */
@Pure
record LetterText(Locale language, String subject, String plain, String html) {

    /** Never the text: it may carry a link. */
    @Override
    public String toString() {
        return "LetterText[language=" + language.toLanguageTag() + "]";
    }
}
