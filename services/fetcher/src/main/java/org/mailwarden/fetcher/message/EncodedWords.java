// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.mailwarden.fetcher.session.Limits;

/**
 * Text with encoded words, {@code =?charset?encoding?text?=} (RFC 2047; RFC 2231 section 5 lets a language follow the
 * charset). The library decodes them, but is not let search for them: words without an end cost it the square of a text's
 * length, and each unknown charset a look through every jar; a megabyte of file names kept it busy for half a minute. Here
 * each character is looked at a bounded number of times.
 */
final class EncodedWords {

    private static final String OPEN = "=?";
    private static final String CLOSE = "?=";

    private final StringBuilder decoded = new StringBuilder();
    /** Words beside each other, all of them with this beginning: a character may be split over two (against RFC 2047, often). */
    private final StringBuilder run = new StringBuilder();

    private String beginning = "";

    private EncodedWords() {}

    /** Blanks between two words are part of neither (RFC 2047 section 6.2); what is no whole encoded word stays as it is. */
    static String decoded(String text) {
        return text.contains(OPEN) ? new EncodedWords().decode(text) : text;
    }

    private String decode(String text) {
        int done = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, Math.max(done, open + 1))) {
            int encoding = encoding(text, open);
            if (encoding < 0) {
                continue;
            }
            int close = text.indexOf(CLOSE, encoding + 2);
            if (close < 0) {
                // No later word has an end either.
                break;
            }
            String between = text.substring(done, open);
            if (done == 0 || !between.isBlank()) {
                finish();
                decoded.append(between);
            }
            add(
                    text.substring(open + OPEN.length(), encoding - 1),
                    Character.toUpperCase(text.charAt(encoding)),
                    text.substring(encoding + 2, close));
            done = close + CLOSE.length();
        }
        finish();
        return decoded.append(text, done, text.length()).toString();
    }

    /** Where the letter of the encoding stands in a word that begins here; -1 when none does. */
    private static int encoding(String text, int open) {
        int from = open + OPEN.length();
        int to = Math.min(text.length() - 2, from + Limits.WORD_CHARACTERS);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '?') {
                boolean known = "bBqQ".indexOf(text.charAt(i + 1)) >= 0 && text.charAt(i + 2) == '?';
                return known && i > from ? i + 1 : -1;
            }
            if (c <= ' ' || c > '~') {
                return -1;
            }
        }
        return -1;
    }

    private void add(String charset, char encoding, String text) {
        int language = charset.indexOf('*');
        String name = CharacterSets.named(language < 0 ? charset : charset.substring(0, language))
                .name();
        String next = OPEN + name + '?' + encoding + '?';
        if (!next.equals(beginning)) {
            finish();
            beginning = next;
        }
        if (!text.isEmpty()) {
            run.append(run.isEmpty() ? "" : " ").append(next).append(text).append(CLOSE);
        }
    }

    private void finish() {
        decoded.append(run.isEmpty() ? "" : DecoderUtil.decodeEncodedWords(run.toString(), DecodeMonitor.SILENT));
        run.setLength(0);
    }
}
