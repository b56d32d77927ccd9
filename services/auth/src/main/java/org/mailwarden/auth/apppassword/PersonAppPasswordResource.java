// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Other people's app passwords, for those who help them. Nobody issues one for somebody else: then two would know it. */
@Path("/api/v1/people/{owner}/app-passwords")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PersonAppPasswordResource {

    private final AppPasswords passwords;

    PersonAppPasswordResource(AppPasswords passwords) {
        this.passwords = passwords;
    }

    /**
     * Lists those of a person.
     *
     * @param owner Keycloak user name
     * @return oldest first
     */
    @GET
    @RolesAllowed({Roles.ANALYST, Roles.APPROVER})
    public Page<AppPassword> list(@PathParam("owner") String owner) {
        return new Page<>(passwords.ofOwner(owner), null);
    }

    /**
     * Issues none: what this says is kept in the ledger as a refusal.
     *
     * @param owner Keycloak user name
     * @return never
     */
    @POST
    @RolesAllowed(Roles.ANALYST)
    @RecordsRefusals("app-password.issue")
    @Operation(hidden = true)
    public Response issue(@PathParam("owner") String owner) {
        throw Problems.of(
                403,
                "only-the-person",
                "Nobody gets an app password for somebody else. " + owner
                        + " signs in at the console and asks for one there.");
    }

    /**
     * Revokes one of a person, for instance of a lost device. May be repeated.
     *
     * @param owner Keycloak user name
     * @param id which
     * @param caller who revokes
     * @return 200, or 202 when the mail server still takes it
     */
    @DELETE
    @Path("{id}")
    @RolesAllowed(Roles.ADMIN)
    @RecordsRefusals("app-password.revoke")
    @APIResponseSchema(value = RevocationAnswer.class, responseCode = "200")
    public Response revoke(
            @PathParam("owner") String owner, @PathParam("id") UUID id, @Context SecurityContext caller) {
        return OwnAppPasswordResource.answer(passwords.revokeOfOwner(
                owner,
                password -> password.id().equals(id),
                caller.getUserPrincipal().getName()));
    }

    /**
     * Revokes all of a person.
     *
     * @param owner Keycloak user name
     * @param caller who revokes
     * @return 200, or 202 when the mail server still takes them
     */
    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @RecordsRefusals("app-password.revoke")
    @APIResponseSchema(value = RevocationAnswer.class, responseCode = "200")
    public Response revokeAll(@PathParam("owner") String owner, @Context SecurityContext caller) {
        return OwnAppPasswordResource.answer(passwords.revokeOfOwner(
                owner, password -> true, caller.getUserPrincipal().getName()));
    }
}
