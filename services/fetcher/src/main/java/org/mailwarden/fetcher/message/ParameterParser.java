// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteArrayBuffer;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.CharsetUtil;

/**
 * Reads a field with parameters (RFC 2045 section 5.1). The library's parser makes room for the rest of the field at each
 * value, and decodes encoded words in quotes in its own costly way ({@link EncodedWords}); here the values stay as they are
 * written, and cost no more than their length.
 */
final class ParameterParser extends RawFieldParser {

    private static final ParameterParser PARSER = new ParameterParser();
    private static final int VALUE_BYTES = 80;

    private ParameterParser() {}

    /** The value and parameters of a field, of its first {@link org.mailwarden.fetcher.session.Limits#FIELD_BYTES}. */
    static RawBody read(Field field) {
        return PARSER.parseRawBody(new RawField(field.getName(), HeaderText.raw(field)));
    }

    @Override
    public void copyUnquotedContent(ByteSequence field, ParserCursor cursor, BitSet delimiters, StringBuilder value) {
        ByteArrayBuffer bytes = new ByteArrayBuffer(VALUE_BYTES);
        int at = cursor.getPos();
        while (at < cursor.getUpperBound() && !ends(field.byteAt(at), delimiters)) {
            bytes.append(field.byteAt(at++));
        }
        finish(bytes, cursor, at, value);
    }

    private static boolean ends(byte b, BitSet delimiters) {
        char c = (char) (b & 0xff);
        return c == '(' || c == '"' || CharsetUtil.isWhitespace(c) || delimiters.get(c);
    }

    /** Programs write {@code "C:\file"} as it is: a backslash only escapes a quote and itself. */
    @Override
    public void copyQuotedContent(ByteSequence field, ParserCursor cursor, StringBuilder value) {
        ByteArrayBuffer bytes = new ByteArrayBuffer(VALUE_BYTES);
        int at = cursor.getPos() + 1;
        while (at < cursor.getUpperBound() && field.byteAt(at) != '"') {
            boolean escape = field.byteAt(at) == '\\'
                    && at + 1 < cursor.getUpperBound()
                    && (field.byteAt(at + 1) == '"' || field.byteAt(at + 1) == '\\');
            bytes.append(field.byteAt(escape ? at + 1 : at));
            at += escape ? 2 : 1;
        }
        finish(bytes, cursor, Math.min(at + 1, cursor.getUpperBound()), value);
    }

    private static void finish(ByteArrayBuffer bytes, ParserCursor cursor, int position, StringBuilder value) {
        value.append(new String(bytes.buffer(), 0, bytes.length(), StandardCharsets.UTF_8));
        cursor.updatePos(position);
    }
}
