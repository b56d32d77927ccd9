// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.devstack.chaos.Chaos;

/** Fetchers come and go, on a real broker: every account has a reader, and never two. */
@QuarkusTest
class HandOverTest implements OnlyOwnFetchers {

    private static final int ACCOUNTS = Chaos.of(30, 500);
    private static final int CHANGES = Chaos.of(3, 10);

    private static final Map<String, Object> SETTINGS = Map.of(
            "connectionsPerSecond", 200.0,
            "signInsAtOnce", 50,
            "maxSessionsPerHost", 50,
            "refusals", 1000,
            "pollInterval", Duration.ofMillis(300));

    private final CountingMailServer server = new CountingMailServer();
    private final FleetOnOneHost fleet = new FleetOnOneHost(server);

    @AfterEach
    void end() {
        fleet.remove();
        server.close();
    }

    @Test
    void accountsGoFromFetcherToFetcherAndNoneIsReadByTwo() {
        // Given
        fleet.enrol(ACCOUNTS, "right");
        FetcherInstance first = new FetcherInstance(server, SETTINGS).start();
        eventually(() -> assertThat(server.successes()).hasSize(ACCOUNTS));

        // When
        FetcherInstance stays = first;
        for (int change = 0; change < CHANGES; change++) {
            FetcherInstance joins = new FetcherInstance(server, SETTINGS).start();
            eventually(() -> assertThat(joins.hasShare()).isTrue());
            allAreReadAgain();
            stays.close();
            allAreReadAgain();
            stays = joins;
        }
        stays.close();

        // Then
        Chaos.tell(
                "hand-over",
                Map.of(
                        "accounts",
                        ACCOUNTS,
                        "changes",
                        CHANGES,
                        "doubled",
                        server.doubled().size(),
                        "signIns",
                        server.successes().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum()));
        assertThat(server.doubled()).isEmpty();
        assertThat(fleet.in(AccountState.ACTIVE)).isEqualTo(ACCOUNTS);
        assertThat(server.openSessions()).isZero();
    }

    private void allAreReadAgain() {
        Map<String, Integer> before = new HashMap<>(server.successes());
        eventually(() -> assertThat(server.successes())
                .allSatisfy((user, signIns) -> assertThat(signIns).isGreaterThan(before.getOrDefault(user, 0))));
    }
}
