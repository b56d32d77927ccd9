// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.apikey.ApiKeyTokens;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.web.Problems;

/**
 * Exchanges keys for tokens, for the console's gateway. Whoever has a key may exchange it: it is all that they show. The
 * gateway leads nobody here, and counts how often an address shows a wrong one.
 */
@Path("/")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class KeyExchangeResource {

    private final ApiKeys keys;
    private final KeyTokens tokens;

    KeyExchangeResource(ApiKeys keys, KeyTokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /**
     * What is shown.
     *
     * @param key the key
     */
    public record Shown(@Nullable Secret key) {}

    /**
     * What there is for it.
     *
     * @param token the token; every service takes it as one of Keycloak
     * @param name under which name the key acts
     * @param roles what it may do now
     * @param expiresAt when the token ends
     */
    public record Exchanged(String token, String name, List<String> roles, Instant expiresAt) {

        /** Without the token. */
        @Override
        public String toString() {
            return "token of the " + name;
        }
    }

    /**
     * Exchanges a key.
     *
     * @param shown the key
     * @return the token
     */
    @POST
    @Path("api/v1/key-exchanges")
    @Operation(hidden = true)
    public Response exchange(@Nullable Shown shown) {
        Secret key = shown == null ? null : shown.key();
        if (key == null) {
            throw Problems.of(400, "api-key-missing", "Send the key: {\"key\": \"mw_…\"}.");
        }
        try (key) {
            return switch (keys.judge(key)) {
                case KeyJudgement.Good good -> answer(tokens.sign(good), good);
                case KeyJudgement.Refused(int status, String code, String sentence) ->
                    throw Problems.of(status, code, sentence);
            };
        }
    }

    private static Response answer(KeyTokens.Signed signed, KeyJudgement.Good good) {
        return Response.ok(new Exchanged(
                        signed.token(), signed.name(), List.copyOf(new TreeSet<>(good.roles())), signed.expiresAt()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /**
     * Tells by which key the services know such a token (RFC 7517).
     *
     * @return the public half
     */
    @GET
    @Path(ApiKeyTokens.PUBLIC_KEYS)
    @Operation(hidden = true)
    public String publicKeys() {
        return tokens.publicKeys();
    }
}
