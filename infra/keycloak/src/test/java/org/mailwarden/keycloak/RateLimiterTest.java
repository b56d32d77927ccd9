// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private final MovingClock clock = new MovingClock();
    private final RateLimiter limiter = new RateLimiter(60, clock);

    @Test
    void grantsTheBudgetOfAMinuteAndNoMore() {
        // Given
        limiter.tryTake("auth", 40);
        limiter.tryTake("auth", 20);

        // When
        boolean granted = limiter.tryTake("auth", 1);

        // Then
        assertThat(granted).isFalse();
    }

    @Test
    void refillsEvenly() {
        // Given
        limiter.tryTake("auth", 60);

        // When
        clock.now = clock.now.plus(Duration.ofSeconds(20));

        // Then
        assertThat(limiter.tryTake("auth", 20)).isTrue();
        assertThat(limiter.tryTake("auth", 1)).isFalse();
    }

    @Test
    void oneKeyDoesNotUseUpAnothersBudget() {
        // Given
        limiter.tryTake("auth", 60);

        // When
        boolean granted = limiter.tryTake("other", 60);

        // Then
        assertThat(granted).isTrue();
    }

    @Test
    void aClockThatGoesBackGrantsNothing() {
        // Given
        limiter.tryTake("auth", 60);

        // When
        clock.now = clock.now.minus(Duration.ofHours(1));

        // Then
        assertThat(limiter.tryTake("auth", 1)).isFalse();
    }
}
