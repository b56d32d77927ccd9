// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.caller.ActingName;
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.kit.apikey.ApiKeyTokens;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** API keys over REST. A key makes, lists and revokes none: whoever took one would make themselves another. */
@Path("/api/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ApiKeyResource {

    private static final SecretAccess BECAUSE = SecretAccess.because("show a new API key once");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]{1,60}");
    private static final int LONGEST_DAYS = 365;

    private final ApiKeys keys;
    private final ApiKeySettings settings;
    private final SecurityIdentity identity;

    ApiKeyResource(ApiKeys keys, ApiKeySettings settings, SecurityIdentity identity) {
        this.keys = keys;
        this.settings = settings;
        this.identity = identity;
    }

    /**
     * What is asked for.
     *
     * @param name what the key is called, 1 to 60 characters: the ledger names it so
     * @param roles what it may do at most: of viewer, analyst, admin and auditor those that its maker has
     * @param expiresInDays after how many days it ends by itself, 1 to 365; absent for 90
     */
    public record Order(
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable Integer expiresInDays) {}

    /**
     * The answer that shows it, this once.
     *
     * @param apiKey what is shown of it from now on
     * @param key the key
     * @param notice what to do
     */
    public record Shown(ApiKey apiKey, String key, String notice) {

        /** Without the key. */
        @Override
        public String toString() {
            return "API key " + apiKey.id();
        }
    }

    /**
     * Lists keys, newest first: an administrator everybody's, others their own.
     *
     * @param limit rows on the page
     * @param after cursor of the page before
     * @return the page
     */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
    public Page<ApiKey> list(@QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable Long after) {
        requirePerson();
        return keys.list(onlyOwn(), after, Page.limit(limit));
    }

    /**
     * Makes one, and shows it this once.
     *
     * @param order what is asked for
     * @return 201 with the key
     */
    @POST
    @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
    @RecordsRefusals("api-key.make")
    @APIResponseSchema(value = Shown.class, responseCode = "201")
    public Response make(@Nullable Order order) {
        requirePerson();
        ApiKeys.Made made = keys.make(
                new ApiKeys.Maker(token().getSubject(), name(), identity.getRoles()),
                nameOf(order),
                rolesOf(order),
                lifespanOf(order));
        try (Secret key = made.key()) {
            return Response.status(201)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .entity(new Shown(
                            made.shown(),
                            key.revealString(BECAUSE),
                            "It is shown this once. Keep it where the program reads it and nobody else, and send it as"
                                    + " 'Authorization: Bearer …'."))
                    .build();
        }
    }

    /**
     * Revokes one: an administrator everybody's, others their own. May be repeated. It is obeyed for a minute more at most.
     *
     * @param id the part of the key that may be known
     * @return the key as it is now
     */
    @DELETE
    @Path("{id}")
    @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
    @RecordsRefusals("api-key.revoke")
    public ApiKey revoke(@PathParam("id") String id) {
        requirePerson();
        return keys.revoke(id, onlyOwn(), name());
    }

    private void requirePerson() {
        if (ApiKeyTokens.isOf(identity)) {
            throw Problems.of(
                    403,
                    "not-for-api-keys",
                    "An API key makes, lists and revokes no API keys. Somebody who signed in at the console does.");
        }
    }

    private static String nameOf(@Nullable Order order) {
        String name = order == null || order.name() == null ? "" : order.name().strip();
        if (!NAME.matcher(name).matches()) {
            throw Problems.of(
                    400,
                    "name-missing",
                    "Name the key after what uses it: {\"name\": \"nightly report\", \"roles\": [\"viewer\"]}, 1 to 60"
                            + " letters, digits and signs.");
        }
        if (!ActingName.isNameOfKey(name)) {
            throw Problems.of(
                    400, "name-invalid", "The name of a key has no 'of' as a word: the ledger writes 'key … of …'.");
        }
        return name;
    }

    private static Set<KeyRole> rolesOf(@Nullable Order order) {
        List<String> asked = order == null || order.roles() == null ? List.of() : order.roles();
        if (asked.isEmpty()) {
            throw Problems.of(
                    400, "roles-missing", "Say what the key may do: roles of viewer, analyst, admin and auditor.");
        }
        Set<KeyRole> roles = EnumSet.noneOf(KeyRole.class);
        for (String role : asked) {
            roles.add(KeyRole.of(String.valueOf(role))
                    .orElseThrow(() -> Problems.of(
                            400,
                            "role-not-for-keys",
                            "A key can have the roles viewer, analyst, admin and auditor, and not " + role
                                    + ". What needs an approver needs a second person, and a program is none.")));
        }
        return roles;
    }

    private Duration lifespanOf(@Nullable Order order) {
        int most = Math.clamp(settings.mostDays(), 1, LONGEST_DAYS);
        Integer asked = order == null ? null : order.expiresInDays();
        int days = asked == null ? Math.min(settings.usualDays(), most) : asked;
        if (days < 1 || days > most) {
            throw Problems.of(400, "expiry-invalid", "expiresInDays is 1 to " + most + ": every key ends.");
        }
        return Duration.ofDays(days);
    }

    /** Whose keys somebody may see and end. */
    private @Nullable String onlyOwn() {
        return identity.hasRole(Roles.ADMIN) ? null : token().getSubject();
    }

    private String name() {
        return identity.getPrincipal().getName();
    }

    private JsonWebToken token() {
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            return token;
        }
        throw Problems.of(403, "not-signed-in-at-keycloak", "This is for those who signed in at Keycloak.");
    }
}
