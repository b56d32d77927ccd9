// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import static io.restassured.RestAssured.given;
import static org.mailwarden.fetcher.support.Organisation.config;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.mail.TokenIssuer;

/**
 * A realm of the running Keycloak that issues tokens for mail, made by its admin API, so that the product's realm holds
 * nothing that only tests need. Refresh tokens are exchanged with each use.
 */
public final class MailRealm {

    public static final String ROBOT = "mail-robot";
    public static final String APP = "mail-app";
    public static final String SECRET = "only-for-this-test-realm";

    /** With the margin before its end, a token of the app is good for a few seconds. */
    private static final int APP_TOKEN_SECONDS = 64;

    private final ControlClient control;
    private final String server = config("mailwarden.keycloak.url");
    private final String name = "mail-" + UUID.randomUUID();

    public MailRealm(ControlClient control) {
        this.control = control;
        post(
                "/admin/realms",
                Map.of(
                        "realm",
                        name,
                        "enabled",
                        true,
                        "revokeRefreshToken",
                        true,
                        "refreshTokenMaxReuse",
                        0,
                        "accessTokenLifespan",
                        600));
        scope("mail");
        scope("mail-fleet");
        client("dovecot", Map.of());
        client(
                APP,
                Map.of(
                        "directAccessGrantsEnabled",
                        true,
                        "optionalClientScopes",
                        List.of("mail"),
                        "attributes",
                        Map.of("access.token.lifespan", String.valueOf(APP_TOKEN_SECONDS))));
        client(ROBOT, Map.of("serviceAccountsEnabled", true, "optionalClientScopes", List.of("mail-fleet")));
    }

    public TokenIssuer issuer() {
        return new TokenIssuer(URI.create(endpoint("token/introspect")), "dovecot", SECRET, "mail", "mail-fleet");
    }

    public String tokenUrl() {
        return endpoint("token");
    }

    public void user(String username, String password) {
        post(
                "/admin/realms/" + name + "/users",
                Map.of(
                        "username",
                        username,
                        "enabled",
                        true,
                        "email",
                        username + "@mail.example",
                        "emailVerified",
                        true,
                        "firstName",
                        username,
                        "lastName",
                        "Example",
                        "credentials",
                        List.of(Map.of("type", "password", "value", password, "temporary", false))));
    }

    /** Signs a user in to the mail application, as a browser would. */
    public String refreshToken(String username, String password) {
        return given().contentType(ContentType.URLENC)
                .formParam("grant_type", "password")
                .formParam("client_id", APP)
                .formParam("client_secret", SECRET)
                .formParam("username", username)
                .formParam("password", password)
                .formParam("scope", "openid mail")
                .post(tokenUrl())
                .then()
                .statusCode(200)
                .extract()
                .path("refresh_token");
    }

    /** Ends every session of a user, and with it every token. */
    public void logout(String username) {
        String id = admin().queryParam("username", username)
                .queryParam("exact", true)
                .get(server + "/admin/realms/" + name + "/users")
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        admin().post(server + "/admin/realms/" + name + "/users/" + id + "/logout")
                .then()
                .statusCode(204);
    }

    public void remove() {
        admin().delete(server + "/admin/realms/" + name).then().statusCode(204);
    }

    private void scope(String scope) {
        post(
                "/admin/realms/" + name + "/client-scopes",
                Map.of(
                        "name",
                        scope,
                        "protocol",
                        "openid-connect",
                        "attributes",
                        Map.of("include.in.token.scope", "true"),
                        "protocolMappers",
                        List.of(Map.of(
                                "name",
                                "audience dovecot",
                                "protocol",
                                "openid-connect",
                                "protocolMapper",
                                "oidc-audience-mapper",
                                "config",
                                Map.of("included.client.audience", "dovecot", "access.token.claim", "true")))));
    }

    private void client(String id, Map<String, Object> more) {
        Map<String, Object> client = new HashMap<>(Map.of(
                "clientId",
                id,
                "protocol",
                "openid-connect",
                "publicClient",
                false,
                "clientAuthenticatorType",
                "client-secret",
                "secret",
                SECRET,
                "standardFlowEnabled",
                false));
        client.putAll(more);
        post("/admin/realms/" + name + "/clients", client);
    }

    private void post(String path, Map<String, Object> body) {
        admin().body(body).post(server + path).then().statusCode(201);
    }

    private RequestSpecification admin() {
        return given().auth().oauth2(control.keycloakAdminToken()).contentType(ContentType.JSON);
    }

    private String endpoint(String path) {
        return server + "/realms/" + name + "/protocol/openid-connect/" + path;
    }
}
