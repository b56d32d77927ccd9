// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.posture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void countsWhoMaySignInAndPutsTheLeastCoveredGroupFirst() {
        // Given
        List<Coverage.Alike> people = List.of(
                new Coverage.Alike(List.of(), List.of("finance", "works"), 3, NOW),
                new Coverage.Alike(List.of("otp", "webauthn"), List.of("fleet", "works"), 1, NOW.minusSeconds(60)),
                new Coverage.Alike(List.of("otp"), List.of(), 4, NOW));

        // When
        Coverage coverage = Coverage.of(people);

        // Then
        assertThat(coverage.people()).isEqualTo(8);
        assertThat(coverage.withSecondFactor()).isEqualTo(5);
        assertThat(coverage.share()).isEqualTo(0.625);
        assertThat(coverage.factors()).isEqualTo(Map.of("otp", 5, "webauthn", 1));
        assertThat(coverage.groups())
                .containsExactly(
                        new Coverage.Group("finance", 3, 0, 0),
                        new Coverage.Group("works", 4, 1, 0.25),
                        new Coverage.Group("fleet", 1, 1, 1));
        assertThat(coverage.oldest()).isEqualTo(NOW.minusSeconds(60));
    }

    @Test
    void hasNoShareOfNobody() {
        assertThat(Coverage.of(List.of())).isEqualTo(new Coverage(0, 0, null, Map.of(), List.of(), null));
    }
}
