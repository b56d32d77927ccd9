// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.ConfigProvider;
import org.mailwarden.devstack.keycloak.ClientTokens;

/** Signs in at the real Keycloak as one of the realm's clients. */
public final class Tokens {

    private static final ClientTokens TOKENS = new ClientTokens(Tokens::signIn);

    private Tokens() {}

    /** A request of somebody with the roles admin, analyst and viewer. */
    public static RequestSpecification asAdmin() {
        return as("mailwarden-cli");
    }

    /** A request of somebody with the roles approver and viewer. */
    public static RequestSpecification asApprover() {
        return as("mailwarden-approver-cli");
    }

    /** A request of another service. */
    public static RequestSpecification asService() {
        return as("mailwarden-fetcher");
    }

    /** A request of one of the realm's clients. */
    public static RequestSpecification as(String client) {
        return RestAssured.given().auth().oauth2(token(client));
    }

    /** An access token of a client. */
    public static String token(String client) {
        return TOKENS.of(client);
    }

    private static String signIn(String client) {
        return RestAssured.given()
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", client)
                .formParam("client_secret", setting("mailwarden.devservices.secret." + client))
                .post(setting("quarkus.oidc.auth-server-url") + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /** A setting of the service under test. */
    public static String setting(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }
}
