// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.FeedApi;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;

/** Leaked pairs of people whose password Keycloak alone holds; auth's answers are given by the test over real HTTP. */
@QuarkusTest
class LiveCheckTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final long VERSION = 1_790_000_000_000L;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final List<JsonNode> questions = new CopyOnWriteArrayList<>();
    private final Tables tables;
    private final URI auth;
    private HttpServer server;

    LiveCheckTest(Tables tables, @ConfigProperty(name = "mailwarden.breach-watch.live-check.auth-url") URI auth) {
        this.tables = tables;
        this.auth = auth;
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void aLeakedPasswordThatOnlyKeycloakHoldsIsFoundByItsOwnHashAndNothingOfTheListIsKept() throws IOException {
        // Given
        authAnswers(200);
        Person leaked = signsInAtKeycloak();
        Person other = signsInAtKeycloak();
        String current = "kept-at-Keycloak-" + UUID.randomUUID();
        String wrong = "once-upon-a-time-" + UUID.randomUUID();
        passwords.put(leaked.owner(), current);
        passwords.put(other.owner(), "something else");
        List<String> lines = new ArrayList<>(List.of(other.address() + ":" + wrong));
        // A list repeats itself; what it repeats is asked once.
        for (int i = 0; i < 50; i++) {
            lines.add(leaked.address() + ":" + wrong);
        }
        lines.add(leaked.address() + ":" + current);
        for (int i = 0; i < 60; i++) {
            lines.add(other.address() + ":filler-" + i + "-" + UUID.randomUUID());
        }

        // When
        JsonPath job = Imports.importCombolist("live list", lines);

        // Then
        assertThat(job.getString("state")).as(job.getString("message")).isEqualTo("DONE");
        assertThat(job.getString("message"))
                .contains("Keycloak's own hash was asked about")
                .contains("1 are current")
                .contains("Not asked about: 21");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(Wire.findings(leaked.accountId())).hasSize(1));
        Finding found = Wire.findings(leaked.accountId()).getFirst().finding();
        assertThat(found.kind()).isEqualTo(FindingKind.CREDENTIAL_LEAKED);
        assertThat(found.state()).isEqualTo(FindingState.OPEN);
        assertThat(found.credentialVersion()).isEqualTo(VERSION);
        assertThat(found.owner()).isEqualTo(leaked.owner());
        assertThat(found.facts()).anyMatch(fact -> fact.source().startsWith("live check inside Keycloak"));
        assertThat(Wire.findings(other.accountId())).isEmpty();
        assertThat(questions)
                .allSatisfy(question ->
                        assertThat(question.path("candidates").size()).isBetween(1, 20));
        assertThat(questions.stream()
                        .filter(question -> question.path("owner").asText().equals(other.owner()))
                        .mapToInt(question -> question.path("candidates").size())
                        .sum())
                .isEqualTo(LivePairs.MOST_OF_AN_ACCOUNT);
        assertThat(tables.dump()).doesNotContain(current, wrong);
    }

    @Test
    void aFeedsPasswordThatOnlyKeycloakHoldsIsFoundTheSameWay() throws IOException {
        // Given
        authAnswers(200);
        Person leaked = signsInAtKeycloak();
        Person other = signsInAtKeycloak();
        String current = "kept-at-Keycloak-" + UUID.randomUUID();
        String wrong = "once-upon-a-time-" + UUID.randomUUID();
        passwords.put(leaked.owner(), current);
        passwords.put(other.owner(), "something else");
        String table = "mail,password\n%s,%s\n%s,%s\n%s,%s\n"
                .formatted(leaked.address(), wrong, leaked.address(), current, other.address(), wrong);
        try (LoopbackServer source = LoopbackServer.start(
                (request, out) -> LoopbackServer.send(out, 200, Map.of(), table.getBytes(StandardCharsets.UTF_8)))) {
            String feed = FeedApi.created(
                    "TABLE",
                    Map.of(
                            "location",
                            source.uri() + "/leaks.csv",
                            "format",
                            "csv",
                            "address",
                            "mail",
                            "password",
                            "password"),
                    Map.of());
            FeedApi.trust(feed);

            // When
            JsonPath job = FeedApi.run(feed);

            // Then
            assertThat(job.getString("state")).as(job.getString("message")).isEqualTo("DONE");
            assertThat(job.getString("message"))
                    .contains("Keycloak's own hash was asked about 3 passwords")
                    .contains("1 are current");
        }
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(Wire.findings(leaked.accountId())).hasSize(1));
        Finding found = Wire.findings(leaked.accountId()).getFirst().finding();
        assertThat(found.kind()).isEqualTo(FindingKind.CREDENTIAL_LEAKED);
        assertThat(found.credentialVersion()).isEqualTo(VERSION);
        assertThat(found.facts()).anyMatch(fact -> fact.source().startsWith("live check inside Keycloak of feed"));
        assertThat(Wire.findings(other.accountId())).isEmpty();
        assertThat(tables.dump()).doesNotContain(current, wrong);
    }

    @Test
    void whileAuthIsAwayNothingIsSaidOfSuchAPersonAndTheImportSaysSo() throws IOException {
        // Given
        authAnswers(503);
        Person person = signsInAtKeycloak();
        String current = "kept-at-Keycloak-" + UUID.randomUUID();

        // When
        JsonPath job = Imports.importCombolist("unasked list", List.of(person.address() + ":" + current));

        // Then
        assertThat(job.getString("state")).isEqualTo("DONE");
        assertThat(job.getString("message"))
                .contains("About 1 nothing is known", "auth answered 503", "import it again");
        assertThat(Wire.findings(person.accountId())).isEmpty();
        assertThat(tables.dump()).doesNotContain(current);
    }

    @Test
    void aSealedPasswordOfKeycloakGivesWayToTheMailboxesOwnAndNotTheOtherWayRound() {
        // Given
        Person person = Person.somebody().uses("at Keycloak " + UUID.randomUUID(), VERSION);
        await().atMost(SOON).until(() -> tables.count("credential", person.accountId()) == 1);
        String mailbox = "of the mailbox " + UUID.randomUUID();

        // When
        person.uses(mailbox, 1).uses("at Keycloak again " + UUID.randomUUID(), VERSION + 1);
        Person later = Person.somebody().uses("unrelated", 1);
        await().atMost(SOON).until(() -> tables.count("credential", later.accountId()) == 1);
        Imports.importCombolist("mailbox list", List.of(person.address() + ":" + mailbox));

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Wire.findings(person.accountId()))
                        .extracting(event -> event.finding().credentialVersion())
                        .containsExactly(1L));
    }

    private Person signsInAtKeycloak() {
        Person person = Person.somebody();
        Wire.publish(
                EventType.ACCOUNT_CHANGED,
                person.accountId().toString(),
                new AccountChanged(
                        person.accountId(),
                        person.address(),
                        Protocol.IMAP,
                        "mail.example",
                        993,
                        Security.TLS,
                        person.address(),
                        CredentialType.OAUTH2_REFRESH,
                        1,
                        List.of("INBOX"),
                        Retrieval.KEEP_ON_SERVER,
                        null,
                        person.owner(),
                        null,
                        List.of(),
                        AccountState.ACTIVE,
                        null,
                        Instant.now()));
        await().atMost(SOON).until(() -> tables.count("account", person.accountId()) == 1);
        return person;
    }

    private void authAnswers(int status) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(auth.getHost()), auth.getPort()), 0);
        server.createContext("/api/v1/live-checks", exchange -> answer(exchange, status));
        server.start();
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            JsonNode question = json.readTree(exchange.getRequestBody());
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            if (status != 200 || bearer == null || !bearer.startsWith("Bearer ey")) {
                exchange.sendResponseHeaders(status == 200 ? 401 : status, -1);
                return;
            }
            questions.add(question);
            var answer = json.createObjectNode().put("hasPassword", true).put("credentialVersion", VERSION);
            String current = passwords.getOrDefault(question.path("owner").asText(), "");
            question.path("candidates")
                    .forEach(candidate ->
                            answer.withArray("matches").add(candidate.asText().equals(current)));
            byte[] body = json.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
