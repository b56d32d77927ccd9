// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WrongKeysTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private Instant now = NOON;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final WrongKeys wrong = new WrongKeys(2, clock);

    @Test
    void anAddressIsStoppedAfterSoManyAndForAMinute() {
        // Given
        wrong.add("192.0.2.1");
        assertThat(wrong.areTooMany("192.0.2.1")).isFalse();

        // When
        wrong.add("192.0.2.1");

        // Then
        assertThat(wrong.areTooMany("192.0.2.1")).isTrue();
        assertThat(wrong.areTooMany("192.0.2.2")).isFalse();
        now = NOON.plusSeconds(60);
        assertThat(wrong.areTooMany("192.0.2.1")).isFalse();
    }

    @Test
    void whatWasWrongLongAgoDoesNotCount() {
        // Given
        wrong.add("192.0.2.1");
        now = NOON.plusSeconds(60);

        // When
        wrong.add("192.0.2.1");

        // Then
        assertThat(wrong.areTooMany("192.0.2.1")).isFalse();
    }
}
