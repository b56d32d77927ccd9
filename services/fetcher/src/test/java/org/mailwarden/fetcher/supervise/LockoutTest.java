// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.devstack.chaos.Chaos;

/** Whatever goes wrong, here or at the server, no user is locked out and no fetcher banned by our doing. */
@QuarkusTest
class LockoutTest implements OnlyOwnFetchers {

    /** Everything that takes minutes in production, in moments; nothing that counts is changed. */
    private static final Map<String, Object> QUICK = Map.of(
            "pollInterval",
            Duration.ofMillis(200),
            "retryRefusedAfter",
            Duration.ofMillis(200),
            "sessionLease",
            Duration.ofSeconds(1),
            "connectionsPerSecond",
            200.0,
            "refusals",
            5,
            "incidentAccounts",
            3,
            "incidentShare",
            0.2,
            "refusalsPerDay",
            3,
            "probeEvery",
            Duration.ofMillis(300));

    private static final int ACCOUNTS = Chaos.of(20, 1_000);
    private static final int LIVES = Chaos.of(4, 50);

    private final CountingMailServer server = new CountingMailServer();
    private final FleetOnOneHost fleet = new FleetOnOneHost(server);

    @AfterEach
    void end() {
        fleet.remove();
        server.close();
    }

    @Test
    void wrongPasswordsOfAWholeFleetAreFiveRefusalsHoweverOftenTheFetcherCrashes() {
        // Given
        fleet.enrol(ACCOUNTS, "wrong");

        // When
        for (int life = 0; life < LIVES; life++) {
            liveAndCrash(QUICK);
        }

        // Then
        tell("crash-loop with wrong passwords");
        assertThat(server.allFailures()).isBetween(1, 5);
        assertThat(server.failures().values()).allMatch(failures -> failures <= 2);
    }

    @Test
    void wrongPasswordIsPresentedTwiceHoweverOftenTheFetcherCrashes() {
        // Given
        fleet.enrol(ACCOUNTS, "wrong");
        Map<String, Object> patient =
                with(Map.of("refusals", 10 * ACCOUNTS, "incidentAccounts", 10 * ACCOUNTS, "incidentShare", 2.0));

        // When
        for (int life = 0; life < LIVES; life++) {
            liveAndCrash(patient);
        }

        // Then
        try (FetcherInstance last = new FetcherInstance(server, patient).start()) {
            eventually(
                    () -> assertThat(fleet.in(AccountState.CREDENTIAL_REFUSED)).isEqualTo(ACCOUNTS));
        }
        tell("wrong passwords of all, the server's own bounds aside");
        assertThat(server.failures().values()).allMatch(failures -> failures <= 2);
        assertThat(server.failures()).isNotEmpty();
    }

    @Test
    void allComeBackByThemselvesAfterTheServerRefusedGoodPasswords() {
        // Given
        fleet.enrol(ACCOUNTS, "right");
        Map<String, Object> settings = with(Map.of("refusalsWithin", Duration.ofSeconds(2)));
        try (FetcherInstance fetcher = new FetcherInstance(server, settings).start()) {
            eventually(() -> assertThat(fleet.in(AccountState.ACTIVE)).isEqualTo(ACCOUNTS));
            server.refuse(true);
            eventually(() -> assertThat(fleet.hasIncident()).isTrue());
            assertThat(fleet.in(AccountState.CREDENTIAL_REFUSED)).isZero();
            assertThat(fleet.accounts().map(account -> String.valueOf(account.stateReason)))
                    .anyMatch(reason -> reason.contains("refuses many accounts at once"));

            // When
            server.refuse(false);

            // Then
            eventually(() -> assertThat(fleet.in(AccountState.ACTIVE)).isEqualTo(ACCOUNTS));
            tell("server that refused good passwords");
            assertThat(fleet.hasIncident()).isFalse();
            assertThat(server.failures().values()).allMatch(failures -> failures <= 3);
        }
    }

    @Test
    void oneWrongPasswordAmongManyIsHeldAndTheOthersAreRead() {
        // Given
        fleet.enrol(12, "right");

        // When
        fleet.enrol(1, "wrong");

        // Then
        try (FetcherInstance fetcher = new FetcherInstance(server, QUICK).start()) {
            eventually(
                    () -> assertThat(fleet.in(AccountState.CREDENTIAL_REFUSED)).isEqualTo(1));
            eventually(() -> assertThat(fleet.in(AccountState.ACTIVE)).isEqualTo(12));
            assertThat(server.allFailures()).isEqualTo(2);
        }
    }

    private void tell(String name) {
        Chaos.tell(
                "lockout: " + name,
                Map.of(
                        "accounts",
                        ACCOUNTS,
                        "failures",
                        server.allFailures(),
                        "mostOfOneAccount",
                        server.failures().values().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0)));
    }

    /** A life that ends with the next refusal, or soon when there is none. */
    private void liveAndCrash(Map<String, Object> settings) {
        int before = server.allFailures();
        FetcherInstance fetcher = new FetcherInstance(server, settings).start();
        Awaitility.await().until(fetcher::hasShare);
        long looks = Duration.ofSeconds(2).toMillis() / 50;
        AtomicLong looked = new AtomicLong();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .until(() -> server.allFailures() > before || looked.incrementAndGet() > looks);
        fetcher.crash();
    }

    private static Map<String, Object> with(Map<String, Object> changes) {
        Map<String, Object> settings = new HashMap<>(QUICK);
        settings.putAll(changes);
        return settings;
    }
}
