// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.console.support.Surroundings;

/** The web pages as the console serves them. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class WebPagesTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final Pattern ASSET = Pattern.compile("\"(/assets/[^\"]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"/findings", "/accounts/7?tab=logins", "/no/such/page"})
    void answersALinkToAnyPageWithTheApplication(String path) {
        // When
        var answer = RestAssured.given().accept(BROWSER).get(path).then();

        // Then
        answer.statusCode(200)
                .contentType(containsString("text/html"))
                .header("Cache-Control", is("no-cache"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .body(equalTo(RestAssured.get("/").asString()));
    }

    @Test
    void letsBrowsersKeepWhatThePagesLoad() {
        // Given
        List<String> assets = assets();

        for (String asset : assets) {
            // When
            var answer = RestAssured.given()
                    .header("Accept-Encoding", "gzip")
                    .get(asset)
                    .then();

            // Then
            answer.statusCode(200)
                    .header("Cache-Control", is("public, max-age=31536000, immutable"))
                    // A font is packed already.
                    .header("Content-Encoding", asset.endsWith(".woff2") ? nullValue() : is("gzip"))
                    .header("X-Content-Type-Options", is("nosniff"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {BROWSER, "*/*"})
    void givesNoPageForAMissingFileAndLetsNobodyKeepThat(String accept) {
        // When
        var answer = RestAssured.given().accept(accept).get("/assets/none.js").then();

        // Then
        answer.statusCode(404).contentType("application/problem+json").header("Cache-Control", is("no-store"));
    }

    @Test
    void needsNothingThatThePolicyForbids() {
        // When
        String page = RestAssured.get("/").asString();

        // Then
        assertThat(page)
                .doesNotContain("<style", " style=", "http://", "https://", "data:")
                .doesNotContainPattern("<script>|\\son\\w+=");
        RestAssured.get("/")
                .then()
                .header("Content-Security-Policy", containsString("script-src 'self';"))
                .header("Content-Security-Policy", not(containsString("unsafe")));
    }

    /** What the application loads first; there is none where the pages could not be built. */
    private static List<String> assets() {
        List<String> assets = ASSET.matcher(RestAssured.get("/").asString())
                .results()
                .map(found -> found.group(1))
                .toList();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(assets).as("what the pages load").isNotEmpty();
        }
        Assumptions.assumeFalse(assets.isEmpty(), "The web pages were NOT built: they need Node 20.19 or newer.");
        return assets;
    }
}
