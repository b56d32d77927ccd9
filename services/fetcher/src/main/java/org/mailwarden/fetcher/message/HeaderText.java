// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.util.ByteSequence;
import org.mailwarden.fetcher.session.Limits;

/** The text of a header field. */
final class HeaderText {

    private static final Charset WESTERN = Charset.forName("windows-1252");
    /** Control, format (bidi overrides and zero-width among them), unassigned, line-breaking and lone surrogate characters. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cn}\\p{Cs}\\u2028\\u2029]+");

    private static final Pattern BLANKS = Pattern.compile("\\s{2,}");

    /** What takes no room, also inside a word: format characters such as soft hyphens and bidi marks. */
    private static final Pattern NOWHERE = Pattern.compile("[\\p{Cf}\\p{Cn}\\p{Cs}]+");

    /** No-break spaces and control characters are blanks for the eye too. */
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

    private HeaderText() {}

    /** Unfolded; bytes above 127 are read as UTF-8 (RFC 6532), else as what most old programs meant. */
    static String raw(Field field, int limit) {
        ByteSequence raw = field.getRaw();
        if (raw == null) {
            return cut(String.valueOf(field.getBody()), limit);
        }
        int length = Math.min(raw.length(), limit);
        byte[] bytes = raw.toByteArray();
        int colon = 0;
        while (colon < length && bytes[colon] != ':') {
            colon++;
        }
        while (length < bytes.length && length > colon && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return colon >= length ? "" : unfolded(bytes, colon + 1, length);
    }

    /** Of a field that is no address header. */
    static String raw(Field field) {
        return raw(field, Limits.FIELD_BYTES);
    }

    private static String unfolded(byte[] bytes, int from, int to) {
        byte[] line = new byte[to - from];
        int length = 0;
        boolean ascii = true;
        boolean folding = false;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            ascii &= b >= 0;
            if (b == '\r' || b == '\n') {
                folding = true;
            } else if (!folding || b != ' ' && b != '\t') {
                if (folding) {
                    line[length++] = ' ';
                    folding = false;
                }
                line[length++] = b;
            }
        }
        return (ascii ? new String(line, 0, length, StandardCharsets.ISO_8859_1) : decoded(line, length)).strip();
    }

    private static String decoded(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, 0, length, WESTERN);
        }
    }

    /** Decodes encoded words (RFC 2047); what cannot be decoded stays as it is. */
    static String decoded(String text) {
        return EncodedWords.decoded(cut(text, Limits.DECODED_CHARACTERS));
    }

    /** Removes what cannot be seen, and cuts. */
    static String clean(String text, int limit) {
        return cut(visible(text), limit);
    }

    /** Removes what cannot be seen. */
    static String visible(String text) {
        String bounded = cut(text, Limits.DECODED_CHARACTERS);
        if (isPlain(bounded)) {
            return bounded.strip();
        }
        return BLANKS.matcher(INVISIBLE.matcher(bounded).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }

    /** The lines of a text that hold something, with single blanks and without what cannot be seen, cut. */
    static String lines(String text, int limit) {
        StringBuilder lines = new StringBuilder();
        for (String line : cut(text, 2 * limit).split("[\\r\\n\\u2028\\u2029]+")) {
            String shown = SPACES.matcher(NOWHERE.matcher(line).replaceAll(""))
                    .replaceAll(" ")
                    .strip();
            if (!shown.isEmpty()) {
                lines.append(lines.isEmpty() ? "" : "\n").append(shown);
            }
        }
        return cut(lines.toString(), limit);
    }

    private static boolean isPlain(String text) {
        char before = 'x';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == ' ' && before == ' ') {
                return false;
            }
            before = c;
        }
        return true;
    }

    /** Cuts without splitting a surrogate pair. */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end);
    }
}
