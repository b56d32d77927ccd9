// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.session.Limits;

/**
 * The content of a leaf part, read once and kept nowhere.
 *
 * @param encoded bytes as sent
 * @param decoded bytes after decoding; 0 when not asked for
 * @param sha256 of the decoded content; absent when not asked for or not decodable to its end
 */
record Content(long encoded, long decoded, @Nullable String sha256) {

    static Content count(InputStream body, byte[] buffer) throws IOException {
        return new Content(drain(body, buffer), 0, null);
    }

    private static long drain(InputStream body, byte[] buffer) throws IOException {
        long bytes = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            bytes += read;
        }
        return bytes;
    }

    static Content hash(InputStream body, String encoding, byte[] buffer) throws IOException {
        Counted counted = new Counted(body);
        MessageDigest digest = MeasuredInput.sha256();
        long decoded = 0;
        String sha256 = null;
        try {
            InputStream content = decoder(counted, encoding);
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
                decoded += read;
            }
            sha256 = HexFormat.of().formatHex(digest.digest());
        } catch (IOException | MessagingException | RuntimeException undecodable) {
            // Told by the absent hash; a connection that broke is noticed when the rest is read.
        }
        return new Content(counted.count + drain(body, buffer), decoded, sha256);
    }

    private static InputStream decoder(Counted encoded, String encoding) throws MessagingException {
        return switch (encoding) {
            case "base64" -> new Base64InputStream(encoded, DecodeMonitor.SILENT);
            case "quoted-printable" -> {
                encoded.limitLines();
                yield new QuotedPrintableInputStream(encoded, DecodeMonitor.SILENT);
            }
            case "uuencode", "x-uuencode", "x-uue" -> {
                encoded.limitLines();
                yield MimeUtility.decode(encoded, "uuencode");
            }
            default -> encoded;
        };
    }

    /** Counts, and where asked refuses lines that a decoder would keep in memory. */
    private static final class Counted extends FilterInputStream {

        private long count;
        private int line;
        private boolean limited;

        Counted(InputStream in) {
            super(in);
        }

        void limitLines() {
            limited = true;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) {
                count++;
                if (limited) {
                    step((byte) b);
                }
            }
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            if (read > 0) {
                count += read;
                if (limited) {
                    for (int i = offset; i < offset + read; i++) {
                        step(buffer[i]);
                    }
                }
            }
            return read;
        }

        private void step(byte b) throws IOException {
            line = b == '\n' ? 0 : line + 1;
            if (line > Limits.ENCODED_LINE_BYTES) {
                throw new IOException("A line of the encoded content is too long");
            }
        }
    }
}
