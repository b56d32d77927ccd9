// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.credentiallink;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/**
 * Links over which owners give the new password of a mailbox. auth alone has one made, and mails it; whoever holds it may
 * use it once, through the page of the console.
 *
 * <p>A token travels in bodies, never in a path or query, which servers and browsers write down. No CSRF guard is needed:
 * there is no cookie and no session that another site's page could use; the token itself is all the authority there is.
 */
@Path("/api/v1/credential-links")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CredentialLinkResource {

    private static final String AUTH = "mailwarden-auth";
    private static final int REQUESTS_OF_ADDRESS = 20;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final CredentialLinks links;
    private final NewPassword newPassword;
    private final SecurityIdentity caller;
    private final AddressBudget addresses;

    CredentialLinkResource(CredentialLinks links, NewPassword newPassword, SecurityIdentity caller, Clock clock) {
        this.links = links;
        this.newPassword = newPassword;
        this.caller = caller;
        this.addresses = new AddressBudget(REQUESTS_OF_ADDRESS, WINDOW, clock);
    }

    /**
     * What a link is for.
     *
     * @param accountId the account
     */
    public record Wanted(@Nullable UUID accountId) {}

    /**
     * A link, told once.
     *
     * @param token its token
     * @param expiresAt when it ends
     */
    public record Link(String token, Instant expiresAt) {

        /** Never the token. */
        @Override
        public String toString() {
            return "Link[expiresAt=" + expiresAt + "]";
        }
    }

    /**
     * What an owner gives.
     *
     * @param token the link's token
     * @param password the new password of the mailbox
     */
    public record Given(@Nullable Secret token, @Nullable Secret password) {}

    /**
     * The answer when it was taken.
     *
     * @param address the account's mail address
     */
    public record Taken(String address) {}

    /**
     * Makes a link for an account that waits for a password.
     *
     * @param wanted the account
     * @return 201 with the link, which is told here and nowhere again
     */
    @POST
    @RolesAllowed(Roles.SERVICE)
    @Operation(hidden = true)
    public Response make(@Nullable Wanted wanted) {
        if (!(caller.getPrincipal() instanceof JsonWebToken token) || !AUTH.equals(token.getClaim("azp"))) {
            throw Problems.of(403, "not-this-service", "Only " + AUTH + " may call this. Use a token of that client.");
        }
        if (wanted == null || wanted.accountId() == null) {
            throw Problems.of(400, "account-missing", "Send the accountId.");
        }
        CredentialLinks.Made made = links.make(wanted.accountId());
        try (Secret secret = made.token()) {
            return Response.status(Response.Status.CREATED)
                    .header("Cache-Control", "no-store")
                    .entity(new Link(
                            secret.revealString(SecretAccess.because("hand the link to auth, which mails it")),
                            made.expiresAt()))
                    .build();
        }
    }

    /**
     * Takes a new password.
     *
     * @param given token and password
     * @param request tells the caller's address, as the gateway saw it
     * @return whose mailbox is read again
     */
    @POST
    @Path("/use")
    @PermitAll
    @Operation(hidden = true)
    public Taken use(@Nullable Given given, @Context HttpServerRequest request) {
        if (!addresses.tryTake(request.remoteAddress().hostAddress())) {
            throw HttpProblem.builder(Problems.of(
                            429,
                            "too-many-requests",
                            "There were too many tries from your network. Nothing was changed: wait ten minutes, then try"
                                    + " again."))
                    .withHeader("Retry-After", WINDOW.toSeconds())
                    .build();
        }
        if (given == null || given.token() == null || given.password() == null) {
            throw Problems.of(400, "incomplete", "Send token and password.");
        }
        try (Secret token = given.token();
                Secret password = given.password()) {
            return new Taken(newPassword.take(token, password));
        }
    }
}
