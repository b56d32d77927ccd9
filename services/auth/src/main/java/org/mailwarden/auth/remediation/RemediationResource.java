// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.export.ExportedFile;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/**
 * Remediations over REST.
 *
 * <p>A search has the parameters {@code state}, {@code action}, {@code heldBy}, {@code policy}, {@code requester},
 * {@code accountId}, {@code plannedFrom}, {@code plannedTo} and {@code text}. Those before {@code plannedFrom} may be repeated:
 * any of their values, and all of the parameters, must fit. A parameter or value that is not known is a problem, 400.
 */
@Path("/api/v1/remediations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RemediationResource {

    private static final int MOST_REASON = 1_000;
    private static final int MOST_NAME = 255;
    private static final int MOST_ENROLMENTS = 10;

    private final Remediations remediations;
    private final Decisions decisions;
    private final Cancellations cancellations;
    private final RemediationLookup lookup;
    private final RemediationExport export;
    private final Clock clock;

    RemediationResource(
            Remediations remediations,
            Decisions decisions,
            Cancellations cancellations,
            RemediationLookup lookup,
            RemediationExport export,
            Clock clock) {
        this.remediations = remediations;
        this.decisions = decisions;
        this.cancellations = cancellations;
        this.lookup = lookup;
        this.export = export;
        this.clock = clock;
    }

    /**
     * An approval.
     *
     * @param hash the hash that was shown
     */
    public record Approval(@Nullable String hash) {}

    /**
     * A rejection or withdrawal.
     *
     * @param reason why
     */
    public record Refusal(@Nullable String reason) {}

    /**
     * Lists remediations: {@code order} is {@code newest}, as it is without, {@code changed}, what changed last first, or
     * {@code unchanged}, what has not changed for the longest first; {@code limit} is 1 to 500 rows on the page; {@code after}
     * is the page's cursor.
     *
     * @param uri the search
     * @return the page; the header {@code Link} leads to the next one
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<RemediationView> list(@Context UriInfo uri) {
        RemediationParameters asked = new RemediationParameters(uri.getQueryParameters(), "order", "limit", "after");
        RemediationOrder order = asked.order();
        return lookup.list(asked.filter(), order, asked.limit(), asked.after(order));
    }

    /**
     * Counts remediations by what they can be searched by.
     *
     * @param uri the search
     * @return the counts of the remediations that fit all of it
     */
    @GET
    @Path("facets")
    @RolesAllowed(Roles.VIEWER)
    public RemediationLookup.Facets facets(@Context UriInfo uri) {
        return lookup.facets(new RemediationParameters(uri.getQueryParameters()).filter());
    }

    /**
     * Exports remediations, newest first, without end: {@code format} is {@code csv}, {@code json} or {@code ndjson}.
     *
     * @param uri the search and the format
     * @return the file. One that breaks off ends its connection without a last chunk (RFC 9112, 7.1)
     */
    @GET
    @Path("export")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed(Roles.VIEWER)
    public Response export(@Context UriInfo uri) {
        RemediationParameters asked = new RemediationParameters(uri.getQueryParameters(), "format");
        Export.Format format = asked.format();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return ExportedFile.of(export.of(asked.filter(), format), format, "remediations-" + today);
    }

    /**
     * Reads a remediation.
     *
     * @param id the remediation
     * @return the remediation
     */
    @GET
    @Path("{id}")
    @RolesAllowed(Roles.VIEWER)
    public RemediationView get(@PathParam("id") UUID id) {
        return remediations.find(id).map(decisions::view).orElseThrow(() -> Problems.notFound("remediation", id));
    }

    /**
     * Asks for a reset or another response.
     *
     * @param request whose, and why
     * @param dryRun show only what would be done
     * @param caller who asks
     * @return 201 with the remediation, or 200 for a dry run
     */
    @POST
    @RolesAllowed(Roles.ANALYST)
    @RecordsRefusals("remediation.ask")
    @APIResponseSchema(value = RemediationView.class, responseCode = "201")
    public Response ask(
            @Nullable RemediationRequest request,
            @QueryParam("dryRun") boolean dryRun,
            @Context SecurityContext caller) {
        if (request == null) {
            throw Problems.of(400, "request-missing", "Say whose password is to be reset: owner or accountId.");
        }
        bound("reason", request.reason(), MOST_REASON);
        bound("owner", request.owner(), MOST_NAME);
        bound("sessionId", request.sessionId(), MOST_NAME);
        if (request.enrolments() != null && request.enrolments().size() > MOST_ENROLMENTS) {
            throw Problems.of(400, "too-long", "There are at most " + MOST_ENROLMENTS + " enrolments. Name each once.");
        }
        RemediationView view = decisions.ask(request, name(caller), dryRun);
        return Response.status(dryRun ? 200 : 201).entity(view).build();
    }

    /**
     * Approves what was shown.
     *
     * @param id the remediation
     * @param approval the hash that was shown
     * @param caller who approves
     * @return the remediation
     */
    @POST
    @Path("{id}/approve")
    @RolesAllowed(Roles.APPROVER)
    @RecordsRefusals("remediation.approve")
    public RemediationView approve(
            @PathParam("id") UUID id, @Nullable Approval approval, @Context SecurityContext caller) {
        if (approval == null || approval.hash() == null) {
            throw Problems.of(400, "hash-missing", "Send the hash that was shown with the remediation.");
        }
        return decisions.approve(id, approval.hash(), name(caller));
    }

    /**
     * Rejects.
     *
     * @param id the remediation
     * @param refusal why
     * @param caller who
     * @return the remediation
     */
    @POST
    @Path("{id}/reject")
    @RolesAllowed(Roles.APPROVER)
    @RecordsRefusals("remediation.reject")
    public RemediationView reject(
            @PathParam("id") UUID id, @Nullable Refusal refusal, @Context SecurityContext caller) {
        bound("reason", refusal == null ? null : refusal.reason(), MOST_REASON);
        return decisions.reject(id, why(refusal, "Rejected by " + name(caller)), name(caller));
    }

    /**
     * Cancels. What has not begun ends at once; of what has begun everything is rolled back that can be, and the reason then
     * says what stays. The person who is meant never cancels; what a policy planned or what has begun needs an approver.
     *
     * @param id the remediation
     * @param refusal why; mandatory
     * @param caller who
     * @return the remediation; it is REJECTED when the roll-back is done
     */
    @POST
    @Path("{id}/cancel")
    @RolesAllowed({Roles.ANALYST, Roles.APPROVER})
    @RecordsRefusals("remediation.cancel")
    public RemediationView cancel(
            @PathParam("id") UUID id, @Nullable Refusal refusal, @Context SecurityContext caller) {
        if (refusal == null || refusal.reason() == null || refusal.reason().isBlank()) {
            throw Problems.of(400, "reason-missing", "Say why it is cancelled: it stands in the audit ledger.");
        }
        bound("reason", refusal.reason(), MOST_REASON);
        return decisions.view(
                cancellations.cancel(id, refusal.reason(), name(caller), caller.isUserInRole(Roles.APPROVER)));
    }

    /** What people write stands in events, which have to stay small. */
    private static void bound(String name, @Nullable String value, int most) {
        if (value != null && value.length() > most) {
            throw Problems.of(400, "too-long", "'" + name + "' has at most " + most + " characters. Shorten it.");
        }
    }

    private static String why(@Nullable Refusal refusal, String otherwise) {
        return refusal == null || refusal.reason() == null || refusal.reason().isBlank()
                ? otherwise
                : otherwise + ": " + refusal.reason();
    }

    private static String name(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
