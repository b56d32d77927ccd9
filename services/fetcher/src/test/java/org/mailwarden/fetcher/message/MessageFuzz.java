// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** What the fuzzer calls: no bytes whatever make the reader throw, lose count, or let an invisible character through. */
public final class MessageFuzz {

    private static final Receiver RECEIVER =
            Receiver.of("imap.example.org", "ada@example.org", java.util.List.of("mx.example.net"));

    private MessageFuzz() {}

    /** One mail. */
    public static void fuzzerTestOneInput(byte[] mail) throws IOException {
        ParsedMessage message = MessageReader.read(new ByteArrayInputStream(mail), mail.length, RECEIVER);
        if (message.size() != mail.length || message.headerSize() > mail.length) {
            throw new AssertionError("The size is wrong: " + message.size() + " of " + mail.length);
        }
        if (message.toString().chars().anyMatch(c -> Character.isISOControl(c) || c >= 0x202a && c <= 0x202e)) {
            throw new AssertionError("An invisible character came through");
        }
    }
}
