// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.session.Limits;
import org.mailwarden.fetcher.session.ServerReader;

/**
 * Reads one FETCH response (RFC 9051 section 7.5.2) and hands over the body while it comes in. Items may stand in any
 * order and may be ones that nobody asked for.
 */
final class FetchAnswer {

    private static final String ITEMS = " FETCH (";
    private static final int LONGEST_NUMBER = 10;
    private static final long NONE = 0;

    private final ServerReader reader;
    private final Taker taker;
    private String line;
    private int at;
    private long uid = NONE;
    private long size;
    private byte @Nullable [] early;

    /** Takes what was asked for. */
    interface Taker {

        /**
         * Takes one body.
         *
         * @param uid of the message
         * @param body its content; what is left unread is skipped
         * @throws IOException never for what the taker does with it, only when the connection fails
         */
        void take(long uid, InputStream body) throws IOException;

        /**
         * Hears of a message, at the end of the answer.
         *
         * @param uid of the message
         * @param bytes its size, a claim of the server; 0 when it said nothing of that
         */
        void exists(long uid, long bytes);
    }

    private FetchAnswer(String line, ServerReader reader, Taker taker) {
        this.line = line;
        this.reader = reader;
        this.taker = taker;
        this.at = line.indexOf('(') + 1;
    }

    /** Whether a line starts a FETCH response. */
    static boolean starts(String line) {
        int at = 2;
        while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
            at++;
        }
        return at > 2
                && at <= 2 + LONGEST_NUMBER
                && line.startsWith("* ")
                && line.regionMatches(true, at, ITEMS, 0, ITEMS.length());
    }

    /**
     * Reads the response to its end.
     *
     * @param line its first line
     * @param reader where the rest comes from
     * @param taker takes the body, when there is one, and hears of the message, when it has a UID
     * @throws IOException when the connection fails, or the answer makes no sense
     */
    static void read(String line, ServerReader reader, Taker taker) throws IOException {
        FetchAnswer answer = new FetchAnswer(line, reader, taker);
        while (answer.item()) {
            // One item after the other.
        }
        byte[] held = answer.early;
        if (held != null && answer.uid != NONE) {
            taker.take(answer.uid, new ByteArrayInputStream(held));
        }
        if (answer.uid != NONE) {
            taker.exists(answer.uid, answer.size);
        }
    }

    /** Reads an item; false at the end of the response. */
    private boolean item() throws IOException {
        skipSpaces();
        if (peek() == ')') {
            if (at != line.length() - 1) {
                throw nonsense();
            }
            return false;
        }
        String name = name();
        skipSpaces();
        if (name.equals("UID")) {
            uid = number();
        } else if (name.equals("RFC822.SIZE")) {
            size = number();
        } else if (name.startsWith("BODY[]")) {
            body();
        } else {
            skipValue();
        }
        if (peek() != ' ' && peek() != ')') {
            // Behind a literal stands what did not fit into the size it was given: the message was cut.
            throw nonsense();
        }
        return true;
    }

    private void body() throws IOException {
        if (atLiteral()) {
            if (uid == NONE) {
                // A server that names the UID last costs one message of memory.
                InputStream literal = reader.literal();
                if (literal.available() > Limits.MESSAGE_BYTES) {
                    throw reader.cutOff("it sends " + literal.available() + " bytes before it says of which message");
                }
                early = literal.readAllBytes();
            } else {
                taker.take(uid, reader.literal());
            }
            pastLiteral();
        } else if (peek() == '"') {
            byte[] text = quoted().getBytes(StandardCharsets.ISO_8859_1);
            if (uid == NONE) {
                early = text;
            } else {
                taker.take(uid, new ByteArrayInputStream(text));
            }
        } else {
            skipValue();
        }
    }

    /** A name ends at a blank outside of brackets: {@code BODY[HEADER.FIELDS (TO)]}. */
    private String name() throws IOException {
        int from = at;
        int brackets = 0;
        while (brackets > 0 || peek() != ' ' && peek() != '(' && peek() != ')') {
            char c = peek();
            brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
            at++;
        }
        if (at == from) {
            throw nonsense();
        }
        return line.substring(from, at).toUpperCase(Locale.ROOT);
    }

    private long number() throws IOException {
        int from = at;
        while (Character.digit(peek(), 10) >= 0) {
            at++;
        }
        if (at == from || at - from > 10) {
            throw nonsense();
        }
        return Long.parseLong(line, from, at, 10);
    }

    private String quoted() throws IOException {
        StringBuilder text = new StringBuilder();
        at++;
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
            }
            text.append(peek());
            at++;
        }
        at++;
        return text.toString();
    }

    private void skipValue() throws IOException {
        int depth = 0;
        do {
            skipSpaces();
            if (atLiteral()) {
                pastLiteral();
            } else {
                switch (peek()) {
                    case '"' -> quoted();
                    case '(' -> {
                        depth++;
                        at++;
                    }
                    case ')' -> {
                        if (depth-- == 0) {
                            return;
                        }
                        at++;
                    }
                    default -> skipAtom();
                }
            }
        } while (depth > 0);
    }

    private void skipAtom() throws IOException {
        while (peek() != ' ' && peek() != '(' && peek() != ')' && peek() != '"') {
            at++;
        }
    }

    /** The guard has read the same announcement: {@code {n}} at the end of a line, {@code ~{n}} for a binary one. */
    private boolean atLiteral() throws IOException {
        char c = peek();
        boolean opens = c == '{' || c == '~' && at + 1 < line.length() && line.charAt(at + 1) == '{';
        return opens && reader.announcedLiteral() && line.indexOf('{', at) == line.lastIndexOf('{');
    }

    private void pastLiteral() throws IOException {
        reader.skipLiteral();
        line = reader.line();
        at = 0;
    }

    private void skipSpaces() throws IOException {
        while (peek() == ' ') {
            at++;
        }
    }

    private char peek() throws IOException {
        if (at >= line.length()) {
            throw nonsense();
        }
        return line.charAt(at);
    }

    private IOException nonsense() {
        return reader.cutOff("its answer to FETCH makes no sense");
    }
}
