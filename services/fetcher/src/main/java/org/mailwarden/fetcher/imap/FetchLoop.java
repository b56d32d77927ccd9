// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.io.IOException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;

/** Sends one FETCH and hands over its answers one by one. */
final class FetchLoop {

    private FetchLoop() {}

    /** Takes an answer. */
    @FunctionalInterface
    interface Taker {

        /** Takes one FETCH response. */
        void take(FetchResponse response) throws IOException;
    }

    static void run(IMAPFolder channel, Guarded guarded, Budget budget, String command, Taker taker)
            throws IOException {
        CommandLoop.run(channel, guarded, budget, command, null, response -> {
            if (response instanceof FetchResponse fetched) {
                taker.take(fetched);
            }
        });
    }
}
