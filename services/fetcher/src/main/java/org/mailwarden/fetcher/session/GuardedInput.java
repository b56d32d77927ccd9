// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.IntSupplier;

/**
 * What a server sends, checked by the {@link Guard} and read under the deadline of the running command.
 *
 * <p>On IMAP one read never goes beyond the end of a line or of a literal. So nobody who reads in between, the library or
 * {@link ServerReader}, holds bytes that belong to the other.
 */
final class GuardedInput extends InputStream {

    /** Lines come by the hundred in one TLS record; literals do not pass through here. */
    private static final int AHEAD_BYTES = 2048;

    private final Wire wire;
    private final Socket socket;
    private final InputStream in;
    private final Guard guard;
    private final IntSupplier readTimeoutMillis;
    private final byte[] ahead = new byte[AHEAD_BYTES];
    private int at;
    private int end;
    private int timeout;

    GuardedInput(Wire wire, Socket socket, Guard guard, IntSupplier readTimeoutMillis) throws IOException {
        this.wire = wire;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.guard = guard;
        this.readTimeoutMillis = readTimeoutMillis;
    }

    /** Bytes of the announced literal that were not read yet; 0 outside of one. */
    long literalLeft() {
        return guard.literalLeft();
    }

    /** Whether the line that was read last announced a literal, and the answer goes on behind it. */
    boolean announcedLiteral() {
        return guard.announcedLiteral();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (wire.fault() != null) {
            throw new IOException("The connection was given up");
        }
        if (at == end) {
            long most = guard.checksAtOnce();
            if (most > 1 && length > 1) {
                int count = receive(buffer, offset, (int) Math.min(length, most));
                return count < 0 ? count : guard.check(buffer, offset, count);
            }
            int count = receive(ahead, 0, AHEAD_BYTES);
            if (count < 0) {
                return count;
            }
            at = 0;
            end = count;
        }
        int count = guard.check(ahead, at, Math.min(length, end - at));
        System.arraycopy(ahead, at, buffer, offset, count);
        at += count;
        return count;
    }

    /** Waits so many milliseconds for bytes and keeps them for the next read; a time that passes without any is no fault. */
    boolean await(int millis) throws IOException {
        if (at < end) {
            return true;
        }
        try {
            timeout(millis);
            at = 0;
            end = 0;
            end = Math.max(0, in.read(ahead, 0, AHEAD_BYTES));
        } catch (SocketTimeoutException quiet) {
            return false;
        } catch (IOException broken) {
            wire.fail(Wire.Fault.CLOSED, "the connection broke");
            throw broken;
        }
        if (end == 0) {
            wire.fail(Wire.Fault.CLOSED, "it closed the connection");
            throw new EOFException("The connection was closed");
        }
        return true;
    }

    private void timeout(int millis) throws IOException {
        if (millis != timeout) {
            socket.setSoTimeout(millis);
            timeout = millis;
        }
    }

    private int receive(byte[] buffer, int offset, int length) throws IOException {
        long left = wire.millisLeft();
        if (left <= 0) {
            wire.fail(Wire.Fault.TIMEOUT, "it did not finish its answer in time");
            throw new SocketTimeoutException("Deadline of the command passed");
        }
        int count;
        try {
            timeout((int) Math.min(readTimeoutMillis.getAsInt(), left));
            count = in.read(buffer, offset, length);
        } catch (SocketTimeoutException timeout) {
            wire.fail(Wire.Fault.TIMEOUT, "it did not answer in time");
            throw timeout;
        } catch (IOException broken) {
            wire.fail(Wire.Fault.CLOSED, "the connection broke");
            throw broken;
        }
        if (count < 0) {
            wire.fail(Wire.Fault.CLOSED, "it closed the connection");
        }
        return count;
    }

    /** Nothing before TLS: a reader that sees more takes more than the line it wants. */
    @Override
    public int available() throws IOException {
        return wire.tls() == null ? 0 : pending();
    }

    /** Bytes that came and that nobody has read. */
    int pending() throws IOException {
        return end - at + in.available();
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, count))];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
