// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.kit.secret.Secret;

@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class RetiredPasswordsTest {

    private final Database database;
    private final RetiredPasswords retired;
    private final RetiredKeys keys;

    private final UUID remediation = UUID.randomUUID();
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
            retired.keep(remediation, owner, owner.toUpperCase(java.util.Locale.ROOT) + "@Fleet.example", secret);
            retired.keep(remediation, owner, owner + "@fleet.example", secret);
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
    void whatIsOldIsNeitherRecognisedNorKept() {
        // Given
        database.run("update retired_password set expires_at = now() where remediation_id = '" + remediation + "'");

        // When
        boolean recognised = byHash(owner, hash(owner, password)).getBoolean("retired") || byPassword(password);
        retired.forget();

        // Then
        assertThat(recognised).isFalse();
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
    void onlyServicesAsk() {
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("user", owner, "policyHash", hash(owner, password)))
                .post("/api/v1/retired-passwords/recognise")
                .then()
                .statusCode(403);
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

    private static JsonPath ask(Map<String, String> presented) {
        return Tokens.asService()
                .contentType("application/json")
                .body(presented)
                .post("/api/v1/retired-passwords/recognise")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
