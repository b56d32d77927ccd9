// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

/** What a server calls a message. */
public sealed interface MessageId {

    /**
     * IMAP (RFC 9051 section 2.3.1.1).
     *
     * @param uidValidity of the folder
     * @param uid of the message, 1 to 4294967295
     */
    record Imap(long uidValidity, long uid) implements MessageId {}

    /**
     * POP3 (RFC 1939 section 7).
     *
     * @param number message number, good for this session only
     * @param uidl unique id
     */
    record Pop3(int number, String uidl) implements MessageId {}
}
