// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.idle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.bench.fetcher.EventArrivals;
import org.mailwarden.bench.fetcher.FetcherService;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;
import org.mailwarden.fetcher.session.MailEndpoint;

/** From the server's word of a new mail to its event on the broker, with the whole fetcher in between. */
final class Push {

    private static final double GOAL_MS = 250;
    private static final double P95 = 0.95;

    private Push() {}

    static void measure(Figures figures, CertificateAuthority authority, Path folder, Size size)
            throws IOException, InterruptedException {
        int accounts = size.of(5, 1_000);
        int mails = size.of(10, 400);
        try (LightServer server =
                        new LightServer(authority.issue(IssueSpec.loopback()).serverContext());
                FetcherService service = FetcherService.start(folder, authority.certificateFile(), settings(accounts));
                EventArrivals arrivals = EventArrivals.on(service.bootstrapServers())) {
            figures.say("Enrolling %,d accounts that wait for news ...", accounts);
            MailEndpoint endpoint = new MailEndpoint(Protocol.IMAP, "localhost", server.port(), Security.TLS);
            List<UUID> enrolled = new ArrayList<>();
            for (int i = 0; i < accounts; i++) {
                enrolled.add(
                        service.enrol("user" + i + "@sample.example", endpoint, "user" + i, "opal-Meadow-93-lantern"));
            }
            if (!allWait(server, accounts, size)) {
                figures.missing("push_p95_ms", "only " + server.waiting() + " accounts wait for news");
                return;
            }
            figures.say("Delivering %,d mails one by one ...", mails);
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < mails; i++) {
                int account = i * 7 % accounts;
                long start = System.nanoTime();
                server.deliver("user" + account);
                Optional<Long> seen = arrivals.of(enrolled.get(account), Duration.ofSeconds(30));
                if (seen.isEmpty()) {
                    throw new IOException("No event came within 30 seconds");
                }
                millis.add((seen.get() - start) / 1e6);
                awaitWaiting(server, "user" + account);
            }
            List<Double> sorted = millis.stream().sorted().toList();
            figures.figure("push_p50_ms", sorted.get(sorted.size() / 2));
            figures.atMost("push_p95_ms", sorted.get((int) (P95 * (sorted.size() - 1))), GOAL_MS);
        }
    }

    /** One server stands for many: its usual limits would take most of the time to sign in. */
    private static Map<String, String> settings(int accounts) {
        String all = Integer.toString(accounts + 100);
        return Map.of(
                "mailwarden.fetcher.max-sessions", all,
                "mailwarden.fetcher.max-sessions-per-host", all,
                "mailwarden.fetcher.hosts.sign-ins-at-once", all,
                "mailwarden.fetcher.hosts.connections-per-second", all,
                "mailwarden.fetcher.hosts.idle", all);
    }

    private static boolean allWait(LightServer server, int accounts, Size size) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(size.of(1, 15)).toNanos();
        while (server.waiting() < accounts && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        return server.waiting() >= accounts;
    }

    private static void awaitWaiting(LightServer server, String user) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!server.waits(user) && System.nanoTime() < end) {
            Thread.sleep(1);
        }
    }
}
