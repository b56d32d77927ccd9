// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.fetcher.supervise.Visits.Phase;
import org.mailwarden.fetcher.support.Organisation;

/** Connections that stay, where the server tells of news by itself, on a real broker and database. */
@QuarkusTest
class StayTest implements OnlyOwnFetchers {

    private static final Map<String, Object> SETTINGS = Map.of(
            "connectionsPerSecond",
            200.0,
            "signInsAtOnce",
            50,
            "maxSessionsPerHost",
            5,
            "refusals",
            1000,
            "pollInterval",
            Duration.ofMillis(300),
            "idleReread",
            Duration.ofMinutes(15),
            "idleOtherFolders",
            Duration.ofMinutes(15));

    private final CountingMailServer server = new CountingMailServer();
    private final FleetOnOneHost fleet = new FleetOnOneHost(server);

    StayTest() {
        server.offerIdle();
    }

    @AfterEach
    void end() {
        fleet.remove();
        server.close();
    }

    @Test
    void sessionsThatStayGoFromFetcherToFetcherAndNoAccountHasTwo() {
        // Given
        fleet.enrol(30, "right");
        FetcherInstance stays = new FetcherInstance(server, SETTINGS).start();
        eventually(() -> assertThat(server.openSessions()).isEqualTo(30));

        // When
        for (int change = 0; change < 3; change++) {
            FetcherInstance leaves = stays;
            FetcherInstance joins = new FetcherInstance(server, SETTINGS).start();
            eventually(() -> {
                assertThat(joins.hasShare()).isTrue();
                assertThat(joins.visits().count(Phase.STAYING) + leaves.visits().count(Phase.STAYING))
                        .isEqualTo(30);
            });
            leaves.close();
            eventually(() -> assertThat(joins.visits().count(Phase.STAYING)).isEqualTo(30));
            stays = joins;
        }
        stays.close();

        // Then
        assertThat(server.doubled()).isEmpty();
        eventually(() -> assertThat(server.openSessions()).isZero());
    }

    @Test
    void accountsBeyondTheLimitOfConnectionsThatStayArePolled() {
        // Given
        fleet.enrol(12, "right");

        // When
        try (FetcherInstance fetcher = new FetcherInstance(server, with("idle", 4)).start()) {

            // Then
            eventually(() -> assertThat(server.successes().values().stream().filter(signIns -> signIns >= 3))
                    .hasSize(8));
            assertThat(fetcher.visits().count(Phase.STAYING)).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void pauseThatAnotherFetcherWasToldEndsTheSession() {
        // Given
        String account = fleet.enrol(1, "right").getFirst().toString();
        try (FetcherInstance fetcher = new FetcherInstance(server, SETTINGS).start()) {
            eventually(() -> assertThat(server.openSessions()).isEqualTo(1));

            // When
            new Organisation()
                    .as("mailwarden-cli")
                    .post("/api/v1/accounts/" + account + "/pause")
                    .then()
                    .statusCode(200);

            // Then
            eventually(() -> assertThat(server.openSessions()).isZero());
            assertThat(fleet.in(AccountState.PAUSED)).isEqualTo(1);
        }
    }

    @Test
    void serverThatIsRestartedHasItsSessionsAgainAndNoAccountIsCalledUnreachable() {
        // Given
        fleet.enrol(10, "right");
        Set<AccountState> states = new HashSet<>();
        try (FetcherInstance fetcher = new FetcherInstance(server, SETTINGS).start()) {
            eventually(() -> assertThat(fetcher.visits().count(Phase.STAYING)).isEqualTo(10));

            // When
            server.hangUp();

            // Then
            eventually(() -> {
                fleet.accounts().forEach(account -> states.add(account.state));
                assertThat(server.successes().values()).hasSize(10).allMatch(signIns -> signIns == 2);
            });
            assertThat(states).containsExactly(AccountState.ACTIVE);
        }
    }

    @Test
    void mailboxIsReadFromTimeToTimeAlthoughTheServerIsQuiet() {
        // Given
        fleet.enrol(1, "right");

        // When
        try (FetcherInstance fetcher =
                new FetcherInstance(server, with("idleReread", Duration.ofMillis(500))).start()) {

            // Then
            eventually(() -> assertThat(server.selections()).isGreaterThan(5));
            assertThat(server.successes().values()).containsExactly(1);
        }
    }

    @Test
    void otherFoldersAreLookedAtWhileOneIsWatched() {
        // Given
        fleet.enrol(1, "right");
        fleet.reads("INBOX", "Work");

        // When
        try (FetcherInstance fetcher =
                new FetcherInstance(server, with("idleOtherFolders", Duration.ofMillis(500))).start()) {

            // Then
            eventually(() -> assertThat(server.selections()).isGreaterThan(10));
            assertThat(server.successes().values()).containsExactly(1);
        }
    }

    @Test
    void serverThatSaysOneThingOfAFolderAndAnotherOnceItIsOpenIsNotAskedForEver() {
        // Given
        fleet.enrol(1, "right");
        fleet.reads("INBOX", "Work");
        server.offerNotify("* STATUS Work (MESSAGES 5 UIDNEXT 9 UIDVALIDITY 7)");

        // When
        try (FetcherInstance fetcher = new FetcherInstance(server, SETTINGS).start()) {
            eventually(() -> assertThat(server.selections()).isGreaterThanOrEqualTo(5));

            // Then
            isAskedFor(8);
        }
    }

    @Test
    void newsOfAFolderThatIsNotReadAnyMoreAreLeftAlone() {
        // Given
        fleet.enrol(1, "right");
        fleet.reads("INBOX", "Work");
        try (FetcherInstance before = new FetcherInstance(server, SETTINGS).start()) {
            eventually(() -> assertThat(before.visits().count(Phase.STAYING)).isEqualTo(1));
        }
        fleet.reads("Work");
        server.newsInTheInbox();

        // When
        try (FetcherInstance fetcher = new FetcherInstance(server, SETTINGS).start()) {
            eventually(() -> assertThat(fetcher.visits().count(Phase.STAYING)).isEqualTo(1));

            // Then
            int selections = server.selections();
            isAskedFor(selections + 2);
        }
    }

    /** Opens no folder more often than that. */
    private void isAskedFor(int selections) {
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(server.selections()).isLessThanOrEqualTo(selections));
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> settings = new HashMap<>(SETTINGS);
        settings.put(name, value);
        return settings;
    }
}
