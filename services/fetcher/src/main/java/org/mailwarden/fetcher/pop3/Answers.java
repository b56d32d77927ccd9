// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.mailwarden.fetcher.session.Guarded;

/** Reads the answers of a POP3 server (RFC 1939 section 3), through the guard. One thread at a time. */
final class Answers {

    private final Guarded guarded;
    private final byte[] buffer = new byte[16 * 1024];
    private int at;
    private int end;

    Answers(Guarded guarded) {
        this.guarded = guarded;
    }

    /** The text behind +OK; empty when the server answered -ERR. */
    Optional<String> status() throws IOException {
        String line = line();
        if (line.startsWith("+OK")) {
            return Optional.of(line.substring(3).strip());
        }
        if (line.startsWith("-ERR")) {
            return Optional.empty();
        }
        throw guarded.reader().cutOff("it answers neither +OK nor -ERR");
    }

    /** The text behind +OK. */
    String ok(String command) throws IOException {
        return status().orElseThrow(() -> new IOException("it refuses " + command));
    }

    /** The lines of a listing up to its end. */
    void lines(Consumer<String> taker) throws IOException {
        for (String line = line(); !line.equals("."); line = line()) {
            taker.accept(line.startsWith(".") ? line.substring(1) : line);
        }
    }

    /**
     * The message that follows; to be read to its end.
     *
     * @param octets its size as LIST said
     */
    Body body(long octets) {
        return new Body(this, octets);
    }

    /** The next byte, when {@link #received} is not 0. */
    byte next() {
        return buffer[at++];
    }

    /** Bytes that came in and were not read yet. */
    int received() {
        return end - at;
    }

    /** Copies up to the next line end; returns how many bytes that were. */
    int copyWithinLine(byte[] target, int offset, int most) {
        int stop = at + Math.min(most, end - at);
        int i = at;
        while (i < stop && buffer[i] != '\r' && buffer[i] != '\n') {
            i++;
        }
        int copied = i - at;
        System.arraycopy(buffer, at, target, offset, copied);
        at = i;
        return copied;
    }

    private String line() throws IOException {
        byte[] line = new byte[0];
        while (true) {
            for (int i = at; i < end; i++) {
                if (buffer[i] == '\n') {
                    String text = text(line, i);
                    at = i + 1;
                    return text;
                }
            }
            byte[] longer = Arrays.copyOf(line, line.length + end - at);
            System.arraycopy(buffer, at, longer, line.length, end - at);
            line = longer;
            fill();
        }
    }

    private String text(byte[] before, int newline) {
        String text = new String(before, StandardCharsets.ISO_8859_1)
                + new String(buffer, at, newline - at, StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Waits for more. */
    void fill() throws IOException {
        int count = guarded.reader().everything().read(buffer, 0, buffer.length);
        if (count < 0) {
            throw new EOFException("The connection ended inside an answer");
        }
        at = 0;
        end = count;
    }
}
