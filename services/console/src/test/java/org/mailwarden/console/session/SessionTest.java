// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.console.support.Door;
import org.mailwarden.console.support.People;
import org.mailwarden.console.support.People.Person;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.console.support.Tokens;
import org.mailwarden.console.support.WebBrowser;

/** The session of a browser, from the form of a real Keycloak to its end. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class SessionTest {

    private final WebBrowser browser = new WebBrowser();

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void sendsABrowserToKeycloakWithAChallengeThatOnlyTheConsoleCanAnswer() {
        // When
        HttpResponse<String> answer = browser.get("/sign-in");

        // Then
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .startsWith(Tokens.issuer() + "/protocol/openid-connect/auth?")
                .contains("response_type=code", "client_id=mailwarden-console", "code_challenge_method=S256", "nonce=");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void asksThoseWhoCameByAnotherNameOfThisMachineToComeByTheOneThatKeycloakKnows() {
        // When
        HttpResponse<String> answer = browser.get(
                "http://localhost:" + Tokens.setting("quarkus.http.test-port") + "/sign-in?return=%2Ffindings%3Fa%3D1");

        // Then
        assertThat(answer.headers().firstValue("Location"))
                .contains(Surroundings.ADDRESS + "/sign-in?return=%2Ffindings%3Fa%3D1");
    }

    @Test
    void comesBackToThePageThatWasWantedAndTellsWhoIsSignedIn() {
        // Given
        Person person = People.with("analyst");

        // When
        HttpResponse<String> page = browser.signIn(person, "/api/v1/findings?state=OPEN");

        // Then
        assertThat(page.uri().getPath() + "?" + page.uri().getQuery()).isEqualTo("/api/v1/findings?state=OPEN");
        assertThat(page.statusCode()).isEqualTo(200);
        HttpResponse<String> session = browser.get("/session");
        assertThat(session.headers().firstValue("Cache-Control")).contains("no-store");
        JsonObject who = new JsonObject(session.body());
        assertThat(who.getString("username")).isEqualTo(person.username());
        assertThat(who.getString("name")).isEqualTo("Ada Lovelace");
        assertThat(who.getJsonArray("roles")).containsExactly("viewer", "analyst");
        assertThat(Instant.parse(who.getString("expiresAt")))
                .isBetween(Instant.now().plusSeconds(1_500), Instant.now().plusSeconds(1_800));
        assertThat(who.getInteger("resetTargetSeconds")).isEqualTo(24 * 60 * 60);
        assertThat(who.getString("organisation")).isEqualTo(Surroundings.ORGANISATION);
        assertThat(who.fieldNames())
                .containsExactly("username", "name", "roles", "expiresAt", "resetTargetSeconds", "organisation");
    }

    @Test
    void leadsToNoOtherSite() {
        // When
        HttpResponse<String> page = browser.signIn(People.with("viewer"), "//elsewhere.example/");

        // Then
        assertThat(page.uri().getPath()).isEqualTo("/");
        assertThat(page.uri().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void keepsTheSessionWhereNoScriptReadsIt() {
        // Given
        browser.signIn(People.with("viewer"), "/");

        // When
        HttpResponse<String> answer = browser.get("/session");

        // Then
        List<String> renewed = answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("q_session_browser") && !cookie.contains("Max-Age=0"))
                .toList();
        assertThat(renewed)
                .isNotEmpty()
                .allSatisfy(cookie ->
                        assertThat(cookie).containsIgnoringCase("HttpOnly").contains("SameSite=Lax", "Path=/"));
        // Five parts: encrypted (RFC 7516). A token that is merely signed has three.
        assertThat(String.join("", browser.cookies().values()).split("\\.", -1)).hasSize(5);
    }

    @Test
    void showsTheServicesTheTokenOfTheSessionAndNotItsCookie() {
        // Given
        Person person = People.with("analyst");
        browser.signIn(person, "/");

        // When
        JsonObject seen = new JsonObject(browser.get("/api/v1/accounts?limit=2").body());

        // Then
        JsonObject headers = seen.getJsonObject("headers");
        assertThat(headers.containsKey("cookie")).isFalse();
        JsonObject claims = claims(headers.getJsonArray("authorization"));
        assertThat(claims.getString("preferred_username")).isEqualTo(person.username());
        assertThat(claims.getString("azp")).isEqualTo("mailwarden-console");
        assertThat(String.valueOf(claims.getValue("aud"))).contains("mailwarden-api");
        assertThat(claims.getJsonObject("realm_access").getJsonArray("roles")).contains("viewer", "analyst");
    }

    @Test
    void letsNobodyKeepAnAnswerOnWhichTheSessionMayRide() {
        // Given
        browser.signIn(People.with("analyst"), "/");

        // When
        HttpResponse<String> answer = browser.get("/range/public");

        // Then
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void renewsATokenThatIsAboutToEnd() {
        // Given
        browser.signIn(People.with("viewer"), "/");
        JsonObject first = new JsonObject(browser.get("/api/v1/accounts").body());

        // When
        JsonObject second = new JsonObject(browser.get("/api/v1/accounts").body());

        // Then
        assertThat(claims(second.getJsonObject("headers").getJsonArray("authorization"))
                        .getString("jti"))
                .isNotEqualTo(claims(first.getJsonObject("headers").getJsonArray("authorization"))
                        .getString("jti"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void refusesWhatAnotherSiteCouldHaveMadeTheBrowserSend(String method) {
        // Given
        browser.signIn(People.with("analyst"), "/");
        long before = Door.requests("auth");

        // When
        HttpResponse<String> answer = browser.send(method, "/api/v1/remediations", "X-Requested-By", "a form");

        // Then
        isProblem(answer, 403, "forgeable-request");
        assertThat(Door.requests("auth")).isEqualTo(before);
    }

    @Test
    void passesOnWhatThePageItselfSends() {
        // Given
        browser.signIn(People.with("analyst"), "/");

        // When
        HttpResponse<String> answer = browser.send("POST", "/api/v1/remediations", "X-Requested-By", "console");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("method")).isEqualTo("POST");
    }

    @Test
    void asksNoSuchHeaderOfAProgram() {
        // When
        var answer = Tokens.asAdmin().post("/api/v1/remediations").then();

        // Then
        answer.statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/v1/accounts", "POST, /api/v1/remediations", "GET, /session"})
    void tellsAPageThatItsSessionHasEndedInsteadOfLeadingItAway(String method, String path) {
        // Given
        Person person = People.with("analyst");
        browser.signIn(person, "/");
        People.endSessions(person);

        // When
        HttpResponse<String> answer =
                method.equals("GET") ? browser.get(path) : browser.send(method, path, "X-Requested-By", "console");

        // Then
        isProblem(answer, 401, "session-ended");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(new JsonObject(answer.body()).getString("detail")).contains("/sign-in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/accounts", "/session"})
    void takesNoCookieThatItDidNotMake(String path) {
        // Given
        browser.cookies().put("q_session_browser", "eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA");

        // When
        HttpResponse<String> answer = browser.get(path);

        // Then
        isProblem(answer, 401, "session-ended");
    }

    @Test
    void tellsAStrangerThatNobodyIsSignedIn() {
        // When
        HttpResponse<String> answer = browser.get("/session");

        // Then
        isProblem(answer, 401, "not-signed-in");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void judgesAProgramByItsTokenAloneWhateverCookieComesWithIt() {
        // Given
        browser.signIn(People.with("analyst"), "/");

        // When
        HttpResponse<String> answer = browser.send("GET", "/api/v1/accounts", "Authorization", "Bearer rubbish");

        // Then
        isProblem(answer, 401, "not-signed-in");
    }

    @Test
    void goesByTheRequestAndNotByAWordInThePath() {
        // When
        var answer = Tokens.asAdmin().get("/api/v1/browser").then();

        // Then
        answer.statusCode(404);
    }

    @Test
    void tellsSomebodyWithoutARoleWhoTheyAreAndLetsThemSeeNothingElse() {
        // Given
        Person person = People.with();

        // When
        browser.signIn(person, "/");

        // Then
        JsonObject who = new JsonObject(browser.get("/session").body());
        assertThat(who.getString("username")).isEqualTo(person.username());
        assertThat(who.getJsonArray("roles")).isEmpty();
        isProblem(browser.get("/api/v1/accounts"), 403, "role-missing");
    }

    @Test
    void endsTheSessionHereAndAtKeycloak() {
        // Given
        browser.signIn(People.with("viewer"), "/");
        var stolen = List.copyOf(browser.cookies().entrySet());

        // When
        HttpResponse<String> answer = browser.send("POST", "/sign-out", "X-Requested-By", "console");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getString("location")).isEqualTo("/");
        assertThat(browser.cookies()).doesNotContainKey("q_session_browser").isEmpty();
        isProblem(browser.get("/session"), 401, "not-signed-in");
        assertThat(browser.follow(browser.get("/sign-in")).body()).contains("id=\"kc-form-login\"");
        stolen.forEach(cookie -> browser.cookies().put(cookie.getKey(), cookie.getValue()));
        isProblem(browser.get("/session"), 401, "session-ended");
    }

    @Test
    void letsNoOtherSiteSignAnybodyOut() {
        // Given
        browser.signIn(People.with("viewer"), "/");

        // When
        HttpResponse<String> answer = browser.send("POST", "/sign-out");

        // Then
        isProblem(answer, 403, "forgeable-request");
        assertThat(browser.get("/session").statusCode()).isEqualTo(200);
    }

    @Test
    void endsInsteadOfGoingRoundWhenABrowserKeepsNoCookies() {
        // When
        HttpResponse<String> answer = browser.get("/sign-in?code=1&state=2");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(answer.body()).contains("You are not signed in", "keeps no cookies");
    }

    private static JsonObject claims(JsonArray authorization) {
        assertThat(authorization).hasSize(1);
        String payload = authorization.getString(0).replaceFirst("^Bearer ", "").split("\\.", -1)[1];
        return new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    private static void isProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }
}
