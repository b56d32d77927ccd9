// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;

/** Accounts on good servers are read while others hang on hostile ones, in the same process. */
@Timeout(120)
class NeighboursTest {

    private static final int HOSTILE = 24;
    private static final int GOOD = 20;
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    private final CertificateAuthority authority = MailFixture.authority();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void areReadWhileHostileServersHoldOthers() throws Exception {
        ScriptedImap silent = ScriptedImap.with().on("GREETING", (talk, _) -> talk.hear());
        ScriptedImap dripping = ScriptedImap.with(HostileRow.ONE).on("BODIES", (talk, _) -> {
            talk.say("* 1 FETCH (UID 1 BODY[] {1000000}\r\n");
            while (!over.get()) {
                talk.say("x");
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        ScriptedImap good = ScriptedImap.with(HostileRow.ONE, HostileRow.TWO, HostileRow.THREE);
        try (ScriptedServer first = silent.start(authority, Security.TLS);
                ScriptedServer second = dripping.start(authority, Security.STARTTLS);
                ScriptedServer third = good.start(authority, Security.TLS)) {
            List<CompletableFuture<Visit>> held = new ArrayList<>();
            for (int i = 0; i < HOSTILE; i++) {
                held.add(i % 2 == 0 ? visit(first, Security.TLS) : visit(second, Security.STARTTLS));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> first.connections() + second.connections() == HOSTILE);

            for (int i = 0; i < GOOD; i++) {
                HostileRow.readsAll().accept(visit(third, Security.TLS).get());
            }

            assertThat(held).noneMatch(CompletableFuture::isDone);
            over.set(true);
        }
    }

    private CompletableFuture<Visit> visit(ScriptedServer server, Security security) {
        SessionSettings settings = MailFixture.patient(authority.certificateFile());
        return CompletableFuture.supplyAsync(() -> Visit.to(server, Protocol.IMAP, security, settings), VIRTUAL);
    }
}
