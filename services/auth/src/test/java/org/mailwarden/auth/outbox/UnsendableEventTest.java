// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Topic;

/** What the real broker can never take stands in nobody's way. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class UnsendableEventTest {

    private final Database database;
    private final MeterRegistry meters;

    UnsendableEventTest(EntityManager entities, MeterRegistry meters) {
        this.database = new Database(entities);
        this.meters = meters;
    }

    @Test
    void anEventThatIsTooLargeForKafkaIsSetAsideAndTheOthersAreToldInOrder() {
        // Given
        double before = setAside();
        String key = UUID.randomUUID().toString();
        UUID first = UUID.randomUUID();
        UUID tooLarge = UUID.randomUUID();
        UUID unknown = UUID.randomUUID();
        UUID last = UUID.randomUUID();

        // When
        database.run("""
                insert into outbox (id, type, key, event_time, payload) values
                  ('%s', 'REMEDIATION_PLANNED', '%s', now(), '{}'),
                  ('%s', 'REMEDIATION_PLANNED', '%s', now(), '"' || repeat('x', 1200000) || '"'),
                  ('%s', 'NO_SUCH_TYPE', '%s', now(), '{}'),
                  ('%s', 'REMEDIATION_PLANNED', '%s', now(), '{}')""".formatted(first, key, tooLarge, key, unknown, key, last, key));

        // Then
        await().atMost(Duration.ofSeconds(90))
                .until(() ->
                        database.count("select count(*) from outbox where key = '" + key + "' and sent_at is not null")
                                == 2);
        assertThat(Topic.all("auth.remediations").stream()
                        .filter(event -> key.equals(event.key()))
                        .map(Topic.Lying::id)
                        .toList())
                .isEqualTo(List.of(first.toString(), last.toString()));
        assertThat(database.count("select count(*) from outbox where id in ('" + tooLarge + "', '" + unknown
                        + "') and set_aside_at is not null and sent_at is null"))
                .isEqualTo(2);
        assertThat(setAside() - before).isEqualTo(2);
    }

    private double setAside() {
        return meters.get("mailwarden.outbox.set.aside").counter().count();
    }
}
