// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fleet that starts does not come down on its mail server all at once, however many fetchers it starts with. */
@QuarkusTest
class HerdTest implements OnlyOwnFetchers {

    private static final int ACCOUNTS = 200;
    private static final int PER_SECOND = 40;

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
                10,
                "maxSessionsPerHost",
                50,
                "refusals",
                1000,
                "pollInterval",
                Duration.ofMinutes(10),
                "sessionLease",
                Duration.ofSeconds(20));

        // When
        try (FetcherInstance first = new FetcherInstance(server, settings).start();
                FetcherInstance second = new FetcherInstance(server, settings).start()) {
            eventually(() -> {
                fleet.dueNow();
                assertThat(server.successes()).hasSize(ACCOUNTS);
            });
        }

        // Then
        assertThat(server.mostSigningIn()).isBetween(2, 10);
        assertThat(server.successes().values()).allMatch(signIns -> signIns == 1);
        assertThat(fleet.count("""
                select count(*) from (
                    select started_at - lag(started_at) over (order by started_at) as gap
                    from sign_in_attempt where host = :host) gaps
                where gap < make_interval(secs => 1.0 / 40)""")).isZero();
    }
}
