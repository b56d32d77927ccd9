// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.console.support.Door;
import org.mailwarden.console.support.Health;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.devstack.browser.Chromium;

/** The start page, in a browser. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class StartPageTest {

    private static final long ONE_ROUND_MILLIS = 5_001;

    private static Chromium chromium;

    @TestHTTPResource("/start.html")
    URI address;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private BrowserContext context;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void everythingIsUp() {
        Health.allUp();
    }

    @AfterEach
    void closeContext() {
        context.close();
    }

    @Test
    void showsThatEverythingIsUp() {
        // When
        Page page = open(1280, ColorScheme.LIGHT);

        // Then
        assertThat(summary(page)).hasText("Everything is up.");
        assertThat(page.locator(".badge")).hasText(new String[] {"up", "up", "up", "up", "up", "up", "up"});
        assertThat(page.locator(".remedy >> visible=true")).hasCount(0);
    }

    @Test
    void saysWhatToDoAboutAPartThatIsDown() {
        // Given
        Health.says("breach-watch", "UP", "DOWN");

        // When
        Page page = open(1280, ColorScheme.LIGHT);

        // Then
        assertThat(summary(page)).hasText("Down: breach-watch, PostgreSQL. What to do is written there.");
        assertThat(part(page, "postgresql").locator(".badge")).hasText("down");
        assertThat(part(page, "postgresql").getByText("Is port 15432 open?")).isVisible();
        assertThat(part(page, "fetcher").locator(".remedy")).isHidden();
    }

    @Test
    void followsTheStackWithoutBeingLoadedAgain() {
        // Given
        Page page = open(1280, ColorScheme.LIGHT);
        assertThat(summary(page)).hasText("Everything is up.");
        Health.says("auth", "DOWN", "UP");

        // When
        page.clock().runFor(ONE_ROUND_MILLIS);

        // Then
        assertThat(summary(page)).hasText("Down: auth, Kafka. What to do is written there.");
    }

    @Test
    void doesNotShowAsFineWhatIsNotKnown() {
        // Given
        List.of("fetcher", "breach-watch", "auth")
                .forEach(service -> Door.health(service, "{\"status\": \"UP\", \"checks\": []}"));

        // When
        Page page = open(1280, ColorScheme.LIGHT);

        // Then
        assertThat(summary(page)).hasText("Not known: Kafka, PostgreSQL. Everything else is up.");
        assertThat(summary(page)).hasAttribute("data-state", "unknown");
        assertThat(part(page, "kafka").locator(".badge")).hasText("unknown");
        assertThat(part(page, "kafka").getByText("Start one of them first")).isVisible();
    }

    @Test
    void forgetsTheGoodNewsWhenTheConsoleGoesAway() {
        // Given
        Page page = open(1280, ColorScheme.LIGHT);
        assertThat(summary(page)).hasText("Everything is up.");
        page.route("**/api/v1/status", route -> route.abort());

        // When
        page.clock().runFor(ONE_ROUND_MILLIS);

        // Then
        assertThat(part(page, "console").locator(".badge")).hasText("down");
        assertThat(page.locator("[data-state=up]")).hasCount(0);
        assertThat(summary(page)).containsText("Down: console. Not known: fetcher");
    }

    @Test
    void showsNothingAsFineBeforeTheFirstAnswer() {
        // When
        Page page = newPage(1280, ColorScheme.LIGHT);
        page.route("**/api/v1/status", route -> {});
        page.navigate(address.toString());

        // Then
        assertThat(page.locator("[data-part][data-state=unknown]")).hasCount(7);
        assertThat(summary(page)).hasAttribute("data-state", "unknown");
    }

    @Test
    void marksThePastWhilePaused() {
        // Given
        Page page = open(1280, ColorScheme.LIGHT);
        assertThat(summary(page)).hasText("Everything is up.");

        // When
        page.locator("#pause").click();

        // Then
        assertThat(part(page, "kafka").locator(".badge")).hasText("was up");
        assertThat(summary(page)).hasText("Paused: this is how the parts were.");
        page.locator("#pause").click();
        assertThat(part(page, "kafka").locator(".badge")).hasText("up");
    }

    @Test
    void namesTheAddressesByWhichItWasReached() {
        // When
        Page page = open(1280, ColorScheme.LIGHT);

        // Then
        String origin = address.resolve("/").toString().replaceAll("/$", "");
        assertThat(page.locator("dl [data-console]").first()).hasText(origin);
        assertThat(page.locator("dl [data-keycloak]")).hasText("http://127.0.0.1:8180");
    }

    @Test
    void asksNobodyElseAndBreaksNoPolicy() {
        // When
        Page page = open(1280, ColorScheme.LIGHT);
        assertThat(summary(page)).hasText("Everything is up.");

        // Then
        assertThat(complaints).isEmpty();
        assertThat(asked)
                .isNotEmpty()
                .allMatch(url -> url.startsWith(address.resolve("/").toString()));
    }

    @Test
    void runsNoScriptThatIsNotItsOwn() {
        // Given
        Page page = open(1280, ColorScheme.LIGHT);

        // When
        page.evaluate("const s = document.createElement('script'); s.textContent = 'window.foreign = 1';"
                + " document.body.append(s)");

        // Then
        assertThat(page.evaluate("window.foreign")).isNull();
        assertThat(complaints).anyMatch(text -> text.contains("Content Security Policy"));
    }

    @ParameterizedTest
    @CsvSource({"390, LIGHT", "390, DARK", "1280, LIGHT", "1280, DARK"})
    void canBeReadByEverybody(int width, ColorScheme scheme) {
        // Given
        Door.health("breach-watch", """
                {"status": "DOWN", "checks": [{"name": "Database connections health check", "status": "DOWN"}]}""");
        Door.health("auth", "{\"status\": \"UP\", \"checks\": []}");
        Door.health("fetcher", "{\"status\": \"UP\", \"checks\": []}");
        Page page = open(width, scheme);
        assertThat(part(page, "fetcher").locator(".badge")).hasText("up");
        assertThat(part(page, "postgresql").locator(".badge")).hasText("down");
        assertThat(part(page, "kafka").locator(".badge")).hasText("unknown");

        // When
        var findings = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"))
                .analyze();

        // Then
        assertThat(findings.getViolations())
                .extracting(violation -> violation.getId() + " " + violation.getNodes())
                .isEmpty();
        assertThat(findings.getPasses()).hasSizeGreaterThan(15);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    }

    @Test
    void isUsableWithTheKeyboardAlone() {
        // Given
        Page page = open(1280, ColorScheme.LIGHT);
        assertThat(summary(page)).hasText("Everything is up.");

        // When
        page.keyboard().press("Tab");

        // Then
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.locator("#pause")).isFocused();
    }

    private Page open(int width, ColorScheme scheme) {
        Page page = newPage(width, scheme);
        page.navigate(address.toString());
        return page;
    }

    private Page newPage(int width, ColorScheme scheme) {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 800)
                        .setColorScheme(scheme));
        Page page = context.newPage();
        page.clock().install();
        page.onRequest(request -> asked.add(request.url()));
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    private static Locator summary(Page page) {
        return page.locator("#summary");
    }

    private static Locator part(Page page, String name) {
        return page.locator("[data-part=" + name + "]");
    }
}
