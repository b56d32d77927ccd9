// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.fetch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.mailwarden.bench.mail.LoopbackSessions;
import org.mailwarden.bench.mail.Mailboxes;
import org.mailwarden.bench.run.ChildJvm;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Logs;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.MailEndpoint;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.session.SignIn;
import org.mailwarden.kit.secret.Secret;

/** Reads the largest mail there may be in a JVM whose heap is far smaller, and tells how full the heap ever was. */
final class LargeMessage {

    private static final int HEAP_MB = 64;

    private LargeMessage() {}

    static void measure(Figures figures, Size size) throws IOException, InterruptedException {
        // Just under the limit, so that it is read to its end.
        int megabytes = size.of(20, 149);
        figures.say("Reading one mail of %d MB with a heap of %d MB ...", megabytes, HEAP_MB);
        try (Mailboxes mailboxes = Mailboxes.start(figures, 1, 0)) {
            byte[] line = ("x".repeat(75) + "\n").getBytes(StandardCharsets.US_ASCII);
            byte[] mail = new byte[megabytes * 1_000_000];
            byte[] header = "From: a@sample.example\nSubject: large\n\n".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(header, 0, mail, 0, header.length);
            for (int at = header.length; at < mail.length; at += line.length) {
                System.arraycopy(line, 0, mail, at, Math.min(line.length, mail.length - at));
            }
            mailboxes.server().fill(mailboxes.user(0), 1, number -> mail);
            mailboxes.server().users(Map.of(mailboxes.user(0), mailboxes.password()));
            MailEndpoint endpoint = mailboxes.endpoint(Protocol.IMAP);
            double[] peak = ChildJvm.figures(
                    LargeMessage.class,
                    "-Xmx" + HEAP_MB + "m",
                    Integer.toString(endpoint.port()),
                    mailboxes.user(0),
                    mailboxes.password(),
                    mailboxes.authority().certificateFile().toString(),
                    Integer.toString(megabytes));
            figures.atMost("peak_heap_mb_large_message", peak[0], HEAP_MB);
        }
    }

    /**
     * Runs in the small JVM.
     *
     * @param arguments port, user, password, authority, size in MB
     * @throws IOException when the mail was not read whole
     */
    public static void main(String[] arguments) throws IOException {
        Logs.asInAService();
        MailEndpoint endpoint =
                new MailEndpoint(Protocol.IMAP, "localhost", Integer.parseInt(arguments[0]), Security.TLS);
        Secret password = Secret.ofUtf8(arguments[2].getBytes(StandardCharsets.UTF_8));
        long[] bytes = new long[1];
        try (Sessions sessions = LoopbackSessions.trusting(Path.of(arguments[3]))) {
            OpenOutcome outcome = sessions.open(endpoint, new SignIn.Password(arguments[1], password));
            if (!(outcome instanceof OpenOutcome.Opened opened)) {
                throw new IOException("The sign-in was refused");
            }
            try (ImapSession session = new ImapSession((ImapConnection) opened.connection())) {
                session.examine("INBOX");
                session.fetch(1, 1, (id, size, raw) -> {
                    Reading.parsing().accept(id, size, raw);
                    bytes[0] = size;
                });
            }
        }
        if (bytes[0] < Long.parseLong(arguments[4]) * 1_000_000) {
            throw new IOException("Only " + bytes[0] + " bytes were read");
        }
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        ChildJvm.tell(peak / 1e6);
    }
}
