// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.util.ByteSequence;

/** The text of a header field. */
final class HeaderText {

    /** Encoded words take up to twelve characters for one; more than this never reaches the 200 that are kept. */
    private static final int DECODED_CHARACTERS = 4_000;

    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final Pattern FOLDING = Pattern.compile("[\\r\\n]+[ \\t]*");
    /** Control, format (bidi overrides among them), unassigned and lone surrogate characters. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cn}\\p{Cs}]+");

    private static final Pattern BLANKS = Pattern.compile("\\s{2,}");

    private HeaderText() {}

    /** Unfolded; bytes above 127 are read as UTF-8 (RFC 6532), else as what most old programs meant. */
    static String raw(Field field) {
        ByteSequence raw = field.getRaw();
        if (raw == null) {
            return String.valueOf(field.getBody());
        }
        String text = text(raw.toByteArray());
        int colon = text.indexOf(':');
        return FOLDING.matcher(text.substring(colon + 1)).replaceAll(" ").strip();
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, WESTERN);
        }
    }

    /** Decodes encoded words (RFC 2047); what cannot be decoded stays as it is. */
    static String decoded(String text) {
        String bounded = cut(text, DECODED_CHARACTERS);
        try {
            return DecoderUtil.decodeEncodedWords(bounded, DecodeMonitor.SILENT);
        } catch (RuntimeException undecodable) {
            return bounded;
        }
    }

    /** Removes what cannot be seen, and cuts. */
    static String clean(String text, int limit) {
        String bounded = cut(text, DECODED_CHARACTERS);
        String visible = INVISIBLE.matcher(bounded).replaceAll(" ");
        return cut(BLANKS.matcher(visible).replaceAll(" ").strip(), limit);
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
