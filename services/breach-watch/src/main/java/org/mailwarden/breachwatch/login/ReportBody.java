// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.mailwarden.kit.web.Problems;

/** The body of a report, read up to a bound. */
final class ReportBody {

    /** Bytes of what a mail server sends at each sign-in; the stream itself would take 16 KiB for every body. */
    private static final int USUAL = 1024;

    private ReportBody() {}

    /**
     * Reads a body.
     *
     * @param body as it comes
     * @param most bytes that are read
     * @return the bytes
     * @throws IOException when it breaks off
     */
    static byte[] bytes(InputStream body, int most) throws IOException {
        byte[] bytes = new byte[Math.min(USUAL, most + 1)];
        int length = body.readNBytes(bytes, 0, bytes.length);
        while (length == bytes.length && length <= most) {
            bytes = Arrays.copyOf(bytes, Math.min(2 * length, most + 1));
            length += body.readNBytes(bytes, length, bytes.length - length);
        }
        if (length > most) {
            throw Problems.of(413, "too-large", "The body is larger than " + most + " bytes. Send less at once.");
        }
        return Arrays.copyOf(bytes, length);
    }

    /** Reads JSON; what is none is a problem, without a word of what it is. */
    static JsonNode json(ObjectMapper json, byte[] bytes) {
        try {
            JsonNode read = json.readTree(bytes);
            if (read != null && read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            // Told below, for both.
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can always be read", e);
        }
        throw Problems.of(400, "no-json", "The body is no JSON object.");
    }
}
