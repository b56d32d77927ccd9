// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.SignIns;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.finding.FindingKind;

@QuarkusTest
class SecretsAndOutageTest {

    private final Tables tables;

    SecretsAndOutageTest(Tables tables) {
        this.tables = tables;
    }

    @Test
    void keepsNoFingerprintInClearInAnyTableOrEvent() {
        // Given
        String password = "canary-" + UUID.randomUUID();
        String hash = Person.sha1(password);
        byte[] bytes = HexFormat.of().parseHex(hash);
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of(password, 9))), "canary corpus");

        // When
        Person person = Person.somebody().uses(password, 1);

        // Then
        await().atMost(Duration.ofSeconds(90))
                .until(() -> !Wire.findings(person.accountId()).isEmpty());
        String everything = tables.dump()
                + Wire.dump(Topics.CREDENTIALS)
                + Wire.dump(Topics.FINDINGS)
                + Wire.dump(Topics.deadLetter(Topics.CREDENTIALS));
        assertThat(everything).contains(person.accountId().toString());
        assertThat(everything)
                .doesNotContain(
                        password,
                        hash,
                        hash.toLowerCase(Locale.ROOT),
                        Base64.getEncoder().encodeToString(bytes),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                        Base64.getEncoder().encodeToString(password.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void losesNothingWhileTheDatabaseIsAway() {
        // Given
        String password = "outage-" + UUID.randomUUID();
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of(password, 9))), "outage corpus");
        Person guessed = Person.somebody();
        SignIns guesses = new SignIns();
        control("/stop/postgres");
        Person person;
        try {
            // When
            person = Person.somebody().uses(password, 1);
            for (int i = 0; i < 12; i++) {
                guesses.failed(guessed, Duration.ofSeconds(i - 60), "203.0.113.40", SignIns.TOOL, "b0" + (10 + i));
            }
            guesses.publish();
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        } finally {
            control("/start/postgres");
        }

        // Then
        UUID account = person.accountId();
        await().atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(() -> Wire.findings(account).size() == 1);
        assertThat(Wire.deadLetters(Topics.CREDENTIALS, account.toString())).isZero();
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(Wire.findings(guessed.accountId()))
                        .extracting(event -> event.finding().kind())
                        .contains(FindingKind.BRUTE_FORCE));
    }

    private static void control(String path) {
        String url = ConfigProvider.getConfig().getValue("mailwarden.devservices.control-url", String.class);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
