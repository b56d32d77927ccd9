// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.fetcher.vault.Credential.TokenClient;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** What is sealed of a credential: a password as it is, everything else as JSON. */
final class CredentialBytes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecretAccess SEALING = SecretAccess.because("seal it in the vault");

    private CredentialBytes() {}

    /** The bytes to seal, for the caller to wipe. */
    static byte[] of(Credential credential) {
        return switch (credential) {
            case Credential.Password(Secret password) -> password.revealUtf8(SEALING);
            case Credential.RefreshGrant(TokenClient client, Secret token) ->
                bytes(node(client).put("refreshToken", token.revealString(SEALING)));
            case Credential.ClientGrant(TokenClient client, String master, String separator) ->
                bytes(node(client).put("master", master).put("separator", separator));
            case Credential.MasterUser(String master, String separator, Secret password) ->
                bytes(JSON.createObjectNode()
                        .put("master", master)
                        .put("separator", separator)
                        .put("password", password.revealString(SEALING)));
        };
    }

    /** Reads what {@link #of} wrote; wipes the bytes. */
    static Credential read(CredentialType type, byte[] clear) {
        if (type == CredentialType.PASSWORD) {
            return new Credential.Password(Secret.ofUtf8(clear));
        }
        try {
            JsonNode node = JSON.readTree(clear);
            return switch (type) {
                case OAUTH2_REFRESH ->
                    new Credential.RefreshGrant(
                            client(node),
                            Secret.of(node.required("refreshToken").asText()));
                case OAUTH2_CLIENT ->
                    new Credential.ClientGrant(
                            client(node),
                            text(node, "master"),
                            node.required("separator").asText());
                case MASTER_USER ->
                    new Credential.MasterUser(
                            node.required("master").asText(),
                            text(node, "separator"),
                            Secret.of(node.required("password").asText()));
                case PASSWORD -> throw new IllegalStateException("A password is no JSON");
            };
        } catch (IOException e) {
            // No cause: a parser quotes what it read.
            throw new IllegalStateException("A sealed credential is not what was written");
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static ObjectNode node(TokenClient client) {
        return JSON.createObjectNode()
                .put("tokenUrl", client.tokenUrl().toString())
                .put("clientId", client.clientId())
                .put(
                        "clientSecret",
                        client.clientSecret() == null
                                ? null
                                : client.clientSecret().revealString(SEALING))
                .put("scope", client.scope());
    }

    private static TokenClient client(JsonNode node) {
        String secret = text(node, "clientSecret");
        return new TokenClient(
                URI.create(node.required("tokenUrl").asText()),
                node.required("clientId").asText(),
                secret == null ? null : Secret.of(secret),
                text(node, "scope"));
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new IllegalStateException("A credential cannot be written as JSON");
        }
    }
}
