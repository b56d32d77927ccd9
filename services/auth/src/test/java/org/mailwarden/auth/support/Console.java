// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mailwarden.auth.keycloak.LinkVisitor;

/** A person signs in at the console as a browser does: authorization code with PKCE (RFC 7636), and what Keycloak asks for. */
public final class Console {

    private static final String CLIENT = "mailwarden-console";
    private static final String HOME = "http://127.0.0.1:8080/";

    private Console() {}

    /** A request of somebody who signed in with the password, and a one-time code where there is a secret for it. */
    public static RequestSpecification as(Scene person, String totpSecret) {
        return RestAssured.given().auth().oauth2(token(person, totpSecret));
    }

    /** An access token of a fresh sign-in; an empty secret when Keycloak asks for no code. */
    public static String token(Scene person, String totpSecret) {
        String verifier = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
        LinkVisitor browser = new LinkVisitor()
                .open(endpoint("auth") + "?"
                        + form(Map.of(
                                "client_id",
                                CLIENT,
                                "response_type",
                                "code",
                                "scope",
                                "openid",
                                "redirect_uri",
                                HOME,
                                "code_challenge_method",
                                "S256",
                                "code_challenge",
                                challenge(verifier))))
                .submit(Map.of("username", person.username(), "password", person.password()));
        if (!totpSecret.isEmpty()) {
            browser.submit(Map.of("otp", LinkVisitor.totp(totpSecret, Instant.now())));
        }
        return RestAssured.given()
                .formParam("grant_type", "authorization_code")
                .formParam("client_id", CLIENT)
                .formParam("client_secret", Tokens.setting("mailwarden.devservices.secret." + CLIENT))
                .formParam("redirect_uri", HOME)
                .formParam("code", code(browser.at()))
                .formParam("code_verifier", verifier)
                .post(endpoint("token"))
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    private static String code(URI signedIn) {
        return Arrays.stream(String.valueOf(signedIn.getQuery()).split("&"))
                .filter(part -> part.startsWith("code="))
                .map(part -> part.substring(5))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Keycloak did not let the person through: " + signedIn));
    }

    private static String endpoint(String name) {
        return Tokens.setting("quarkus.oidc.auth-server-url") + "/protocol/openid-connect/" + name;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
