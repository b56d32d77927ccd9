// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.idle;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mailwarden.bench.mail.LoopbackSessions;
import org.mailwarden.bench.run.ChildJvm;
import org.mailwarden.bench.run.Logs;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.MailEndpoint;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.session.SignIn;
import org.mailwarden.kit.secret.Secret;

/** A JVM of its own that does nothing but wait on many connections, each with a virtual thread, as the fetcher does. */
final class IdleClients {

    private static final String PASSWORD = "opal-Meadow-93-lantern";
    private static final int CONNECTING_AT_ONCE = 32;
    private static final double KILOBYTE = 1024;

    private IdleClients() {}

    /**
     * Opens the connections, and tells how many wait, the heap of each in KB, and the platform threads of the JVM.
     *
     * @param arguments port, authority, how many
     * @throws InterruptedException when it is stopped
     */
    public static void main(String[] arguments) throws InterruptedException {
        Logs.asInAService();
        int count = Integer.parseInt(arguments[2]);
        MailEndpoint endpoint =
                new MailEndpoint(Protocol.IMAP, "localhost", Integer.parseInt(arguments[0]), Security.TLS);
        Semaphore connecting = new Semaphore(CONNECTING_AT_ONCE);
        Queue<ImapSession> waiting = new ConcurrentLinkedQueue<>();
        CountDownLatch settled = new CountDownLatch(count);
        try (Sessions sessions = LoopbackSessions.trusting(Path.of(arguments[1]))) {
            wait(sessions, endpoint, "first", connecting, waiting, new CountDownLatch(1));
            long before = heap();
            for (int i = 0; i < count; i++) {
                String user = "user" + i;
                Thread.ofVirtual()
                        .start(() -> IdleClients.wait(sessions, endpoint, user, connecting, waiting, settled));
            }
            settled.await();
            // The last ones have just sent their command.
            TimeUnit.SECONDS.sleep(2);
            double each = (heap() - before) / KILOBYTE / count;
            ChildJvm.tell(
                    waiting.size(), each, ManagementFactory.getThreadMXBean().getThreadCount());
        }
        Runtime.getRuntime().halt(0);
    }

    private static void wait(
            Sessions sessions,
            MailEndpoint endpoint,
            String user,
            Semaphore connecting,
            Queue<ImapSession> waiting,
            CountDownLatch settled) {
        ImapSession session = null;
        try {
            connecting.acquire();
            try {
                OpenOutcome outcome = sessions.open(
                        endpoint, new SignIn.Password(user, Secret.ofUtf8(PASSWORD.getBytes(StandardCharsets.UTF_8))));
                if (outcome instanceof OpenOutcome.Opened opened) {
                    session = new ImapSession((ImapConnection) opened.connection());
                    session.examine("INBOX");
                    waiting.add(session);
                }
            } finally {
                connecting.release();
                settled.countDown();
            }
            if (session != null && !user.equals("first")) {
                session.idle(Duration.ofHours(1));
            }
        } catch (IOException | InterruptedException gone) {
            if (session != null) {
                waiting.remove(session);
            }
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
