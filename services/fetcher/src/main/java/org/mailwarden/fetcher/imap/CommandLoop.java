// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;

/**
 * Sends one command and hands over its untagged answers one by one, so that only one is ever in memory. The library's
 * folders take no part: they keep an object per message and believe every count.
 */
final class CommandLoop {

    private CommandLoop() {}

    /** Takes an answer. */
    @FunctionalInterface
    interface Taker {

        /** Takes one untagged response. */
        void take(IMAPResponse response) throws IOException;
    }

    /**
     * Runs a command.
     *
     * @throws IOException of the taker, or a {@link org.mailwarden.fetcher.session.MailFault}
     */
    static void run(IMAPFolder channel, Guarded guarded, Budget budget, String command, Taker taker)
            throws IOException {
        run(channel, guarded, budget, null, command, null, taker);
    }

    /**
     * Runs a command, and sends another ahead of it without waiting for its answer. That it is refused is no fault.
     *
     * @throws IOException of the taker, or a {@link org.mailwarden.fetcher.session.MailFault}
     */
    static void run(
            IMAPFolder channel,
            Guarded guarded,
            Budget budget,
            @Nullable String ahead,
            String command,
            @Nullable Argument arguments,
            Taker taker)
            throws IOException {
        AtomicReference<@Nullable Exception> ofTaker = new AtomicReference<>();
        guarded.<@Nullable Object>run(
                budget,
                () -> channel.doCommand(protocol -> {
                    try {
                        String tagAhead = ahead == null ? null : protocol.writeCommand(ahead, null);
                        String tag = protocol.writeCommand(command, arguments);
                        Exception first = tagAhead == null ? null : answersAhead(protocol, tagAhead, taker);
                        Exception second = answers(protocol, tag, taker);
                        ofTaker.set(first == null ? second : first);
                    } catch (IOException broken) {
                        throw new ProtocolException("The connection broke", broken);
                    }
                    return null;
                }));
        switch (ofTaker.get()) {
            case IOException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case null, default -> {}
        }
    }

    private static @Nullable Exception answersAhead(IMAPProtocol protocol, String tag, Taker taker)
            throws IOException, ProtocolException {
        try {
            return answers(protocol, tag, taker);
        } catch (CommandFailedException | BadCommandException refused) {
            // What it would have switched on stays off.
            return null;
        }
    }

    /** Reads on to the tagged answer even when the taker failed, so that the connection stays in step. */
    static @Nullable Exception answers(IMAPProtocol protocol, String tag, Taker taker)
            throws IOException, ProtocolException {
        Exception failed = null;
        while (true) {
            Response response = protocol.readResponse();
            if (response.isTagged() && tag.equals(response.getTag())) {
                protocol.handleResult(response);
                return failed;
            }
            if (response.isBYE()) {
                throw new ConnectionException(protocol, response);
            }
            if (failed == null && response.isUnTagged() && response instanceof IMAPResponse answer) {
                try {
                    taker.take(answer);
                } catch (IOException | RuntimeException failure) {
                    // Kept apart from the library's own failures, which are read as the server's fault.
                    failed = failure;
                }
            }
        }
    }
}
