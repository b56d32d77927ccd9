// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.time.Duration;

/** Every bound on what a mail server or a mail may cost, each with its reason. */
public final class Limits {

    /** Protocol line, bytes. Real lines stay under 8 KiB (RFC 7162); an endless one exhausts the heap. */
    public static final int LINE_BYTES = 64 * 1024;

    /** Line inside a POP3 message, bytes. Real mail breaks RFC 5322's 998; a body line of 1 MiB has been seen. */
    public static final int MESSAGE_LINE_BYTES = 1024 * 1024;

    /** IMAP literal that the library reads, bytes: it allocates what the server announces. Messages are streamed past it. */
    public static final long LITERAL_BYTES = 2L * 1024 * 1024;

    /** First bytes of a mail that is too large to be read, for its header. */
    public static final int BODY_PIECE_BYTES = 256 * 1024;

    /** UIDs in the first listing of a folder; later ones adapt, so that neither the heap nor the round trips grow. */
    public static final int LISTING_SPAN = 5_000;

    /** Any message count or sequence number. Larger mailboxes do not exist, and the library allocates per count. */
    public static final long MESSAGE_COUNT = 5_000_000;

    /** Open parentheses in one response. Deep MIME needs under 40; the parser recurses until the stack is gone. */
    public static final int RESPONSE_DEPTH = 100;

    /** Bytes in answer to one ordinary command: sign-in, EXAMINE, a batch of messages. */
    public static final long COMMAND_BYTES = 64L * 1024 * 1024;

    /** Bytes until the sign-in is answered. A greeting and its capabilities need 2 KiB. */
    public static final long LOGIN_BYTES = 1024 * 1024;

    /** Lines in answer to a command whose answer the library keeps in memory. */
    public static final int COLLECTED_LINES = 10_000;

    /** Lines and bytes of a listing: the largest mailbox with 64 bytes per message. */
    public static final int LISTING_LINES = (int) MESSAGE_COUNT + 1_000;

    /** See {@link #LISTING_LINES}. */
    public static final long LISTING_BYTES = MESSAGE_COUNT * 64;

    /** Lines while waiting for news: somebody marking a whole large folder as read sends one for each message. */
    public static final int IDLE_LINES = 200_000;

    /** Bytes while waiting for news: as many lines of 64 bytes. */
    public static final long IDLE_BYTES = IDLE_LINES * 64L;

    /** Time for one command. A mail of the largest size over a slow line needs about 3 minutes. */
    public static final Duration COMMAND_DEADLINE = Duration.ofMinutes(5);

    /** Messages in one FETCH: more gains nothing (500 is as fast as all), fewer costs round trips. */
    public static final int FETCH_BATCH = 500;

    /** Announced bytes in one FETCH: half the byte budget, since announced sizes are claims. */
    public static final long FETCH_BATCH_BYTES = COMMAND_BYTES / 2;

    /** Folders of a mailbox that are read without being named: each costs a round trip, and the largest have some thousand. */
    public static final int FOLDERS = 5_000;

    /** Name of a folder, characters on the wire: the most that an account's folder may have, and more than servers allow. */
    public static final int FOLDER_NAME = 500;

    /** Message, bytes. Beyond it only the header is read: no mail service carries larger ones. */
    public static final long MESSAGE_BYTES = 150L * 1024 * 1024;

    /**
     * POP3 commands that are sent before their answers are read. At 16 bytes each they fit into any socket buffer, so that
     * a server that writes before it reads on and we never wait for each other; more gains nothing.
     */
    public static final int POP3_AHEAD = 32;

    /** Longest LOGIN-DELAY that is obeyed: a server that asks for more would switch its own watching off. */
    public static final Duration LOGIN_DELAY = Duration.ofHours(1);

    /** Server text that is kept, characters. Enough for a sentence, too little to carry a payload. */
    public static final int SERVER_TEXT = 200;

    /** UIDL, characters (RFC 1939 section 7). */
    public static final int UIDL_CHARACTERS = 70;

    /** Header block, bytes. The largest real ones (long recipient lists) are under 500 KiB. */
    public static final int HEADER_BYTES = 1024 * 1024;

    /** Header fields of one entity. */
    public static final int HEADER_FIELDS = 2_000;

    /** Nesting of MIME entities. Real forwards stay under 10; each level multiplies the cost of a byte. */
    public static final int MIME_DEPTH = 32;

    /** MIME entities in one message: an empty part costs a hostile sender seven bytes. */
    public static final int MIME_PARTS = 1_000;

    /** Addresses of one header that are parsed: the address parser is quadratic. */
    public static final int ADDRESSES = 2_000;

    /** Characters of one address header that are parsed, for the same reason. */
    public static final int ADDRESS_HEADER_CHARACTERS = 128 * 1024;

    private Limits() {}
}
