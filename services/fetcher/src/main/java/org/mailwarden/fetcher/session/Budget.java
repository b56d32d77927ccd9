// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.time.Duration;

/**
 * What the answer to one command may cost.
 *
 * @param bytes in all
 * @param lines in all
 * @param lineBytes of one line
 * @param literalBytes of one IMAP literal
 * @param time until the last byte
 * @param content whether the lines are a message (POP3 RETR, TOP), where a NUL is odd but harmless
 */
public record Budget(long bytes, int lines, int lineBytes, long literalBytes, Duration time, boolean content) {

    /** For a command whose answer the library collects in memory. */
    public static Budget command(Duration time) {
        return new Budget(
                Limits.COMMAND_BYTES, Limits.COLLECTED_LINES, Limits.LINE_BYTES, Limits.LITERAL_BYTES, time, false);
    }

    /** For greeting, capabilities, TLS upgrade and sign-in together. */
    static Budget login(Duration time) {
        return new Budget(
                Limits.LOGIN_BYTES, Limits.COLLECTED_LINES, Limits.LINE_BYTES, Limits.LITERAL_BYTES, time, false);
    }

    /**
     * For IMAP messages that are streamed, so that a literal costs no memory.
     *
     * @param announced bytes of all of them according to the server; as a claim it is allowed to be half the truth
     * @param time until the last byte
     */
    public static Budget streamed(long announced, Duration time) {
        long bytes = Math.max(Limits.COMMAND_BYTES, 2 * announced);
        return new Budget(bytes, Limits.COLLECTED_LINES, Limits.LINE_BYTES, bytes, time, false);
    }

    /** For a listing with one line per message. */
    public static Budget listing(Duration time) {
        return new Budget(
                Limits.LISTING_BYTES, Limits.LISTING_LINES, Limits.LINE_BYTES, Limits.LITERAL_BYTES, time, false);
    }

    /** For waiting for news, and for the questions in between. */
    public static Budget idle(Duration time) {
        return new Budget(Limits.IDLE_BYTES, Limits.IDLE_LINES, Limits.LINE_BYTES, Limits.LITERAL_BYTES, time, false);
    }

    /**
     * For a POP3 message that is streamed.
     *
     * @param announced its bytes according to the server; as a claim it is allowed to be half the truth
     * @param time until the last byte
     */
    public static Budget message(long announced, Duration time) {
        long bytes = Math.max(Limits.COMMAND_BYTES, 2 * announced);
        return new Budget(bytes, Integer.MAX_VALUE, Limits.MESSAGE_LINE_BYTES, Limits.LITERAL_BYTES, time, true);
    }
}
