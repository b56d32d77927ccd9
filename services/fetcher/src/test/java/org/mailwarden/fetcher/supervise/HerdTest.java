// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.devstack.chaos.Chaos;

/** A fleet that starts does not come down on its mail server all at once, however many fetchers it starts with. */
@QuarkusTest
class HerdTest implements OnlyOwnFetchers {

    private static final int ACCOUNTS = Chaos.of(200, 2_000);
    private static final int PER_SECOND = Chaos.of(40, 2);
    private static final int AT_ONCE = 10;

    private final CountingMailServer server = new CountingMailServer();
    private final FleetOnOneHost fleet = new FleetOnOneHost(server);

    @AfterEach
    void end() {
        fleet.remove();
        server.close();
    }

    @Test
    void twoFetchersTogetherKeepToTheBoundsOfTheServerAndReadEveryAccount() {
        // Given
        fleet.enrol(ACCOUNTS, "right");
        // More sign-ins would be under way than may be, if only the pace held them back.
        server.signInTakes(Duration.ofMillis(400));
        Map<String, Object> settings = Map.of(
                "connectionsPerSecond",
                (double) PER_SECOND,
                "signInsAtOnce",
                AT_ONCE,
                "maxSessionsPerHost",
                50,
                "refusals",
                1000,
                "pollInterval",
                Duration.ofHours(1),
                // Shorter than the time between two polls, which nobody has to wait for.
                "longestRamp",
                Duration.ofSeconds(Chaos.of(1, 600)),
                "sessionLease",
                Duration.ofSeconds(20));

        // When
        long start = System.nanoTime();
        try (FetcherInstance first = new FetcherInstance(server, settings).start();
                FetcherInstance second = new FetcherInstance(server, settings).start()) {
            eventually(() -> assertThat(server.successes()).hasSize(ACCOUNTS));
        }
        Chaos.tell(
                "herd",
                Map.of(
                        "accounts",
                        ACCOUNTS,
                        "seconds",
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                        "mostSigningIn",
                        server.mostSigningIn()));

        // Then
        assertThat(server.mostSigningIn()).isBetween(Chaos.isFull() ? 1 : 2, AT_ONCE);
        // What was under way when the second fetcher joined is begun anew by the one who owns the account then.
        assertThat(server.successes().values()).allMatch(signIns -> signIns <= 2);
        assertThat(server.successes().values())
                .filteredOn(signIns -> signIns > 1)
                .hasSizeLessThanOrEqualTo(AT_ONCE);
        assertThat(fleet.count("""
                select count(*) from (
                    select started_at - lag(started_at) over (order by started_at) as gap
                    from sign_in_attempt where host = :host) gaps
                where gap < make_interval(secs => 1.0 / %d)""".formatted(PER_SECOND))).isZero();
    }
}
