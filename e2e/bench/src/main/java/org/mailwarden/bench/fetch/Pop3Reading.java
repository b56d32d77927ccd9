// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.fetch;

import java.io.IOException;
import java.util.List;
import org.mailwarden.bench.baseline.LibraryPop3;
import org.mailwarden.bench.mail.Mailboxes;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.pop3.UidlEntry;
import org.mailwarden.fetcher.session.MailConnection;
import org.mailwarden.fetcher.session.Pop3Connection;

/** Reads the same mailbox over POP3, with many commands on their way and with one at a time. */
final class Pop3Reading {

    private static final String LIBRARY = "library one by one";
    private static final String OURS = "ours one by one";
    private static final String PIPELINED = "pipelined";

    private Pop3Reading() {}

    static void measure(Figures figures, Mailboxes mailboxes, int mails, int rounds)
            throws IOException, InterruptedException {
        try (Reading reading = new Reading(mailboxes)) {
            Way plain = (session, entries, sink) -> {
                for (UidlEntry entry : entries) {
                    session.retrieve(entry, sink);
                }
            };
            Way pipelined = Pop3Session::retrieve;
            figures.say("Reading the same mails over POP3 ...");
            LibraryPop3 library = new LibraryPop3(mailboxes);
            String user = mailboxes.user(0);
            library.read(user, mailboxes.password(), mails);
            read(reading, mailboxes, mails, pipelined);
            Rounds ways = new Rounds(figures, LIBRARY, () -> library.read(user, mailboxes.password(), mails))
                    .with(OURS, () -> read(reading, mailboxes, mails, plain))
                    .with(PIPELINED, () -> read(reading, mailboxes, mails, pipelined))
                    .run(rounds);
            figures.figure("pop3_mails_per_second", mails / ways.seconds(PIPELINED));
            figures.figure("pop3_pipelined_vs_own_one_by_one", ways.ratio(PIPELINED, OURS));
            figures.ratio("pop3_pipelined_vs_plain", ways.ratio(PIPELINED, LIBRARY), 3);
        }
    }

    private interface Way {
        void retrieve(Pop3Session session, List<UidlEntry> entries, MessageSink sink) throws IOException;
    }

    /** Seconds for the messages alone: the listing before is the same for both. */
    private static double read(Reading reading, Mailboxes mailboxes, int mails, Way way)
            throws IOException, InterruptedException {
        int[] read = new int[1];
        MessageSink dropping = Reading.dropping();
        try (MailConnection connection = reading.open(Protocol.POP3, mailboxes.user(0))) {
            Pop3Session session = new Pop3Session((Pop3Connection) connection);
            List<UidlEntry> entries = session.uidl();
            double seconds = Rounds.time(() -> way.retrieve(session, entries, (id, size, raw) -> {
                dropping.accept(id, size, raw);
                read[0]++;
            }));
            if (read[0] != mails) {
                throw new IOException("Only " + read[0] + " of " + mails + " mails were read over POP3");
            }
            return seconds;
        }
    }
}
