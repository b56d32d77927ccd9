// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.HashKind;

/**
 * The rules of the Pwned Passwords range search, to the byte: what a prefix must be, how an answer is named and
 * packed, and when a caller has it already. Pure. Source: api.pwnedpasswords.com, edge worker and documentation.
 */
final class RangeBody {

    /** The one coding in which answers are sent beside the plain one. */
    static final String GZIP = "gzip";

    private static final int PIECE = 8192;
    private static final int PREFIX_DIGITS = 5;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private RangeBody() {}

    /**
     * What is wrong with a prefix.
     *
     * @param prefix as it stands in the path
     * @return the original's sentence; absent when the prefix is good
     */
    static @Nullable String refusal(String prefix) {
        if (prefix.length() != PREFIX_DIGITS) {
            return "The hash prefix was not in a valid format";
        }
        return prefix.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)
                ? null
                : "The hash prefix was not valid hexadecimal";
    }

    /**
     * The kind of hash that a caller asks for.
     *
     * @param mode the query's {@code mode}, absent when it has none
     * @return NTLM for exactly {@code ntlm}; SHA-1 for whatever else, as the original does
     */
    static HashKind kind(@Nullable String mode) {
        return "ntlm".equals(mode) ? HashKind.NTLM : HashKind.SHA1;
    }

    /**
     * Names an answer, for {@code ETag}: another generation, kind or coding is another answer.
     *
     * @param generation of the corpus
     * @param kind of its hashes
     * @param prefix 5 hex digits of either case
     * @param gzip whether the answer is coded so
     * @return the tag, without quotes
     */
    static String tag(String generation, HashKind kind, String prefix, boolean gzip) {
        return generation + "-" + kind.name().toLowerCase(Locale.ROOT) + "-" + prefix.toUpperCase(Locale.ROOT)
                + (gzip ? "-" + GZIP : "");
    }

    /**
     * Whether a caller takes gzip.
     *
     * @param acceptEncoding the request's codings (RFC 9110, 12.5.3), absent when it names none
     * @return whether gzip is named and not refused by a weight of 0
     */
    static boolean takesGzip(@Nullable String acceptEncoding) {
        return acceptEncoding != null
                && Arrays.stream(acceptEncoding.split(","))
                        .map(each -> each.replaceAll("\\s", "").toLowerCase(Locale.ROOT))
                        .anyMatch(each -> each.equals(GZIP)
                                || (each.startsWith(GZIP + ";") && !each.matches(".*;q=0(\\.0{0,3})?")));
    }

    /**
     * Packs a body.
     *
     * @param body what to pack
     * @return it in gzip (RFC 1952)
     */
    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 2 + 512);
        try (OutputStream out = gzip(packed)) {
            out.write(body);
        } catch (IOException e) {
            throw new IllegalStateException("Memory can always be written to", e);
        }
        return packed.toByteArray();
    }

    /**
     * Packs what is written. Hex digits at random repeat nothing: coded by their frequency alone they take less room, and a
     * fifth of the time.
     *
     * @param out takes it in gzip (RFC 1952)
     * @return closes the other too
     * @throws IOException when the first bytes cannot be written
     */
    static OutputStream gzip(OutputStream out) throws IOException {
        return new FrequencyGzip(out);
    }

    private static final class FrequencyGzip extends GZIPOutputStream {
        FrequencyGzip(OutputStream out) throws IOException {
            super(out, PIECE);
            def.setStrategy(Deflater.HUFFMAN_ONLY);
        }
    }

    /**
     * Whether a caller has the answer already, in the order of RFC 9110, 13.2.2: a date counts only without tags.
     *
     * @param ifNoneMatch the request's tags, absent when it has none; compared weakly (13.1.2)
     * @param tag the answer's tag, without quotes
     * @param ifModifiedSince the request's date, absent when it has none; one that cannot be read counts as absent (13.1.3)
     * @param modified when the answer was made; headers carry whole seconds
     * @return whether 304 will do
     */
    static boolean unchanged(
            @Nullable String ifNoneMatch, String tag, @Nullable String ifModifiedSince, Instant modified) {
        if (ifNoneMatch != null) {
            return matches(ifNoneMatch, tag);
        }
        if (ifModifiedSince == null) {
            return false;
        }
        try {
            Instant held = HTTP_DATE.parse(ifModifiedSince.strip(), Instant::from);
            return !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(held);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean matches(String ifNoneMatch, String tag) {
        String quoted = '"' + tag + '"';
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(quoted) || each.equals("W/" + quoted));
    }

    /** The date of a header, as RFC 9110, 5.6.7 writes it. */
    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    /** Base64 of the MD5 of a body, as RFC 1864 writes it: it finds broken downloads and proves nothing else. */
    static String contentMd5(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
