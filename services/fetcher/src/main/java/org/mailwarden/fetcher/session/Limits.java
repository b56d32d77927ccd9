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

    /** Folders beside the open one that a server is asked to watch: their names stand in one line. */
    public static final int WATCHED_FOLDERS = 100;

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

    /** Header block of the message, and one header field, bytes. The largest real ones (recipient lists) are under 500 KiB. */
    public static final int HEADER_BYTES = 1024 * 1024;

    /** Header fields of all entities together, bytes. A digest of 500 mails needs half of it; every byte of it is parsed. */
    public static final int ALL_HEADERS_BYTES = 4 * 1024 * 1024;

    /** Header fields of one entity. */
    public static final int HEADER_FIELDS = 2_000;

    /** Bytes of one header field that are interpreted, address headers apart. Real ones stay under 4 KiB. */
    public static final int FIELD_BYTES = 16 * 1024;

    /** Characters that are decoded (RFC 2047 takes up to twelve for one): more never reaches the 200 that are kept. */
    public static final int DECODED_CHARACTERS = 4_000;

    /** Times that a boundary may begin with the same piece: each costs for each byte. RFC 2046 allows 70 characters at all. */
    public static final int BOUNDARY_PIECES = 100;

    /** Nesting of MIME entities. Real forwards stay under 10; each level multiplies the cost of a byte. */
    public static final int MIME_DEPTH = 32;

    /** MIME entities in one message: an empty part costs a hostile sender seven bytes. */
    public static final int MIME_PARTS = 1_000;

    /** Addresses of all headers of one message that are parsed: the address parser is quadratic. */
    public static final int ADDRESSES = 2_000;

    /** Groups and domain literals ("name:", "[") of all address headers that are parsed: for each the rest is looked through. */
    public static final int ADDRESS_GROUPS = 200;

    /** Characters of all address headers of one message that are parsed, for the same reason. */
    public static final int ADDRESS_CHARACTERS = 128 * 1024;

    /** Line of an encoded attachment, bytes: the decoders keep a line's blanks in memory. RFC 2045 allows 76. */
    public static final int ENCODED_LINE_BYTES = 64 * 1024;

    /** Parts of a split file name (RFC 2231) that are put together. Real ones need under 10. */
    public static final int NAME_PIECES = 64;

    /** Received headers read in search of the first external hop. Mail loops are cut at 30 to 100 hops (RFC 5321 6.3). */
    public static final int RECEIVED_HOPS = 100;

    /** Event on Kafka, bytes of its data: 64 KiB with room for key and headers, so that no broker refuses it for ever. */
    public static final int EVENT_BYTES = 60 * 1024;

    /** Subject in an event, characters. Enough to recognise a mail by. */
    public static final int SUBJECT_CHARACTERS = 200;

    /** Message-ID in an event, characters. RFC 5322 lines end at 998; real ones stay under 200. */
    public static final int MESSAGE_ID_CHARACTERS = 250;

    /** Address in an event, characters: 64 for the local part, 255 for the domain (RFC 5321 section 4.5.3.1). */
    public static final int ONE_ADDRESS_CHARACTERS = 320;

    /** Display name in an event, characters. */
    public static final int NAME_CHARACTERS = 100;

    /** Host name or list id in an event, characters (RFC 1035 section 2.3.4). */
    public static final int HOST_CHARACTERS = 255;

    /** Registered word in an event (charset, encoding, method), characters. The longest registered ones have 45. */
    public static final int WORD_CHARACTERS = 40;

    /** File name in an event, characters: half of what file systems allow, and still readable. */
    public static final int FILE_NAME_CHARACTERS = 120;

    /** To or Cc mailboxes in an event. Detectors look at the first and at the count. */
    public static final int RECIPIENTS = 50;

    /** From or Reply-To mailboxes in an event. More than one is rare. */
    public static final int SENDERS = 10;

    /** MIME entities in an event. Real mails have under 20. */
    public static final int STRUCTURE = 100;

    /** Attachments that are hashed and told in an event. */
    public static final int ATTACHMENTS = 50;

    /** Authentication results in an event. Real headers hold under 10. */
    public static final int AUTHENTICATION_RESULTS = 20;

    /** Properties of one authentication result. RFC 8601 names at most 4 for a method. */
    public static final int AUTHENTICATION_PROPERTIES = 8;

    private Limits() {}
}
