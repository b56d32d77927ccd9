// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads answers of an IMAP server past the library, which holds every literal whole: here the content of a literal is a
 * stream. Every byte passes the guard, and the library may read before and after a complete answer.
 *
 * <p>One thread at a time, inside {@link Guarded#run}.
 */
public final class ServerReader {

    private final Wire wire;
    private final GuardedInput input;
    private byte[] line = new byte[256];

    ServerReader(Wire wire, GuardedInput input) {
        this.wire = wire;
        this.input = input;
    }

    /**
     * Reads a line, or the rest of one behind a literal, whose content must have been read to its end.
     *
     * @return the line without CR LF, each byte one character
     * @throws IOException when the connection or the guard ends it
     */
    public String line() throws IOException {
        int length = 0;
        while (length < 2 || line[length - 1] != '\n' || line[length - 2] != '\r') {
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            int count = input.read(line, length, line.length - length);
            if (count < 0) {
                throw new EOFException("The connection ended inside a line");
            }
            length += count;
        }
        String text = new String(line, 0, length - 2, StandardCharsets.ISO_8859_1);
        if (line.length > Limits.LINE_BYTES / 8) {
            line = new byte[256];
        }
        return text;
    }

    /** Whether the last line ended by announcing a literal (RFC 9051 section 4.3), so that the answer goes on behind it. */
    public boolean announcedLiteral() {
        return input.announcedLiteral();
    }

    /**
     * The content of the literal that the last line announced.
     *
     * @return its bytes; a connection that ends before them is an error, never the end of the stream
     */
    public InputStream literal() {
        return new Literal();
    }

    /** Reads what is left of a literal and drops it. */
    public void skipLiteral() throws IOException {
        if (input.literalLeft() == 0) {
            return;
        }
        byte[] dropped = new byte[8192];
        InputStream rest = literal();
        while (rest.read(dropped, 0, dropped.length) >= 0) {
            // Reading drops it.
        }
    }

    /**
     * What comes in on POP3, where a message is bounded by its lines and not by a literal.
     *
     * @return every byte that follows; one reader of it at a time, who may read ahead
     */
    public InputStream everything() {
        return input;
    }

    /**
     * Gives the connection up, since what came cannot be read on.
     *
     * @param why in words that go on "the mail server was cut off because"
     * @return to be thrown
     */
    public IOException cutOff(String why) {
        return wire.trip(why);
    }

    private final class Literal extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (input.literalLeft() == 0) {
                return -1;
            }
            int count = input.read(buffer, offset, length);
            if (count < 0) {
                throw new EOFException("The connection ended inside a message");
            }
            return count;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, input.literalLeft());
        }
    }
}
