// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Raising;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.breachwatch.support.Wire.FindingEvent;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.mail.EvidenceKind;
import org.mailwarden.contracts.mail.EvidenceSeen;
import org.mailwarden.contracts.mail.SenderProof;

/** Evidence in mails, from the topic to the finding. */
@QuarkusTest
class EvidenceTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final EntityManager entities;
    private final Raising raising;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    EvidenceTest(EntityManager entities, Raising raising) {
        this.entities = entities;
        this.raising = raising;
    }

    @Test
    void mailsOfOneServiceWithinADayAreOneFindingThatAgreesWithWhatElseIsOpen() {
        // Given an open sign-in, and what must change nothing: history, a repeat, an event under another key
        Person person = Person.somebody();
        UUID travel =
                raising.raise(person, FindingKind.IMPOSSIBLE_TRAVEL, Severity.HIGH, "Two places at once.", "sign-ins");
        tell(person, EvidenceKind.SECOND_FACTOR_REMOVED, now.minus(Duration.ofDays(30)), true);
        UUID forged = UUID.randomUUID();
        Wire.publish(
                EventType.EVIDENCE_SEEN,
                forged.toString(),
                seen(
                        person,
                        EvidenceKind.PASSWORD_CHANGED,
                        now,
                        false,
                        UUID.randomUUID().toString()));

        // When
        EvidenceSeen first = seen(
                person,
                EvidenceKind.NEW_SIGN_IN,
                now.minusSeconds(7_200),
                false,
                UUID.randomUUID().toString());
        Wire.publish(EventType.EVIDENCE_SEEN, person.accountId().toString(), first);
        Wire.publish(EventType.EVIDENCE_SEEN, person.accountId().toString(), first);
        tell(person, EvidenceKind.PASSWORD_CHANGED, now, false);

        // Then
        await().atMost(SOON).untilAsserted(() -> {
            Finding finding = newest(person);
            assertThat(finding).isNotNull();
            assertThat(finding.facts()).hasSize(3);
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.facts().toString()).contains(travel.toString(), "Lagos");
        });
        assertThat(ids(person)).hasSize(1);
        assertThat(rows(person)).isEqualTo(3);
        await().atMost(SOON).until(() -> Wire.deadLetters(Topics.EVIDENCE, forged.toString()) == 1);

        // And a leak that comes later is joined too
        raising.raise(person, FindingKind.STEALER_LOG, Severity.HIGH, "In a stealer log.", "feed");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(newest(person).facts().toString()).contains("STEALER_LOG"));
        assertThat(newest(person).severity()).isEqualTo(Severity.HIGH);
        assertThat(ids(person)).hasSize(1);

        // And who is removed is forgotten
        Wire.publish(EventType.ACCOUNT_CHANGED, person.accountId().toString(), null);
        await().atMost(SOON).until(() -> rows(person) == 0);
    }

    private void tell(Person person, EvidenceKind kind, Instant at, boolean old) {
        Wire.publish(
                EventType.EVIDENCE_SEEN,
                person.accountId().toString(),
                seen(person, kind, at, old, UUID.randomUUID().toString()));
    }

    private EvidenceSeen seen(Person person, EvidenceKind kind, Instant at, boolean old, String fingerprint) {
        return new EvidenceSeen(
                person.accountId(),
                person.address(),
                person.owner(),
                kind,
                "Cloud",
                "cloud.yaml",
                "cloud.example",
                SenderProof.DKIM,
                true,
                at,
                now,
                old,
                fingerprint,
                "<1@cloud.example>",
                null,
                "Lagos",
                null,
                null,
                null);
    }

    private static List<Finding> all(Person person) {
        return Wire.findings(person.accountId()).stream()
                .map(FindingEvent::finding)
                .filter(finding -> finding.kind() == FindingKind.MAILBOX_EVIDENCE)
                .toList();
    }

    private static @Nullable Finding newest(Person person) {
        List<Finding> all = all(person);
        return all.isEmpty() ? null : all.getLast();
    }

    private static List<UUID> ids(Person person) {
        return all(person).stream().map(Finding::findingId).distinct().toList();
    }

    private long rows(Person person) {
        return io.quarkus.narayana.jta.QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(
                                        "select count(*) from mailbox_evidence where account_id = :id")
                                .setParameter("id", person.accountId())
                                .getSingleResult())
                        .longValue());
    }
}
