// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.event.EventType;

class EventIdTest {

    @Test
    void sameThingToldTwiceHasTheSameId() {
        UUID account = UUID.randomUUID();

        assertThat(EventId.of(EventType.MESSAGE_RECEIVED, account, "INBOX", 7L, 42L))
                .isEqualTo(EventId.of(EventType.MESSAGE_RECEIVED, account, "INBOX", 7L, 42L));
    }

    @Test
    void partsAreNotRunTogether() {
        assertThat(EventId.of("finding", "a|b", "c")).isNotEqualTo(EventId.of("finding", "a", "b|c"));
    }

    @Test
    void idIsAVersionFiveUuid() {
        UUID id = EventId.of("finding", "a");

        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
    }
}
