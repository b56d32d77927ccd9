// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tokens of the real Keycloak, and tokens with its signature that are wrong in one claim. */
public final class Tokens {

    private Tokens() {}

    /** A request of somebody with the roles admin, analyst and viewer. */
    public static RequestSpecification asAdmin() {
        return with(issuedTo("mailwarden-cli"));
    }

    /** A request with a token. */
    public static RequestSpecification with(String token) {
        return RestAssured.given().urlEncodingEnabled(false).auth().oauth2(token);
    }

    /** An access token that Keycloak issues to a client. */
    public static String issuedTo(String client) {
        return RestAssured.given()
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", client)
                .formParam("client_secret", setting("test.secret." + client))
                .post(issuer() + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /** Claims that are right in every point. */
    public static Map<String, Object> rightClaims() {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", issuer());
        claims.put("aud", "mailwarden-api");
        claims.put("sub", "somebody");
        claims.put("typ", "Bearer");
        claims.put("iat", Instant.now().getEpochSecond());
        claims.put("exp", Instant.now().getEpochSecond() + 120);
        claims.put("realm_access", Map.of("roles", List.of("viewer")));
        return claims;
    }

    /** The right claims but for one, with the signature of the realm. */
    public static String signedByTheRealm(String claim, Object value) {
        Map<String, Object> claims = rightClaims();
        claims.put(claim, value);
        return sign(claims, realmKey());
    }

    /** The right claims with the signature of the realm. */
    public static String signedByTheRealm() {
        return sign(rightClaims(), realmKey());
    }

    /** The right claims, and the name of the realm's key, with the signature of somebody else. */
    public static String signedBySomebodyElse() {
        try {
            return sign(
                    rightClaims(),
                    KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate());
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** The right claims without any signature. */
    public static String unsigned() {
        String[] parts = signedByTheRealm().split("\\.", -1);
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return header + "." + parts[1] + ".";
    }

    /** A setting of the console under test. */
    public static String setting(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }

    /** The address of the realm, which is the issuer of its tokens. */
    public static String issuer() {
        return setting("quarkus.oidc.auth-server-url");
    }

    private static String sign(Map<String, Object> claims, PrivateKey key) {
        return Jwt.claims(claims).jws().keyId(setting("test.realm-key-id")).sign(key);
    }

    private static PrivateKey realmKey() {
        try {
            byte[] encoded = Base64.getDecoder().decode(setting("test.realm-key"));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(cause);
        }
    }
}
