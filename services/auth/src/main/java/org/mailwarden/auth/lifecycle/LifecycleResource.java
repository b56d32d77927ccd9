// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;
import org.mailwarden.kit.web.SeenVersion;

/** What a policy has people do in time, over REST. */
@Path("/api/v1/policies/{name}/lifecycle")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LifecycleResource {

    private final Lifecycles lifecycles;
    private final Policies policies;

    LifecycleResource(Lifecycles lifecycles, Policies policies) {
        this.lifecycles = lifecycles;
        this.policies = policies;
    }

    /**
     * A lifecycle as a person writes it. A part that is left out is switched off, or takes its standard value.
     *
     * @param expiry how long a person has for a recovery link
     * @param rotation calendar rotation
     * @param secondFactors who must have a second factor
     * @param noticeToMailbox whether a notice goes to the mailbox as well
     */
    public record LifecycleRequest(
            @Nullable ExpiryRequest expiry,
            @Nullable RotationRequest rotation,
            @Nullable SecondFactorRequest secondFactors,
            @Nullable Boolean noticeToMailbox) {

        Lifecycle checked() {
            return new Lifecycle(
                    expiry == null ? Expiry.STANDARD : expiry.checked(),
                    rotation == null ? null : new Rotation(rotation.maxAgeDays(), rotation.spreadDays()),
                    secondFactors == null ? null : secondFactors.checked(),
                    Boolean.TRUE.equals(noticeToMailbox));
        }
    }

    /**
     * See {@link Expiry}; what is left out takes the standard value.
     *
     * @param reminderHours hours of the reminders
     * @param endsAfterHours hour of the final step
     * @param finalStep the final step
     */
    public record ExpiryRequest(
            @Nullable List<Integer> reminderHours,
            @Nullable Integer endsAfterHours,
            @Nullable FinalStep finalStep) {

        Expiry checked() {
            Expiry standard = Expiry.STANDARD;
            return new Expiry(
                    reminderHours == null ? standard.reminderHours() : reminderHours,
                    endsAfterHours == null ? standard.endsAfterHours() : endsAfterHours,
                    finalStep == null ? standard.finalStep() : finalStep);
        }
    }

    /**
     * See {@link Rotation}.
     *
     * @param maxAgeDays oldest password in days
     * @param spreadDays days over which a whole fleet is spread
     */
    public record RotationRequest(int maxAgeDays, int spreadDays) {}

    /**
     * See {@link SecondFactorRule}; lists that are left out are empty.
     *
     * @param users user names
     * @param groups group names
     * @param roles realm roles
     * @param actions what is enrolled; CONFIGURE_TOTP when left out
     * @param perDay most people a day; 50 when left out
     */
    public record SecondFactorRequest(
            @Nullable List<String> users,
            @Nullable List<String> groups,
            @Nullable List<String> roles,
            @Nullable List<String> actions,
            @Nullable Integer perDay) {

        SecondFactorRule checked() {
            return new SecondFactorRule(
                    users == null ? List.of() : users,
                    groups == null ? List.of() : groups,
                    roles == null ? List.of() : roles,
                    actions == null ? List.of("CONFIGURE_TOTP") : actions,
                    perDay == null ? 50 : perDay);
        }
    }

    /**
     * Reads the lifecycle of a policy.
     *
     * @param name name of the policy
     * @return its lifecycle; the header {@code ETag} names this version of it, {@code Last-Modified} says when it was written
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    @APIResponseSchema(value = Lifecycle.class, responseCode = "200")
    public Response get(@PathParam("name") String name) {
        known(name);
        return shown(lifecycles.kept(name));
    }

    /**
     * Writes the lifecycle of a policy.
     *
     * @param name name of the policy
     * @param request the lifecycle
     * @param ifMatch the {@code ETag} of the version that it is written over: when there is another by now, nothing is written
     *     and the answer is a problem, 412; without it whatever there is is overwritten
     * @param caller who
     * @return the lifecycle as written, with the headers that it is read with
     */
    @PUT
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = Lifecycle.class, responseCode = "200")
    public Response put(
            @PathParam("name") String name,
            @Nullable LifecycleRequest request,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context SecurityContext caller) {
        known(name);
        if (request == null) {
            throw Problems.of(400, "lifecycle-missing", "Send the lifecycle as a JSON object.");
        }
        Lifecycle lifecycle;
        try {
            lifecycle = request.checked();
        } catch (IllegalArgumentException e) {
            throw Problems.of(400, "lifecycle-invalid", e.getMessage() + ".");
        } catch (NullPointerException e) {
            throw Problems.of(400, "lifecycle-invalid", "A list of the lifecycle holds nothing where a value belongs.");
        }
        return shown(lifecycles.put(
                name,
                lifecycle,
                new SeenVersion(ifMatch, null),
                caller.getUserPrincipal().getName()));
    }

    private static Response shown(Lifecycles.Kept kept) {
        Instant changedAt = kept.changedAt();
        return Response.ok(kept.lifecycle())
                .tag(kept.tag())
                .lastModified(changedAt == null ? null : Date.from(changedAt))
                .build();
    }

    private void known(String name) {
        if (policies.find(name).isEmpty()) {
            throw Problems.notFound("policy", name);
        }
    }
}
