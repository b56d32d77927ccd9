// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailwarden.contracts.account.Protocol;

/**
 * Watches the bytes of a server and refuses what would exhaust the library: it has no limits of its own (it allocates
 * what a literal announces, appends an endless line for ever, sizes arrays by EXISTS and STAT).
 *
 * <p>A state machine over lines and IMAP literals (RFC 9051 section 4.3). The content of a literal is skipped, so that
 * no mail can look like protocol.
 */
final class Guard {

    private static final int HEAD_BYTES = 512;
    private static final int TAIL_BYTES = 24;

    private static final Pattern START_PREAUTH = Pattern.compile("\\* PREAUTH", Pattern.CASE_INSENSITIVE);
    private static final Pattern START_IMAP = Pattern.compile("\\* (OK|BYE)", Pattern.CASE_INSENSITIVE);
    private static final Pattern START_POP3 = Pattern.compile("\\+OK|-ERR", Pattern.CASE_INSENSITIVE);

    private static final Pattern UID_VALIDITY =
            Pattern.compile("\\* OK \\[UIDVALIDITY (\\d+)", Pattern.CASE_INSENSITIVE);

    private final Wire wire;
    private final boolean imap;
    private final boolean lineByLine;
    private final byte[] head = new byte[HEAD_BYTES];
    private final byte[] tail = new byte[TAIL_BYTES];
    private int lineBytes;
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private boolean continued;
    private boolean carriageReturn;
    private long literalLeft;

    Guard(Wire wire, Protocol protocol) {
        this.wire = wire;
        this.imap = protocol == Protocol.IMAP;
        // In clear, so that nobody holds what stands behind the answer to STARTTLS or STLS without knowing it.
        this.lineByLine = imap || wire.tls() == null;
    }

    /** Bytes of the announced literal that were not checked yet; 0 outside of one. */
    long literalLeft() {
        return literalLeft;
    }

    /** Whether the last line announced a literal. */
    boolean announcedLiteral() {
        return continued;
    }

    /** Most bytes that one {@link #check} is sure to take; 0 when it may stop at the end of a line before. */
    long checksAtOnce() {
        return lineByLine ? literalLeft : Long.MAX_VALUE;
    }

    /**
     * Checks bytes that were received, on IMAP and before TLS at most to the end of a line or a literal; throws on the
     * first one too many.
     *
     * @return how many were checked, at least 1
     */
    int check(byte[] bytes, int offset, int length) throws IOException {
        if (literalLeft > 0) {
            // Nothing in a literal can harm: its content is passed over at once, not byte by byte.
            int count = (int) Math.min(length, literalLeft);
            wire.spend(count);
            literalLeft -= count;
            return count;
        }
        if (!imap && wire.budget().content()) {
            checkContent(bytes, offset, offset + length);
            wire.spend(length);
            return length;
        }
        int count = 0;
        boolean ended = false;
        while (count < length && !(lineByLine && ended)) {
            ended = check(bytes[offset + count++]);
        }
        wire.spend(count);
        return count;
    }

    /** In a POP3 message only the length of a line can harm, so that its bytes are not looked at one by one. */
    private void checkContent(byte[] bytes, int from, int to) throws IOException {
        int start = from;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                lengthen(at - start);
                wire.spendLine();
                lineBytes = 0;
                start = at + 1;
            }
        }
        // What follows the message may be the beginning of the next answer.
        for (int at = start; at < to && lineBytes + at - start < HEAD_BYTES; at++) {
            head[lineBytes + at - start] = bytes[at];
        }
        lengthen(to - start);
        carriageReturn = to > from && bytes[to - 1] == '\r';
    }

    private void lengthen(int count) throws IOException {
        lineBytes += count;
        if (lineBytes > wire.budget().lineBytes()) {
            throw wire.trip("one of its lines is longer than " + wire.budget().lineBytes() + " bytes");
        }
    }

    /** Checks one byte; true when it ends a line. */
    private boolean check(byte b) throws IOException {
        if (b == 0 && !wire.budget().content()) {
            throw wire.trip("it sends a NUL byte outside a message");
        }
        if (b == '\n' && (carriageReturn || !imap)) {
            endLine();
            return true;
        }
        carriageReturn = b == '\r';
        if (lineBytes < HEAD_BYTES) {
            head[lineBytes] = b;
        }
        tail[lineBytes % TAIL_BYTES] = b;
        if (++lineBytes > wire.budget().lineBytes()) {
            throw wire.trip("one of its lines is longer than " + wire.budget().lineBytes() + " bytes");
        }
        if (imap) {
            nest(b);
        }
        return false;
    }

    private void nest(byte b) throws IOException {
        if (quoted) {
            quoted = escaped || b != '"';
            escaped = !escaped && b == '\\';
        } else if (b == '"') {
            quoted = true;
        } else if (b == '(') {
            if (++depth > Limits.RESPONSE_DEPTH) {
                throw wire.trip("its answer is nested deeper than " + Limits.RESPONSE_DEPTH);
            }
        } else if (b == ')' && depth > 0) {
            depth--;
        }
    }

    private void endLine() throws IOException {
        boolean greeting = !wire.greeted();
        wire.spendLine();
        if (!continued && !wire.budget().content()) {
            checkHead(greeting);
        }
        quoted = false;
        escaped = false;
        continued = imap && startLiteral();
        if (!continued) {
            depth = 0;
        }
        lineBytes = 0;
        carriageReturn = false;
    }

    private void checkHead(boolean greeting) throws IOException {
        String line = new String(head, 0, Math.min(lineBytes, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        if (greeting) {
            checkGreeting(line);
        }
        if (imap) {
            if (line.startsWith("* ")) {
                checkCount(line, 2);
                Matcher validity = UID_VALIDITY.matcher(line);
                if (validity.lookingAt()) {
                    wire.uidValidity(validity.group(1));
                }
            }
        } else if (line.startsWith("-ERR")) {
            wire.refused(line.substring(4));
        } else if (line.startsWith("+OK ") && isNumber(line, skipNumber(line, 4) + 1)) {
            // "+OK count size" answers STAT; only the count is bounded, since eight digits of size are normal.
            checkCount(line, 4);
        }
    }

    /** RFC 9051 section 7.1, RFC 1939 section 4; anything else is no mail server. */
    private void checkGreeting(String line) throws IOException {
        if (imap && START_PREAUTH.matcher(line).lookingAt()) {
            // It would pass for a sign-in, though nobody looked at the password; and TLS cannot follow it.
            throw wire.trip("it takes anybody in without a password (PREAUTH)");
        }
        if (!(imap ? START_IMAP : START_POP3).matcher(line).lookingAt()) {
            throw wire.strange(line);
        }
    }

    private void checkCount(String line, int from) throws IOException {
        int end = skipNumber(line, from);
        if (end > from && (end - from > 10 || Long.parseLong(line.substring(from, end)) > Limits.MESSAGE_COUNT)) {
            throw wire.trip("it claims a message count or number above " + Limits.MESSAGE_COUNT);
        }
    }

    private static int skipNumber(String line, int from) {
        int end = from;
        while (end < line.length() && Character.isDigit(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNumber(String line, int from) {
        return from > 0 && from < line.length() && Character.isDigit(line.charAt(from));
    }

    private boolean startLiteral() throws IOException {
        // The carriage return is the last byte of the tail; "{n}" or "{n+}" stands before it.
        int end = lineBytes - 2;
        if (end < 0 || tail[end % TAIL_BYTES] != '}') {
            return false;
        }
        StringBuilder number = new StringBuilder();
        int at = end - 1;
        int oldest = Math.max(0, lineBytes - TAIL_BYTES);
        while (at >= oldest && tail[at % TAIL_BYTES] != '{') {
            number.insert(0, (char) tail[at-- % TAIL_BYTES]);
        }
        if (at < oldest) {
            return refuseIfNumber(number);
        }
        String said = number.toString();
        String count = said.endsWith("+") ? said.substring(0, said.length() - 1) : said;
        if (!count.isEmpty() && count.length() <= 10 && count.chars().allMatch(c -> c >= '0' && c <= '9')) {
            literalLeft = Long.parseLong(count);
            if (literalLeft > wire.budget().literalBytes()) {
                throw wire.trip("it announces a literal of " + count + " bytes");
            }
            return true;
        }
        return refuseIfNumber(number);
    }

    /** A size that is no size would be read as an empty message without an error: silent loss. */
    private boolean refuseIfNumber(StringBuilder text) throws IOException {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-' || c == '+')) {
            throw wire.trip("it announces a literal of impossible size");
        }
        return false;
    }
}
