// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Findings over REST. Other services read here before they act on an event. */
@Path("/api/v1/findings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FindingResource {

    private static final int LONGEST_REASON = 500;

    private final FindingLookup lookup;
    private final Findings findings;
    private final SecurityIdentity caller;

    FindingResource(FindingLookup lookup, Findings findings, SecurityIdentity caller) {
        this.lookup = lookup;
        this.findings = findings;
        this.caller = caller;
    }

    /**
     * Why a person closes a finding.
     *
     * @param reason one plain sentence, 1 to 500 characters
     */
    public record Closing(@Nullable String reason) {}

    /**
     * Lists findings, newest first.
     *
     * @param kind only this kind
     * @param state only this state
     * @param severity only this severity
     * @param accountId only this account
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<Finding> list(
            @QueryParam("kind") @Nullable FindingKind kind,
            @QueryParam("state") @Nullable FindingState state,
            @QueryParam("severity") @Nullable Severity severity,
            @QueryParam("accountId") @Nullable UUID accountId,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable UUID after) {
        return lookup.list(new FindingLookup.Filter(kind, state, severity, accountId), Page.limit(limit), after);
    }

    /**
     * Shows a finding.
     *
     * @param id the finding
     * @return its snapshot
     */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Finding get(@PathParam("id") UUID id) {
        return lookup.find(id).orElseThrow(() -> Problems.notFound("finding", id));
    }

    /**
     * Explains a finding.
     *
     * @param id the finding
     * @return why it stands and what to do
     */
    @GET
    @Path("/{id}/explain")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Explanation explain(@PathParam("id") UUID id) {
        return lookup.explain(id).orElseThrow(() -> Problems.notFound("finding", id));
    }

    /**
     * Closes a finding with a person's reason.
     *
     * @param id the finding
     * @param closing the reason
     * @return its snapshot; one that was closed before is shown as it is
     */
    @POST
    @Path("/{id}/close")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ANALYST)
    public Finding close(@PathParam("id") UUID id, @Nullable Closing closing) {
        String reason = closing == null || closing.reason() == null
                ? ""
                : closing.reason().strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw Problems.of(
                    400, "reason-missing", "Say why in 1 to " + LONGEST_REASON + " characters: {\"reason\": \"...\"}.");
        }
        get(id);
        String who = caller.getPrincipal().getName();
        QuarkusTransaction.requiringNew().run(() -> findings.close(id, reason + " (" + who + ")"));
        return get(id);
    }
}
