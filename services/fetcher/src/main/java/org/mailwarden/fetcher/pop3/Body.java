// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a message, without the dots that were put before its own and without the line that ends it (RFC 1939
 * section 3).
 *
 * <p>The last line of an answer always has an end. When the announced size says that the message has none, it is left out
 * again, so that a message reads the same as over IMAP.
 */
final class Body extends InputStream {

    private enum State {
        LINE_START,
        DOT,
        DOT_RETURN,
        INSIDE,
        RETURN,
        DONE
    }

    private final Answers answers;
    private final long octets;
    private final byte[] pending = new byte[4];
    private int pendingAt;
    private int pendingEnd;
    private State state = State.LINE_START;
    private int heldLineEnd;
    private long count;
    private boolean broken;

    Body(Answers answers, long octets) {
        this.answers = answers;
        this.octets = octets;
    }

    /** Whether the connection failed while it was read. */
    boolean isBroken() {
        return broken;
    }

    /** Reads what is left and drops it. */
    void skip() throws IOException {
        byte[] dropped = new byte[8192];
        while (read(dropped, 0, dropped.length) >= 0) {
            // Reading drops it.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            if (pendingAt < pendingEnd) {
                target[offset + written++] = pending[pendingAt++];
            } else if (state == State.DONE) {
                break;
            } else if (answers.received() == 0) {
                if (written > 0) {
                    return written;
                }
                fill();
            } else {
                if (state == State.INSIDE) {
                    int copied = answers.copyWithinLine(target, offset + written, length - written);
                    written += copied;
                    count += copied;
                }
                if (written < length && answers.received() > 0) {
                    step(answers.next());
                }
            }
        }
        return written == 0 && length > 0 ? -1 : written;
    }

    private void fill() throws IOException {
        try {
            answers.fill();
        } catch (IOException gone) {
            broken = true;
            throw gone;
        }
    }

    private void step(byte b) {
        pendingAt = 0;
        pendingEnd = 0;
        switch (state) {
            case LINE_START -> {
                if (b == '.') {
                    state = State.DOT;
                } else {
                    goOn(b);
                }
            }
            case DOT -> {
                if (b == '\r') {
                    state = State.DOT_RETURN;
                } else if (b == '\n') {
                    finish();
                } else {
                    goOn(b);
                }
            }
            case DOT_RETURN -> {
                if (b == '\n') {
                    finish();
                } else {
                    releaseLineEnd();
                    put('\r');
                    inside(b);
                }
            }
            case RETURN -> {
                if (b == '\n') {
                    heldLineEnd = 2;
                    state = State.LINE_START;
                } else {
                    put('\r');
                    inside(b);
                }
            }
            case INSIDE, DONE -> inside(b);
        }
    }

    private void goOn(byte b) {
        releaseLineEnd();
        inside(b);
    }

    private void inside(byte b) {
        switch (b) {
            case '\r' -> state = State.RETURN;
            case '\n' -> {
                heldLineEnd = 1;
                state = State.LINE_START;
            }
            default -> {
                put(b);
                state = State.INSIDE;
            }
        }
    }

    private void finish() {
        if (count != octets) {
            releaseLineEnd();
        }
        state = State.DONE;
    }

    private void releaseLineEnd() {
        if (heldLineEnd == 2) {
            put('\r');
        }
        if (heldLineEnd > 0) {
            put('\n');
        }
        heldLineEnd = 0;
    }

    private void put(int b) {
        pending[pendingEnd++] = (byte) b;
        count++;
    }
}
