// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.credentiallink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressBudgetTest {

    private Instant now = Instant.parse("2026-11-01T10:00:00Z");
    private final AddressBudget budget = new AddressBudget(2, Duration.ofMinutes(10), new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    @Test
    void addressThatAskedTooOftenWaitsAndOthersDoNot() {
        assertThat(budget.tryTake("203.0.113.7")).isTrue();
        assertThat(budget.tryTake("203.0.113.7")).isTrue();
        assertThat(budget.tryTake("203.0.113.7")).isFalse();
        assertThat(budget.tryTake("203.0.113.8")).isTrue();
    }

    @Test
    void nextWindowBeginsAnew() {
        IntStream.range(0, 5).forEach(i -> budget.tryTake("203.0.113.7"));

        now = now.plus(Duration.ofMinutes(10));

        assertThat(budget.tryTake("203.0.113.7")).isTrue();
    }

    @Test
    void addressesOfOneNetworkCountAsOne() {
        assertThat(budget.tryTake("2001:db8:0:1:0:0:0:1")).isTrue();
        assertThat(budget.tryTake("2001:db8:0:1:0:0:0:2")).isTrue();
        assertThat(budget.tryTake("2001:db8:0:1:ffff:0:0:3")).isFalse();
        assertThat(budget.tryTake("2001:db8:0:2:0:0:0:1")).isTrue();
    }

    @Test
    void moreAddressesThanThereIsRoomForShareOneBudget() {
        IntStream.range(0, 10_000).forEach(i -> budget.tryTake("10.0." + i / 256 + "." + i % 256));

        assertThat(budget.tryTake("192.0.2.1")).isTrue();
        assertThat(budget.tryTake("192.0.2.2")).isTrue();
        assertThat(budget.tryTake("192.0.2.3")).isFalse();
    }
}
