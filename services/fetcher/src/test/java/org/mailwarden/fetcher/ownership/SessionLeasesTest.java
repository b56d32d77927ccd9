// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.support.Organisation;

/** One session of an account at a time, whatever a fetcher believes. */
@QuarkusTest
class SessionLeasesTest {

    private final Organisation organisation = new Organisation();

    @Inject
    EntityManager entities;

    @Test
    void fetcherThatStoodStillIsSucceededAndKnowsIt() {
        // Given
        UUID account = paused();
        SessionLeases stalled = leases(Duration.ofSeconds(1));
        SessionLeases other = leases(Duration.ofSeconds(60));
        assertThat(acquire(stalled, account)).isTrue();
        assertThat(acquire(other, account)).isFalse();

        // When
        eventually(() -> assertThat(acquire(other, account)).isTrue());

        // Then
        assertThat(stalled.holds(account)).isFalse();
        stalled.renew();
        stalled.release(account);
        assertThat(other.holds(account)).isTrue();
        assertThat(acquire(leases(Duration.ofSeconds(1)), account)).isFalse();
    }

    @Test
    void sessionOfAnAccountThatAnotherFetcherPausedHasToEnd() {
        // Given
        UUID account = paused();
        SessionLeases mine = leases(Duration.ofSeconds(60));
        acquire(mine, account);

        // When
        Set<UUID> obsolete = mine.obsolete(Set.of(account));

        // Then
        assertThat(obsolete).containsExactly(account);
    }

    @Test
    void databaseKnowsThePartitionThatKafkaPutsAnAccountsEventsInto() {
        assertThat(Stream.generate(UUID::randomUUID).limit(200))
                .allSatisfy(id -> assertThat(QuarkusTransaction.requiringNew()
                                .call(() -> entities.createNativeQuery("select account_key_hash(:id)", Integer.class)
                                        .setParameter("id", id)
                                        .getSingleResult()))
                        .isEqualTo(Utils.toPositive(
                                Utils.murmur2(id.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
    }

    private UUID paused() {
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");
        organisation
                .as("mailwarden-cli")
                .post("/api/v1/accounts/" + account + "/pause")
                .then()
                .statusCode(200);
        eventually(() -> assertThat(acquireAndRelease(account)).isTrue());
        return account;
    }

    private boolean acquireAndRelease(UUID account) {
        SessionLeases once = leases(Duration.ofSeconds(60));
        boolean acquired = acquire(once, account);
        once.release(account);
        return acquired;
    }

    private static boolean acquire(SessionLeases leases, UUID account) {
        return QuarkusTransaction.requiringNew().call(() -> leases.acquire(account, 1));
    }

    private SessionLeases leases(Duration lease) {
        FetcherConfig config = (FetcherConfig) Proxy.newProxyInstance(
                FetcherConfig.class.getClassLoader(),
                new Class<?>[] {FetcherConfig.class},
                (self, method, arguments) -> method.getName().equals("sessionLease") ? lease : null);
        return new SessionLeases(entities, config);
    }
}
