// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;

@QuarkusTest
class ScreeningTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final EntityManager entities;

    ScreeningTest(EntityManager entities) {
        this.entities = entities;
    }

    @Test
    void raisesOneFindingForAnExposedPasswordAndNoneForAnother() {
        // Given
        String exposed = "exposed " + UUID.randomUUID();
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of(exposed, 41))), "first corpus");

        // When
        Person weak = Person.somebody().uses(exposed, 1);
        Person strong = Person.somebody().uses("strong " + UUID.randomUUID(), 1);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(weak.accountId())).hasSize(1));
        Wire.FindingEvent event = Wire.findings(weak.accountId()).getFirst();
        assertThat(event.type()).isEqualTo(EventType.FINDING_RAISED);
        Finding finding = event.finding();
        assertThat(finding.kind()).isEqualTo(FindingKind.PASSWORD_PWNED);
        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.state()).isEqualTo(FindingState.OPEN);
        assertThat(finding.address()).isEqualTo(weak.address());
        assertThat(finding.owner()).isEqualTo(weak.owner());
        assertThat(finding.credentialVersion()).isEqualTo(1);
        assertThat(finding.facts().getFirst().text()).startsWith("seen 41 times in corpus first corpus, generation ");
        assertThat(overRest(weak)).containsExactly(finding.findingId().toString());
        await().atMost(SOON).until(() -> timesScreened(strong) == 1);
        assertThat(Wire.findings(strong.accountId())).isEmpty();
        assertThat(overRest(strong)).isEmpty();
    }

    @Test
    void checksEveryCredentialAgainWhenACorpusLandsLaterAndEachExactlyOnce() {
        // Given
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of())), "earlier corpus");
        String later = "later " + UUID.randomUUID();
        Person person = Person.somebody().uses(later, 1);
        Person bystander = Person.somebody().uses("bystander " + UUID.randomUUID(), 1);
        await().atMost(SOON).until(() -> timesScreened(person) == 1 && timesScreened(bystander) == 1);

        // When
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of(later, 3))), "later corpus");

        // Then
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(Wire.findings(person.accountId())).hasSize(1));
        await().atMost(SOON).until(() -> timesScreened(bystander) == 2);
        assertThat(timesScreened(person)).isEqualTo(2);
        assertThat(Wire.findings(bystander.accountId())).isEmpty();
    }

    @Test
    void closesFindingsAboutACredentialThatWasReplaced() {
        // Given
        String exposed = "replaced " + UUID.randomUUID();
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of(exposed, 2))), "corpus");
        Person person = Person.somebody().uses(exposed, 1);
        await().atMost(SOON).until(() -> overRest(person).size() == 1);

        // When
        person.uses("new " + UUID.randomUUID(), 2);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(person.accountId()))
                        .extracting(Wire.FindingEvent::type)
                        .containsExactly(EventType.FINDING_RAISED, EventType.FINDING_CLOSED));
        Finding closed = Wire.findings(person.accountId()).getLast().finding();
        assertThat(closed.state()).isEqualTo(FindingState.CLOSED);
        assertThat(closed.closedReason()).contains("version 2 is current");
    }

    @Test
    void closesTheFindingsOfAnAccountThatWasRemovedAndForgetsItsCredential() {
        // Given
        String exposed = "removed " + UUID.randomUUID();
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of(exposed, 2))), "corpus");
        Person person = Person.somebody().uses(exposed, 1);
        await().atMost(SOON).until(() -> overRest(person).size() == 1);

        // When
        Wire.publish(EventType.ACCOUNT_CHANGED, person.accountId().toString(), null);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(person.accountId()))
                        .extracting(event -> event.finding().closedReason())
                        .containsExactly(null, "The account was removed from the fleet."));
        assertThat(count("select count(*) from credential where account_id = :id", person))
                .isZero();
    }

    private static List<String> overRest(Person person) {
        return Tokens.asApprover()
                .get("/api/v1/findings?accountId=" + person.accountId())
                .jsonPath()
                .getList("items.findingId");
    }

    private long timesScreened(Person person) {
        return count("select count(*) from screened where account_id = :id", person);
    }

    private long count(String sql, Person person) {
        return QuarkusTransaction.requiringNew().call(() -> (Long) entities.createNativeQuery(sql, Long.class)
                .setParameter("id", person.accountId())
                .getSingleResult());
    }
}
