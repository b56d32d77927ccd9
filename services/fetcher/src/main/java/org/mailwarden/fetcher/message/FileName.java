// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.james.mime4j.stream.NameValuePair;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.session.Limits;

/**
 * A file name among the parameters of a field: plain, in encoded words as many programs write it, or split and encoded after
 * RFC 2231 ({@code filename*0*=utf-8''a%20b}).
 */
final class FileName {

    private FileName() {}

    /** The name; empty when one is given but holds nothing; null when none is given. */
    static @Nullable String of(List<NameValuePair> parameters, String parameter) {
        String plain = null;
        SortedMap<Integer, NameValuePair> pieces = new TreeMap<>();
        for (NameValuePair pair : parameters) {
            String name = pair.getName().toLowerCase(Locale.ROOT);
            if (name.equals(parameter)) {
                plain = plain == null ? String.valueOf(pair.getValue()) : plain;
            } else if (name.startsWith(parameter + "*")) {
                int number = number(name.substring(parameter.length() + 1));
                if (number >= 0) {
                    pieces.putIfAbsent(number, pair);
                }
            }
        }
        String joined = pieces.isEmpty() ? null : join(pieces);
        if (joined != null) {
            return joined;
        }
        return plain == null ? null : HeaderText.decoded(plain);
    }

    /** {@code *}, {@code 0} and {@code 0*}; -1 for what is no number or beyond the limit. */
    private static int number(String section) {
        String digits = section.endsWith("*") ? section.substring(0, section.length() - 1) : section;
        if (digits.isEmpty()) {
            return 0;
        }
        boolean sane = digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = sane ? Integer.parseInt(digits) : -1;
        return number < Limits.NAME_PIECES ? number : -1;
    }

    private static String join(SortedMap<Integer, NameValuePair> pieces) {
        Charset charset = StandardCharsets.UTF_8;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean isEncoded = false;
        int expected = 0;
        for (var piece : pieces.entrySet()) {
            if (piece.getKey() != expected++) {
                break;
            }
            String value = HeaderText.cut(String.valueOf(piece.getValue().getValue()), Limits.DECODED_CHARACTERS);
            if (!piece.getValue().getName().endsWith("*")) {
                bytes.writeBytes(value.getBytes(charset));
                continue;
            }
            isEncoded = true;
            if (piece.getKey() == 0) {
                int first = value.indexOf('\'');
                int second = value.indexOf('\'', first + 1);
                if (second > 0) {
                    Charset named = CharacterSets.named(value.substring(0, first));
                    // Some are only for reading, and pieces of plain text must be written.
                    charset = named.canEncode() ? named : charset;
                    value = value.substring(second + 1);
                }
            }
            percentDecode(value, bytes, charset);
        }
        // Some programs split an encoded word.
        return isEncoded ? bytes.toString(charset) : HeaderText.decoded(bytes.toString(charset));
    }

    private static void percentDecode(String text, ByteArrayOutputStream bytes, Charset charset) {
        int plain = 0;
        int at = 0;
        while (at < text.length()) {
            int high = digit(text, at + 1);
            int low = digit(text, at + 2);
            if (text.charAt(at) == '%' && high >= 0 && low >= 0) {
                bytes.writeBytes(text.substring(plain, at).getBytes(charset));
                bytes.write(high * 16 + low);
                at += 3;
                plain = at;
            } else {
                at++;
            }
        }
        bytes.writeBytes(text.substring(plain).getBytes(charset));
    }

    private static int digit(String text, int at) {
        return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    }
}
