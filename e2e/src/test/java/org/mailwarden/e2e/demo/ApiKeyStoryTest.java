// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mailwarden.devstack.browser.Chromium;
import org.mailwarden.devstack.keycloak.ConsolePeople.Person;
import org.mailwarden.e2e.demo.ConsoleVisit.Screen;

/** A person makes a key at the console, a program comes with it to all three services, and the person revokes it. */
@ExtendWith(SharedStack.Resolver.class)
class ApiKeyStoryTest {

    /** What was revoked is obeyed for a minute at most; the rest is the machine's. */
    private static final Duration A_MINUTE = Duration.ofSeconds(75);

    private static Chromium chromium;
    private static URI console;
    private static Person admin;

    private final HttpClient program = HttpClient.newHttpClient();

    @BeforeAll
    static void consoleOpens(SharedStack shared) {
        chromium = Chromium.start();
        console = URI.create(shared.stack.ports().url("console"));
        admin = shared.stack.people(List.of("admin")).getFirst();
    }

    @AfterAll
    static void consoleCloses() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void programReadsWithAKeyApprovesNothingAndIsRefusedOnceItIsRevoked() {
        // Given
        String name = "nightly report " + UUID.randomUUID().toString().substring(0, 6);
        try (ConsoleVisit visit = new ConsoleVisit(chromium.browser(), console, Screen.DESK)) {
            visit.signIn(admin, "/integrations");
            String key = make(visit, name);

            // Then
            for (String path : List.of("findings", "accounts", "remediations", "posture", "audit")) {
                assertThat(get(path, key).statusCode()).as(path).isEqualTo(path.equals("audit") ? 403 : 200);
            }
            HttpResponse<String> approval = post(
                    "remediations/batches/" + UUID.randomUUID() + "/approve",
                    key,
                    "{\"hash\": \"0\", \"reason\": \"x\"}");
            assertThat(approval.statusCode()).as(approval.body()).isEqualTo(403);
            assertThat(post("api-keys", key, "{\"name\": \"another\", \"roles\": [\"viewer\"]}")
                            .body())
                    .contains("not-for-api-keys");

            // When
            visit.open("/integrations");
            visit.press("Revoke " + isolated(name));
            visit.page()
                    .getByRole(AriaRole.DIALOG)
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Revoke").setExact(true))
                    .click();

            // Then
            await().atMost(A_MINUTE)
                    .untilAsserted(() -> assertThat(get("findings", key).body()).contains("api-key-revoked", name));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    private static String make(ConsoleVisit visit, String name) {
        visit.press("Make an API key");
        Locator dialog = visit.page().getByRole(AriaRole.DIALOG);
        dialog.getByRole(AriaRole.TEXTBOX).fill(name);
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make the key"))
                .click();
        String key = visit.page()
                .getByRole(AriaRole.DIALOG)
                .locator("css=pre")
                .innerText()
                .strip();
        visit.press("I have copied it");
        assertThat(visit.page().content()).as("once, and not again").doesNotContain(key);
        return key;
    }

    /** As the page sets a name apart from the words around it. */
    private static String isolated(String text) {
        return "\u2068" + text + "\u2069";
    }

    private HttpResponse<String> get(String path, String key) {
        return send(request(path, key).GET());
    }

    private HttpResponse<String> post(String path, String key, String body) {
        return send(request(path, key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(console.resolve("/api/v1/" + path)).header("Authorization", "Bearer " + key);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return program.send(request.build(), BodyHandlers.ofString());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }
}
