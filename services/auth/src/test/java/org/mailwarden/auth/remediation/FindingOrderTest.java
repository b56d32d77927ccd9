// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.remediation.FindingChecks.Due;

/** Findings are checked beside each other, but not those of one account. */
class FindingOrderTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final UUID ANNA = UUID.randomUUID();
    private static final UUID BERT = UUID.randomUUID();

    @Test
    void theFindingsOfAnAccountStayBehindEachOtherHoweverTheyWereLeased() {
        // Given
        Due first = due(ANNA, 1);
        Due second = due(ANNA, 3);
        Due third = due(ANNA, 4);
        Due other = due(BERT, 2);

        // When
        Collection<List<Due>> turns = FindingChecks.inTurn(List.of(third, second, other, first));

        // Then
        assertThat(turns).containsExactly(List.of(first, second, third), List.of(other));
    }

    private static Due due(UUID account, int second) {
        return new Due(UUID.randomUUID(), account, 1, NOON.plusSeconds(second));
    }
}
