// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;

/**
 * Gives the real realm one signing key that the tests know too, so that a token can be wrong in one claim alone while its
 * signature holds.
 */
record RealmKey(String keycloak, String adminToken) {

    private static final String REALM = "/realms/mailwarden";

    /** Adds the key to the realm; the settings under which {@link Tokens} finds it. */
    Map<String, String> install() {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            String key = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
            add(client, key);
            return Map.of("test.realm-key", key, "test.realm-key-id", keyId(client, (RSAPublicKey) pair.getPublic()));
        } catch (IOException | NoSuchAlgorithmException cause) {
            throw new IllegalStateException(cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void add(HttpClient client, String key) throws IOException, InterruptedException {
        JsonObject config = new JsonObject()
                .put("priority", new JsonArray().add("1"))
                .put("enabled", new JsonArray().add("true"))
                .put("active", new JsonArray().add("true"))
                .put("algorithm", new JsonArray().add("RS256"))
                .put("privateKey", new JsonArray().add(key));
        JsonObject component = new JsonObject()
                .put("name", "known to the tests")
                .put("providerId", "rsa")
                .put("providerType", "org.keycloak.keys.KeyProvider")
                .put("config", config);
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(keycloak + "/admin" + REALM + "/components"))
                        .header("Authorization", "Bearer " + adminToken)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(component.encode()))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("Keycloak does not take the key: " + answer.body());
        }
    }

    private String keyId(HttpClient client, RSAPublicKey key) throws IOException, InterruptedException {
        URI certificates = URI.create(keycloak + REALM + "/protocol/openid-connect/certs");
        String answer = client.send(HttpRequest.newBuilder(certificates).build(), BodyHandlers.ofString())
                .body();
        return new JsonObject(answer)
                .getJsonArray("keys").stream()
                        .map(JsonObject.class::cast)
                        .filter(known -> key.getModulus().equals(modulus(known)))
                        .findFirst()
                        .orElseThrow()
                        .getString("kid");
    }

    private static BigInteger modulus(JsonObject key) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.getString("n", "AA")));
    }
}
