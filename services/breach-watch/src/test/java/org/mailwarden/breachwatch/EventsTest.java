// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;

@QuarkusTest
class EventsTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final EntityManager entities;

    EventsTest(EntityManager entities) {
        this.entities = entities;
    }

    @Test
    void refusesAnEnvelopeThatWasMovedToAnotherAccountAndGoesOn() {
        // Given
        Person victim = Person.somebody();
        Person thief = Person.somebody();
        CredentialSealed genuine = victim.sealed("moved " + UUID.randomUUID(), 1);
        CredentialSealed moved = new CredentialSealed(
                thief.accountId(), thief.address(), thief.owner(), 1, genuine.changedAt(), genuine.envelope());

        // When
        Wire.publish(EventType.CREDENTIAL_SEALED, thief.accountId().toString(), moved);

        // Then
        await().atMost(SOON)
                .until(() ->
                        Wire.deadLetters(Topics.CREDENTIALS, thief.accountId().toString()) == 1);
        assertThat(versions(thief)).isEmpty();
        victim.uses("afterwards", 1);
        await().atMost(SOON).until(() -> versions(victim).equals(List.of(1L)));
    }

    @Test
    void sendsWhatNobodyCanReadToTheDeadLettersAndHandlesTheNextRecord() {
        // Given
        Person person = Person.somebody();
        String key = person.accountId().toString();

        // When
        Wire.publishRaw(EventType.CREDENTIAL_SEALED, key, "{\"accountId\": ", UUID.randomUUID());
        Wire.publishRaw(EventType.CREDENTIAL_SEALED, key, "[]", UUID.randomUUID());
        Wire.publishRaw(EventType.CREDENTIAL_SEALED, key, "{}", UUID.randomUUID());
        person.uses("next " + UUID.randomUUID(), 1);

        // Then
        await().atMost(SOON).until(() -> Wire.deadLetters(Topics.CREDENTIALS, key) == 3);
        await().atMost(SOON).until(() -> versions(person).equals(List.of(1L)));
    }

    @Test
    void handlesAnEventOnceHoweverOftenItComes() {
        // Given
        Person person = Person.somebody();
        UUID id = UUID.randomUUID();
        String key = person.accountId().toString();
        Wire.publish(EventType.CREDENTIAL_SEALED, key, person.sealed("first " + id, 1), id);
        await().atMost(SOON).until(() -> versions(person).equals(List.of(1L)));

        // When: the same event id again, with a content that would show
        Wire.publish(EventType.CREDENTIAL_SEALED, key, person.sealed("second " + id, 2), id);

        // Then
        Person after = Person.somebody().uses("after " + id, 1);
        await().atMost(SOON).until(() -> !versions(after).isEmpty());
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> versions(person).equals(List.of(1L)));
    }

    @Test
    void keepsTheNewestVersionWhateverOrderTheyComeIn() {
        // Given
        Person person = Person.somebody().uses("newest", 3);
        await().atMost(SOON).until(() -> versions(person).equals(List.of(3L)));

        // When
        person.uses("older", 2);

        // Then
        Person after = Person.somebody().uses("after", 1);
        await().atMost(SOON).until(() -> !versions(after).isEmpty());
        await().during(Duration.ofSeconds(1))
                .atMost(SOON)
                .until(() -> versions(person).equals(List.of(3L)));
    }

    @SuppressWarnings("unchecked")
    private List<Long> versions(Person person) {
        return io.quarkus.narayana.jta.QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery(
                                "select version from credential where account_id = :id", Long.class)
                        .setParameter("id", person.accountId())
                        .getResultList());
    }
}
