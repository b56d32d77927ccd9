// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.credential;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.console.support.Door;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.devstack.browser.Chromium;

/** The page on which an owner gives the new password: over plain HTTP, and in a browser. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class CredentialPageTest {

    private static final String TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM_-09";

    @TestHTTPResource("/credential")
    URI address;

    @Test
    void formIsThereWithoutSignInAndLoadsNothingFromElsewhere() {
        // When
        ValidatableResponse page = RestAssured.get("/credential").then();

        // Then
        page.statusCode(200)
                .header("Content-Security-Policy", equalTo(CredentialPage.POLICY))
                .header("Cache-Control", equalTo("no-store"))
                .header("Referrer-Policy", equalTo("no-referrer"))
                .body(containsString("action=\"/credential\""))
                .body(not(containsString("http:")))
                .body(not(containsString("https:")));
    }

    @Test
    void handsTokenAndPasswordToTheFetcherInTheBodyAlone() {
        // When
        ValidatableResponse answer = give(TOKEN, "new & <other> +ü");

        // Then
        answer.statusCode(200)
                .body(containsString(TOKEN + " &amp; 127.0.0.1 /api/v1/credential-links/use"))
                .body(not(containsString("new &")));
    }

    @Test
    void refusalComesBackAsASentenceWithTheFormAndNeverWithThePassword() {
        // When
        ValidatableResponse answer = give(TOKEN, "refused");

        // Then
        answer.statusCode(422)
                .body(containsString("did not take &lt;b&gt;this&lt;/b&gt; password"))
                .body(containsString("value=\"" + TOKEN + "\""))
                .body(containsString("role=\"alert\""))
                .body(not(containsString("value=\"refused\"")));
    }

    @ParameterizedTest
    @CsvSource({"refused twice, 422", "unknown link, 404"})
    void linkThatHasEndedOffersNoForm(String password, int status) {
        // When
        ValidatableResponse answer = give(TOKEN, password);

        // Then
        answer.statusCode(status).body(allOf(containsString("role=\"alert\""), not(containsString("<form"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM_-0\"", "<script>alert(1)</script>"})
    void whatIsNoTokenGoesNowhereAndIsNotRepeated(String token) {
        // Given
        long before = Door.requests("fetcher");

        // When
        ValidatableResponse answer = give(token, "a password");

        // Then
        answer.statusCode(400).body(containsString("value=\"\"")).body(not(containsString("alert(1)")));
        assertThat(Door.requests("fetcher")).isEqualTo(before);
    }

    @Test
    void saysThatTheFetcherIsAwayAndKeepsTheCode() {
        // Given
        Door.sendAway("fetcher");
        try {
            // When
            ValidatableResponse answer = give(TOKEN, "a password");

            // Then
            answer.statusCode(503)
                    .body(containsString("does not answer just now"))
                    .body(containsString(TOKEN));
        } finally {
            Door.callBack("fetcher");
        }
    }

    @Test
    void takesNothingButItsOwnSmallForm() {
        // Given
        String large = "token=" + TOKEN + "&password=" + "x".repeat(20_000);

        // When
        ValidatableResponse json = RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/credential")
                .then();
        ValidatableResponse tooLarge = RestAssured.given()
                .contentType("application/x-www-form-urlencoded")
                .body(large)
                .post("/credential")
                .then();

        // Then
        json.statusCode(400);
        tooLarge.statusCode(400);
    }

    @Test
    void movesTheTokenOutOfTheAddressAndIsAccessible() {
        try (Chromium chromium = Chromium.start();
                BrowserContext context = chromium.browser().newContext()) {
            // Given
            List<String> complaints = new ArrayList<>();
            Page page = context.newPage();
            page.onConsoleMessage(message -> complaints.add(message.text()));

            // When
            page.navigate(address + "#" + TOKEN);

            // Then
            assertThat(page).hasURL(address.toString());
            assertThat(page.locator("#code-part")).isHidden();
            assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
            page.locator("#password").fill("refused");
            page.locator("button").click();
            assertThat(page.locator("[role=alert]")).containsText("did not take");
            assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
            page.locator("#password").fill("right");
            page.locator("button").click();
            assertThat(page.locator("[role=status]")).containsText("is watched again");
            assertThat(page).hasURL(address.toString());
            assertThat(complaints).noneMatch(text -> text.contains("Content Security Policy"));
        }
    }

    @Test
    void worksWithoutScripts() {
        try (Chromium chromium = Chromium.start();
                BrowserContext context =
                        chromium.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            // Given
            Page page = context.newPage();
            page.navigate(address + "#" + TOKEN);

            // When
            page.locator("#token").fill(TOKEN);
            page.locator("#password").fill("right");
            page.locator("button").click();

            // Then
            assertThat(page.locator("[role=status]")).containsText("is watched again");
        }
    }

    private static ValidatableResponse give(String token, String password) {
        return RestAssured.given()
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParam("token", token)
                .formParam("password", password)
                .post("/credential")
                .then();
    }
}
