// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

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
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;
import org.mailwarden.kit.web.SeenVersion;

/** Policies over REST. */
@Path("/api/v1/policies")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PolicyResource {

    private final Policies policies;

    PolicyResource(Policies policies) {
        this.policies = policies;
    }

    /**
     * A policy as a person writes it. What is left out stays as it is, or takes the default policy's value.
     *
     * @param kinds kinds of finding
     * @param minimumSeverity least severity
     * @param mode how far it goes by itself
     * @param requiredActions Keycloak actions
     * @param budget how much may happen by itself
     * @param quietHours when nothing starts by itself; without days for never
     */
    public record PolicyRequest(
            @Nullable List<FindingKind> kinds,
            @Nullable Severity minimumSeverity,
            @Nullable ResponseMode mode,
            @Nullable List<String> requiredActions,
            @Nullable Budget budget,
            @Nullable QuietHours quietHours) {

        /**
         * Makes the policy.
         *
         * @param name its name
         * @param before the policy as it is
         * @return the policy as it is wanted
         * @throws IllegalArgumentException with a plain sentence when it could not work
         */
        public Policy over(String name, Policy before) {
            return new Policy(
                    name,
                    kinds == null ? before.kinds() : kinds,
                    minimumSeverity == null ? before.minimumSeverity() : minimumSeverity,
                    mode == null ? before.mode() : mode,
                    requiredActions == null ? before.requiredActions() : requiredActions,
                    budget == null ? before.budget() : budget,
                    quietHours == null ? before.quietHours() : quietHours);
        }
    }

    /** Lists the policies. */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<Policy> list() {
        return new Page<>(policies.all(), null);
    }

    /**
     * Reads a policy.
     *
     * @param name its name
     * @return the policy; the header {@code ETag} names this version of it, {@code Last-Modified} says when it was written
     */
    @GET
    @Path("{name}")
    @RolesAllowed(Roles.VIEWER)
    @APIResponseSchema(value = Policy.class, responseCode = "200")
    public Response get(@PathParam("name") String name) {
        return shown(policies.kept(name).orElseThrow(() -> Problems.notFound("policy", name)));
    }

    /**
     * Writes a policy.
     *
     * @param name its name
     * @param request the new values
     * @param ifMatch the {@code ETag} of the version that it is written over: when there is another by now, nothing is written
     *     and the answer is a problem, 412; without it whatever there is is overwritten
     * @param ifNoneMatch * for a policy that is new: when there is one by now, the answer is a problem, 412
     * @param caller who
     * @return the policy as written, with the headers that it is read with
     */
    @PUT
    @Path("{name}")
    @RolesAllowed(Roles.ADMIN)
    @RecordsRefusals("policy.change")
    @APIResponseSchema(value = Policy.class, responseCode = "200")
    public Response put(
            @PathParam("name") String name,
            @Nullable PolicyRequest request,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch,
            @Context SecurityContext caller) {
        if (request == null) {
            throw Problems.of(400, "policy-missing", "Send the policy as a JSON object.");
        }
        Policy before = policies.orDefault(name);
        Policy policy;
        try {
            policy = request.over(name, before);
        } catch (IllegalArgumentException e) {
            throw Problems.of(400, "policy-invalid", e.getMessage() + ".");
        }
        return shown(policies.put(
                policy,
                new SeenVersion(ifMatch, ifNoneMatch),
                caller.getUserPrincipal().getName()));
    }

    private static Response shown(Policies.Kept kept) {
        Instant changedAt = kept.changedAt();
        return Response.ok(kept.policy())
                .tag(kept.tag())
                .lastModified(changedAt == null ? null : Date.from(changedAt))
                .build();
    }
}
