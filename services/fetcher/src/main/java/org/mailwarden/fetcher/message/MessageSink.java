// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.IOException;
import java.io.InputStream;

/** Takes raw messages as they arrive. */
@FunctionalInterface
public interface MessageSink {

    /**
     * Takes one message.
     *
     * @param id what the server calls it
     * @param size bytes according to the server; a claim, not a fact
     * @param raw the message as it comes in, readable only during this call: it is whole only once it was read to its end;
     *     what is left unread is skipped
     * @throws IOException when the connection fails while the message is read; ends the fetch
     */
    void accept(MessageId id, long size, InputStream raw) throws IOException;

    /**
     * Hears after each message of an IMAP folder how far it was read, since messages may come out of order.
     *
     * @param uid every message up to this UID was handed over, or is gone
     */
    default void reached(long uid) {}
}
