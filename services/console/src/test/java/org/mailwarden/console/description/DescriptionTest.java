// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.description;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.console.support.Tokens;

/** Where programs read what the REST APIs are. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class DescriptionTest {

    @Test
    void leadsToTheDescriptionsOfTheThreeServices() {
        // When
        var answer = Tokens.asAdmin().get("/api/v1/openapi").then();

        // Then
        answer.statusCode(200)
                .contentType("application/linkset+json")
                .body(
                        "linkset[0].'service-desc'.href",
                        contains("/api/v1/openapi/fetcher", "/api/v1/openapi/breach-watch", "/api/v1/openapi/auth"));
        Tokens.asAdmin()
                .get("/api/v1/openapi/breach-watch")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("info.title", is("Mailwarden breach-watch"))
                .body("paths.'/api/v1/findings'.get.operationId", is("findingList"))
                .body("components.schemas.Finding", notNullValue());
    }

    @Test
    void knowsNoOtherService() {
        Tokens.asAdmin().get("/api/v1/openapi/keycloak").then().statusCode(404);
    }

    @Test
    void isForNobodyWithoutAToken() {
        RestAssured.get("/api/v1/openapi").then().statusCode(401);
        RestAssured.get("/api/v1/openapi/auth").then().statusCode(401);
    }
}
