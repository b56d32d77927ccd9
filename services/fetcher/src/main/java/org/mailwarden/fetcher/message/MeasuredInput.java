// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.session.Limits;

/**
 * Counts and hashes a message, and apart from it its raw header block, while the parser reads, so that the fingerprint does
 * not depend on what the parser makes of it. Remembers a failure of the stream beneath, which the parser may wrap or swallow.
 */
final class MeasuredInput extends FilterInputStream {

    private final MessageDigest header = sha256();
    private final MessageDigest whole = sha256();
    private long count;
    private long headerBytes;
    private long hashedBytes;
    private int newlines;
    private boolean inHeader = true;
    private @Nullable IOException failure;

    MeasuredInput(InputStream in) {
        super(in);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(buffer, offset, length);
        } catch (IOException broken) {
            failure = broken;
            throw broken;
        }
        if (read > 0) {
            count += read;
            whole.update(buffer, offset, read);
            if (inHeader) {
                hash(buffer, offset, read);
            }
        }
        return read;
    }

    /** The header ends with its first empty line, whatever the line ending; beyond the limit it is not hashed. */
    private void hash(byte[] buffer, int offset, int length) {
        int end = offset;
        while (end < offset + length && inHeader) {
            byte b = buffer[end++];
            if (b == '\n') {
                newlines++;
            } else if (b != '\r') {
                newlines = 0;
            }
            headerBytes++;
            inHeader = newlines < 2;
        }
        int hashed = (int) Math.min(end - offset, Math.max(0, Limits.HEADER_BYTES - hashedBytes));
        header.update(buffer, offset, hashed);
        hashedBytes += hashed;
    }

    @Override
    public long skip(long wanted) throws IOException {
        byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, wanted))];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Reads to the end; throws what the stream beneath threw, now or earlier. */
    void drain(byte[] rest) throws IOException {
        if (failure != null) {
            throw failure;
        }
        while (read(rest, 0, rest.length) >= 0) {
            // Reading counts.
        }
    }

    long count() {
        return count;
    }

    /** Bytes of the header block, its empty line included. */
    long headerBytes() {
        return headerBytes;
    }

    boolean headerTooLong() {
        return headerBytes >= Limits.HEADER_BYTES;
    }

    /** SHA-256 over everything that was read; once only. */
    String hash() {
        return HexFormat.of().formatHex(whole.digest());
    }

    /** SHA-256 over the header block and the size; once only. */
    String fingerprint(long size) {
        header.update(String.valueOf(size).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(header.digest());
    }
}
