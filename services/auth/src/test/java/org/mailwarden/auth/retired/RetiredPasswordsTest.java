// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.kit.secret.Secret;

@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class RetiredPasswordsTest {

    private static final String BREACH_WATCH = "mailwarden-breach-watch";

    private final Database database;
    private final RetiredPasswords retired;
    private final RetiredKeys keys;

    private final UUID remediation = UUID.randomUUID();
    private final UUID account = UUID.randomUUID();
    private final String owner = "u" + UUID.randomUUID();
    private final String password = "leaked one " + UUID.randomUUID();

    RetiredPasswordsTest(EntityManager entities, RetiredPasswords retired, RetiredKeys keys) {
        this.database = new Database(entities);
        this.retired = retired;
        this.keys = keys;
    }

    @BeforeEach
    void retire() {
        try (Secret secret = Secret.of(password)) {
            retired.keep(
                    remediation, account, owner, owner.toUpperCase(java.util.Locale.ROOT) + "@Fleet.example", secret);
            retired.keep(remediation, account, owner, owner + "@fleet.example", secret);
        }
    }

    @Test
    void dovecotsHashOfTheRetiredPasswordIsRecognisedUnderEveryNameOfTheMailbox() {
        assertThat(byHash(owner, hash(owner, password)).getString("remediationId"))
                .isEqualTo(remediation.toString());
        String address = owner + "@fleet.example";
        assertThat(byHash(address, hash(address, password)).getBoolean("retired"))
                .isTrue();
    }

    @Test
    void anotherPasswordOrAnotherPersonIsNotRecognised() {
        assertThat(byHash(owner, hash(owner, "another")).getBoolean("retired")).isFalse();
        assertThat(byHash("bob", hash(owner, password)).getBoolean("retired")).isFalse();
        assertThat(byPassword("another")).isFalse();
    }

    @Test
    void thePasswordItselfIsRecognisedByItsSlowHash() {
        assertThat(byPassword(password)).isTrue();
    }

    @Test
    void eachMailboxWhosePasswordItWasIsNamedAndNoOtherOfThePerson() {
        // Given
        UUID sameOne = UUID.randomUUID();
        UUID anotherOne = UUID.randomUUID();
        retire(sameOne, password);
        retire(anotherOne, "another " + UUID.randomUUID());
        for (int i = 0; i < 6; i++) {
            retire(account, "newer " + UUID.randomUUID());
        }

        // When
        List<String> typed = ask(Map.of("user", owner, "candidate", password)).getList("accountIds");
        List<String> hashed = byHash(owner, hash(owner, password)).getList("accountIds");

        // Then
        assertThat(typed).as("of the newest of each account").containsExactly(sameOne.toString());
        assertThat(hashed).containsExactlyInAnyOrder(account.toString(), sameOne.toString());
        assertThat(ask(Map.of("user", owner, "candidate", "mistyped")).getList("accountIds"))
                .isEmpty();
    }

    @Test
    void whoHasARetiredPasswordIsToldToTheProviderInsideKeycloakAlone() {
        assertThat(retired.owners()).contains(owner);
        assertThat(Tokens.as(BREACH_WATCH)
                        .post("/api/v1/retired-passwords/kept")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoeverIsCalledAtKeycloakAsAnotherPersonsMailboxIsNotUnderWatch() {
        // Given
        String namesake = "info" + UUID.randomUUID();
        try (Secret secret = Secret.of(password)) {
            retired.keep(UUID.randomUUID(), UUID.randomUUID(), owner, namesake + "@fleet.example", secret);
        }

        // When
        List<String> watched = retired.owners();
        boolean typed = ask(Map.of("user", namesake, "candidate", password)).getBoolean("retired");

        // Then
        assertThat(watched).contains(owner).doesNotContain(namesake, namesake + "@fleet.example");
        assertThat(typed).isFalse();
        assertThat(byHash(namesake, hash(namesake, password)).getBoolean("retired"))
                .as("at the mail server it is that mailbox")
                .isTrue();
    }

    @Test
    void whatIsOldIsNeitherRecognisedNorKept() {
        // Given
        database.run("update retired_password set expires_at = now() where remediation_id = '" + remediation + "'");

        // When
        boolean recognised = byHash(owner, hash(owner, password)).getBoolean("retired") || byPassword(password);
        retired.forget();

        // Then
        assertThat(recognised).isFalse();
        assertThat(retired.owners()).doesNotContain(owner);
        assertThat(database.count("select count(*) from retired_login where remediation_id = '" + remediation + "'"))
                .isZero();
    }

    @Test
    void neitherThePasswordNorItsFastHashIsInTheDatabase() {
        assertThat(database.count("select count(*) from retired_login l join retired_password p using (remediation_id)"
                        + " where strpos(l::text || p::text, '" + password + "') > 0"
                        + " or strpos(l::text || p::text, '" + hash(owner, password) + "') > 0"))
                .isZero();
    }

    @Test
    void noOtherServiceAndNoPersonAsks() {
        // Given
        Map<String, String> presented = Map.of("user", owner, "policyHash", hash(owner, password));

        // When
        List<Integer> statuses = Stream.of(Tokens.asAdmin(), Tokens.asService(), Tokens.as(BREACH_WATCH))
                .map(caller -> post(caller, presented).statusCode())
                .toList();

        // Then
        assertThat(statuses).containsExactly(403, 403, 200);
    }

    @Test
    void nobodyGuessesAsFastAsTheyLike() {
        // Given
        String token = Tokens.token(BREACH_WATCH);
        int most = ConfigProvider.getConfig()
                .getValue("mailwarden.auth.retired-passwords.hashes-per-person-and-minute", Integer.class);
        Map<String, String> presented = Map.of("user", owner, "policyHash", "0".repeat(64));

        // When
        List<Integer> statuses = IntStream.rangeClosed(0, 2 * most)
                .mapToObj(each -> post(RestAssured.given().auth().oauth2(token), presented)
                        .statusCode())
                .toList();

        // Then
        assertThat(statuses).as("however the minute falls").contains(200, 429);
    }

    private void retire(UUID accountId, String text) {
        try (Secret secret = Secret.of(text)) {
            retired.keep(UUID.randomUUID(), accountId, owner, owner + "@second.example", secret);
        }
    }

    private String hash(String user, String text) {
        return PolicyHash.of(keys.nonce(), user, text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean byPassword(String candidate) {
        return ask(Map.of("user", owner, "candidate", candidate)).getBoolean("retired");
    }

    private static JsonPath byHash(String user, String hash) {
        return ask(Map.of("user", user, "policyHash", hash));
    }

    private static Response post(RequestSpecification caller, Map<String, String> presented) {
        return caller.contentType("application/json").body(presented).post("/api/v1/retired-passwords/recognise");
    }

    private static JsonPath ask(Map<String, String> presented) {
        return post(Tokens.as(BREACH_WATCH), presented)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
