// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;

@QuarkusTest
class FeedTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final Tables tables;

    FeedTest(Tables tables) {
        this.tables = tables;
    }

    @Test
    void tellsAPairWithTheCurrentPasswordFromAStaleOneAndKeepsNothingOfTheFile() {
        // Given
        String now = "current-" + UUID.randomUUID();
        String before = "former-" + UUID.randomUUID();
        Person leaked = sealed(Person.somebody(), now);
        Person stale = sealed(Person.somebody(), "other-" + UUID.randomUUID());
        Person bystander = sealed(Person.somebody(), "safe-" + UUID.randomUUID());

        // When
        JsonPath job = Imports.importCombolist(
                "autumn list",
                List.of(
                        "==== banner ====",
                        leaked.address() + ":" + now,
                        "https://portal.example/login:" + leaked.address().toUpperCase(Locale.ROOT) + ":" + now,
                        stale.address() + ";" + before,
                        "stranger@elsewhere.example:" + UUID.randomUUID()));

        // Then
        assertThat(job.getString("state")).as(job.getString("message")).isEqualTo("DONE");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(leaked.accountId()))
                        .extracting(Wire.FindingEvent::type)
                        .containsExactly(EventType.FINDING_RAISED, EventType.FINDING_RAISED));
        Finding current = found(leaked, FindingKind.CREDENTIAL_LEAKED);
        assertThat(current.kind()).isEqualTo(FindingKind.CREDENTIAL_LEAKED);
        assertThat(current.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(current.state()).isEqualTo(FindingState.OPEN);
        assertThat(current.sources()).hasSize(2).allMatch(source -> source.contains("autumn list"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(stale.accountId()))
                        .extracting(Wire.FindingEvent::type)
                        .containsExactly(EventType.FINDING_RAISED, EventType.FINDING_CLOSED));
        Finding closed = Wire.findings(stale.accountId()).getLast().finding();
        assertThat(closed.kind()).isEqualTo(FindingKind.CREDENTIAL_LEAKED_STALE);
        assertThat(closed.severity()).isEqualTo(Severity.INFO);
        assertThat(closed.closedReason()).contains("not the current one");
        Finding infected = found(leaked, FindingKind.STEALER_LOG);
        assertThat(infected.severity()).isEqualTo(Severity.HIGH);
        assertThat(infected.toString()).contains("portal.example", "clean device");
        assertThat(Wire.findings(bystander.accountId())).isEmpty();
        assertThat(tables.dump()).doesNotContain(now, before, "stranger@elsewhere.example");
    }

    @Test
    void tellsANearVariantAsHighAndNeverWhichVariantItIs() {
        // Given
        String leakedPassword = "Autumn-" + UUID.randomUUID() + "-2024";
        String now = leakedPassword.replaceAll("2024$", "2025");
        Person person = sealed(Person.somebody(), now);

        // When
        JsonPath job = Imports.importCombolist("variant list", List.of(person.address() + ":" + leakedPassword));

        // Then
        assertThat(job.getString("state")).as(job.getString("message")).isEqualTo("DONE");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(Wire.findings(person.accountId())).hasSize(1));
        Finding found = Wire.findings(person.accountId()).getFirst().finding();
        assertThat(found.kind()).isEqualTo(FindingKind.CREDENTIAL_LEAKED);
        assertThat(found.severity()).isEqualTo(Severity.HIGH);
        assertThat(found.state()).isEqualTo(FindingState.OPEN);
        assertThat(found.toString()).contains("near variant");
        assertThat(tables.dump()).doesNotContain(leakedPassword, now);
    }

    @Test
    void comparesAHashThatStandsForThePasswordAndSaysNothingOfOneItCannotCompare() throws Exception {
        // Given
        String now = "hashed-" + UUID.randomUUID();
        Person hashed = sealed(Person.somebody(), now);
        Person other = sealed(Person.somebody(), "other-" + UUID.randomUUID());
        byte[] sha1 = java.security.MessageDigest.getInstance("SHA-1")
                .digest(now.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        // When
        Imports.importCombolist(
                "hashed list",
                List.of(
                        hashed.address() + ":" + java.util.HexFormat.of().formatHex(sha1),
                        other.address() + ":5f4dcc3b5aa765d61d8327deb882cf99"));

        // Then
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(Wire.findings(hashed.accountId())).hasSize(1));
        assertThat(Wire.findings(hashed.accountId()).getFirst().finding().severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(Wire.findings(other.accountId())).isEmpty();
    }

    @Test
    void failsOnJunkWithASentenceAndKeepsNothing() {
        // Given
        String junk = "lorem ipsum " + UUID.randomUUID();

        // When
        JsonPath job = Imports.importCombolist("junk list", List.of(junk, "dolor sit amet", "12345"));

        // Then
        assertThat(job.getString("state")).isEqualTo("FAILED");
        assertThat(job.getString("message")).contains("no line with an address and a password", "Unpack");
        assertThat(Tokens.asAdmin()
                        .get("/api/v1/feeds/combolist/runs?limit=500")
                        .jsonPath()
                        .getList("items.jobId"))
                .doesNotContain(job.getString("id"));
        assertThat(tables.dump()).doesNotContain(junk);
    }

    @Test
    void closesAFindingByProofAndOnlyNotesTheStepsBefore() {
        // Given
        String now = "proof-" + UUID.randomUUID();
        Person person = sealed(Person.somebody(), now);
        Imports.importCombolist("proof list", List.of(person.address() + ":" + now));
        await().atMost(SOON).until(() -> Wire.findings(person.accountId()).size() == 1);
        UUID finding = Wire.findings(person.accountId()).getFirst().finding().findingId();

        // When
        publish(
                person,
                finding,
                EventType.REMEDIATION_VERIFIED,
                RemediationAction.NOTIFY_USER,
                RemediationState.VERIFIED);
        await().atMost(SOON).until(() -> Wire.findings(person.accountId()).size() == 2);
        publish(
                person,
                finding,
                EventType.REMEDIATION_STARTED,
                RemediationAction.FORCE_RESET,
                RemediationState.STARTED);
        await().atMost(SOON).until(() -> Wire.findings(person.accountId()).size() == 3);
        publish(
                person,
                finding,
                EventType.REMEDIATION_VERIFIED,
                RemediationAction.FORCE_RESET,
                RemediationState.VERIFIED);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(person.accountId()))
                        .extracting(Wire.FindingEvent::type)
                        .containsExactly(
                                EventType.FINDING_RAISED,
                                EventType.FINDING_CHANGED,
                                EventType.FINDING_CHANGED,
                                EventType.FINDING_CLOSED));
        JsonPath explained = Tokens.asService()
                .get("/api/v1/findings/" + finding + "/explain")
                .jsonPath();
        assertThat(explained.getString("state")).isEqualTo("CLOSED");
        assertThat(explained.getString("closedAs")).isEqualTo("REMEDIATED");
        assertThat(explained.getString("closedReason")).startsWith("Proved by remediation");
        assertThat(explained.getList("history.text", String.class))
                .satisfiesExactly(
                        notice -> assertThat(notice).isEqualTo("NOTIFY_USER is VERIFIED"),
                        step -> assertThat(step).isEqualTo("The reset is STARTED"),
                        proof -> assertThat(proof).startsWith("closed as REMEDIATED: Proved by remediation"));
    }

    @Test
    void aProofAboutThePasswordAtKeycloakClosesNothingAboutTheMailboxsOwn() {
        // Given
        String now = "apart-" + UUID.randomUUID();
        Person person = sealed(Person.somebody(), now);
        Imports.importCombolist("list of two counts", List.of(person.address() + ":" + now));
        await().atMost(SOON).until(() -> Wire.findings(person.accountId()).size() == 1);
        UUID finding = Wire.findings(person.accountId()).getFirst().finding().findingId();

        // When
        Wire.publish(
                EventType.REMEDIATION_VERIFIED,
                person.accountId().toString(),
                remediation(
                        person,
                        UUID.randomUUID(),
                        CredentialSealed.FIRST_OF_KEYCLOAK + 1,
                        RemediationAction.FORCE_RESET,
                        RemediationState.VERIFIED));

        // Then
        publish(
                person,
                finding,
                EventType.REMEDIATION_VERIFIED,
                RemediationAction.NOTIFY_USER,
                RemediationState.VERIFIED);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(person.accountId()))
                        .extracting(Wire.FindingEvent::type)
                        .containsExactly(EventType.FINDING_RAISED, EventType.FINDING_CHANGED));
    }

    private static Finding found(Person person, FindingKind kind) {
        return Wire.findings(person.accountId()).stream()
                .map(Wire.FindingEvent::finding)
                .filter(finding -> finding.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private Person sealed(Person person, String password) {
        person.uses(password, 1);
        await().atMost(SOON).until(() -> tables.count("credential", person.accountId()) == 1);
        return person;
    }

    private static void publish(
            Person person, UUID finding, EventType type, RemediationAction action, RemediationState state) {
        Wire.publish(type, person.accountId().toString(), remediation(person, finding, action, state));
    }

    private static Remediation remediation(
            Person person, UUID finding, RemediationAction action, RemediationState state) {
        return remediation(person, finding, 1, action, state);
    }

    private static Remediation remediation(
            Person person, UUID finding, long version, RemediationAction action, RemediationState state) {
        java.time.Instant now = java.time.Instant.now();
        return new Remediation(
                UUID.nameUUIDFromBytes(finding.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                person.accountId(),
                person.address(),
                person.owner(),
                null,
                version,
                List.of(finding),
                action,
                ResponseMode.AUTO,
                "leaked",
                state,
                null,
                List.of("UPDATE_PASSWORD"),
                List.of(),
                now,
                now);
    }
}
