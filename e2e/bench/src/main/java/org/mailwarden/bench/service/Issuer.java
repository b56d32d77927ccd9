// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.service;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.mailwarden.devstack.process.FreePorts;

/** Signs the tokens that a service believes in a benchmark, so that no Keycloak takes processor time from it. */
final class Issuer implements AutoCloseable {

    private final KeyPair keys;
    private final HttpServer server;

    Issuer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FreePorts.next()), 0);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("Tokens cannot be signed here", impossible);
        }
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        byte[] keySet = ("{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"bench\",\"n\":\""
                        + encoded(key.getModulus()) + "\",\"e\":\"" + encoded(key.getPublicExponent()) + "\"}]}")
                .getBytes(StandardCharsets.US_ASCII);
        server.createContext("/certs", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keySet.length);
            exchange.getResponseBody().write(keySet);
            exchange.close();
        });
        server.start();
    }

    /** What the service has to be told. */
    Map<String, String> settings() {
        return Map.of(
                "quarkus.oidc.auth-server-url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "quarkus.oidc.discovery-enabled",
                "false",
                "quarkus.oidc.jwks-path",
                "/certs");
    }

    String administrator() {
        long now = Instant.now().getEpochSecond();
        long expiry = now + Duration.ofHours(2).toSeconds();
        String claims = "{\"iss\":\"bench\",\"sub\":\"bench\",\"upn\":\"bench\",\"aud\":\"mailwarden-api\",\"iat\":"
                + now + ",\"exp\":" + expiry + ",\"realm_access\":{\"roles\":[\"admin\",\"viewer\"]}}";
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"bench\"}";
        String text = encoded(header.getBytes(StandardCharsets.US_ASCII)) + "."
                + encoded(claims.getBytes(StandardCharsets.US_ASCII));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + encoded(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has RSA", impossible);
        }
    }

    private static String encoded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        // The sign takes a byte of its own, which a key set does not have.
        return encoded(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String encoded(byte[] part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
