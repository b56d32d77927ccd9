// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.credentiallink;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Sending an owner the link for the new password because a person asks for it. The link is mailed and never shown. */
@Path("/api/v1/accounts/{id}/credential-link")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CredentialLinkResource {

    private final Accounts accounts;
    private final KeycloakGateway keycloak;
    private final CredentialLinks links;

    CredentialLinkResource(Accounts accounts, KeycloakGateway keycloak, CredentialLinks links) {
        this.accounts = accounts;
        this.keycloak = keycloak;
        this.links = links;
    }

    /**
     * What was done.
     *
     * @param mailed always true: whatever else came of it is a problem
     * @param expiresAt when the link ends
     */
    public record Answer(boolean mailed, Instant expiresAt) {}

    /**
     * Mails a link, which ends the one before.
     *
     * @param id the account
     * @param caller who asks
     * @return 202: the mail server has the letter
     */
    @POST
    @RolesAllowed({Roles.ANALYST, Roles.ADMIN})
    @RecordsRefusals("credential-link.send")
    @APIResponseSchema(value = Answer.class, responseCode = "202")
    public Response send(@PathParam("id") UUID id, @Context SecurityContext caller) {
        KnownAccount account = accounts.find(id).orElseThrow(() -> Problems.notFound("account", id));
        String actor = caller.getUserPrincipal().getName();
        return switch (links.send(account, owner(account), actor, "A person asked for it.")) {
            case CredentialLinks.Sent.Mailed(Instant expiresAt) ->
                Response.accepted(new Answer(true, expiresAt)).build();
            case CredentialLinks.Sent.Refused(int status, String code, String why) ->
                throw Problems.of(status, code, why);
            case CredentialLinks.Sent.Unavailable(String why) ->
                throw Problems.of(503, "link-not-sent", why + ". No link was sent; try again in a minute.");
        };
    }

    private FleetUser owner(KnownAccount account) {
        String owner = account.owner();
        if (owner == null) {
            throw Problems.of(
                    409,
                    "owner-unknown",
                    "The account has no owner, so nobody can be written to. Name one (PATCH …/accounts/{id}), or give the"
                            + " account its new credential (PUT …/credential).");
        }
        return switch (keycloak.findByUsername(owner)) {
            case Outcome.Done<FleetUser>(FleetUser user) -> user;
            case Outcome.NoSuchUser<FleetUser> gone ->
                throw Problems.of(
                        409,
                        "owner-unknown",
                        "Keycloak shows no user " + owner
                                + " in the group fleet. Mend the account's owner, then ask again.");
            case Outcome.Denied<FleetUser>(String why) -> throw Problems.of(409, "owner-unknown", why + ".");
            case Outcome.Unavailable<FleetUser>(String why) ->
                throw Problems.of(503, "keycloak-unavailable", why + ". Ask again later.");
        };
    }
}
