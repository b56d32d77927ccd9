// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.fetch;

import java.io.IOException;
import org.mailwarden.bench.mail.Mailboxes;
import org.mailwarden.bench.run.Figures;

/** Reads the same mailbox over POP3. */
final class Pop3Reading {

    private Pop3Reading() {}

    static void measure(Figures figures, Mailboxes mailboxes, int mails, int rounds)
            throws IOException, InterruptedException {
        figures.missing("pop3_pipelined_vs_plain", "the fetcher reads POP3 one message at a time");
    }
}
