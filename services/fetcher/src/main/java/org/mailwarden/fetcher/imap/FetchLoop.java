// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;

/** Sends one FETCH and hands over its answers one by one, so that only one is ever in memory. */
final class FetchLoop {

    private FetchLoop() {}

    /** Takes an answer. */
    @FunctionalInterface
    interface Taker {

        /** Takes one FETCH response. */
        void take(FetchResponse response) throws IOException;
    }

    static void run(IMAPFolder folder, Guarded guarded, Budget budget, String command, Taker taker) throws IOException {
        AtomicReference<@Nullable Exception> ofTaker = new AtomicReference<>();
        guarded.<@Nullable Object>run(
                budget,
                () -> folder.doCommand(protocol -> {
                    ofTaker.set(loop(protocol, command, taker));
                    return null;
                }));
        switch (ofTaker.get()) {
            case IOException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case null, default -> {}
        }
    }

    /** Reads on to the tagged answer even when the taker failed, so that the connection stays in step. */
    private static @Nullable Exception loop(IMAPProtocol protocol, String command, Taker taker)
            throws ProtocolException {
        Exception failed = null;
        try {
            String tag = protocol.writeCommand(command, null);
            while (true) {
                Response response = protocol.readResponse();
                if (response.isTagged() && tag.equals(response.getTag())) {
                    protocol.handleResult(response);
                    return failed;
                }
                if (response.isBYE()) {
                    throw new ConnectionException(protocol, response);
                }
                if (response instanceof FetchResponse fetched) {
                    if (failed == null) {
                        failed = taken(taker, fetched);
                    }
                } else {
                    protocol.notifyResponseHandlers(new Response[] {response});
                }
            }
        } catch (IOException broken) {
            throw new ProtocolException("The connection broke during FETCH", broken);
        }
    }

    private static @Nullable Exception taken(Taker taker, FetchResponse response) {
        try {
            taker.take(response);
            return null;
        } catch (IOException | RuntimeException failure) {
            // Kept apart from the library's own failures, which are read as the server's fault.
            return failure;
        }
    }
}
