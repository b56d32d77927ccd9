// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

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
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Batches over REST. */
@Path("/api/v1/remediations/batches")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BatchResource {

    private final BatchPlan plan;
    private final Batches batches;
    private final BatchViews views;

    BatchResource(BatchPlan plan, Batches batches, BatchViews views) {
        this.plan = plan;
        this.batches = batches;
        this.views = views;
    }

    /**
     * A decision about a batch.
     *
     * @param hash the hash that was shown; for an approval
     * @param reason why
     */
    public record Decision(@Nullable String hash, @Nullable String reason) {}

    /**
     * Lists batches, newest first, without who is in them.
     *
     * @param states only in one of these states; all when there is none
     * @param kinds only those that came about in one of these ways; all when there is none
     * @param heldBy only batches in which somebody is held by this
     * @param limit rows on the page
     * @param after cursor of the page before
     * @return the page
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<BatchView> list(
            @QueryParam("state") Set<BatchState> states,
            @QueryParam("kind") Set<BatchKind> kinds,
            @QueryParam("heldBy") @Nullable HoldCode heldBy,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable Long after) {
        int size = Page.limit(limit);
        Page<BatchRow> rows = Page.of(
                views.list(new BatchViews.Filter(states, kinds, heldBy), after, size + 1),
                size,
                row -> String.valueOf(row.position));
        return new Page<>(rows.items().stream().map(views::brief).toList(), rows.next());
    }

    /**
     * Counts batches by what they can be searched by.
     *
     * @param states only in one of these states; all when there is none
     * @param kinds only those that came about in one of these ways; all when there is none
     * @param heldBy only batches in which somebody is held by this
     * @return the counts
     */
    @GET
    @Path("facets")
    @RolesAllowed(Roles.VIEWER)
    public BatchViews.Facets facets(
            @QueryParam("state") Set<BatchState> states,
            @QueryParam("kind") Set<BatchKind> kinds,
            @QueryParam("heldBy") @Nullable HoldCode heldBy) {
        return views.facets(new BatchViews.Filter(states, kinds, heldBy));
    }

    /**
     * Reads a batch.
     *
     * @param id the batch
     * @return the batch with everybody in it
     */
    @GET
    @Path("{id}")
    @RolesAllowed(Roles.VIEWER)
    public BatchView get(@PathParam("id") UUID id) {
        return views.get(id);
    }

    /**
     * Asks for many resets. Another person approves them.
     *
     * @param request whose, why, and the hash that the dry run showed
     * @param dryRun show only what would be done
     * @param caller who asks
     * @return 201 with the batch, or 200 for a dry run
     */
    @POST
    @RolesAllowed(Roles.ANALYST)
    @RecordsRefusals("batch.ask")
    @APIResponseSchema(value = BatchView.class, responseCode = "201")
    public Response ask(
            @Nullable BatchRequest request, @QueryParam("dryRun") boolean dryRun, @Context SecurityContext caller) {
        if (request == null) {
            throw Problems.of(
                    400,
                    "request-missing",
                    "Say whose passwords are to be reset: owners, accountIds or remediationIds.");
        }
        BatchPlan.Draft draft = plan.draft(request, name(caller));
        if (dryRun) {
            String reason = request.reason() == null ? "" : request.reason().strip();
            return Response.ok(views.dryRun(draft, reason, name(caller))).build();
        }
        String reason = reason(request.reason());
        if (draft.planned().isEmpty()) {
            throw Problems.of(
                    409, "batch-empty", "Nobody is left in this batch. A dry run says who was left out, and why.");
        }
        if (!draft.list().hash().equals(request.hash())) {
            throw Problems.of(
                    409,
                    "changed-since-shown",
                    "Send the hash that the dry run showed, of what is still so: the list has "
                            + draft.planned().size()
                            + " people now. Run dryRun=true, look at it, then ask with its hash.");
        }
        return Response.status(201)
                .entity(batches.ask(draft, reason, name(caller)))
                .build();
    }

    /**
     * Releases what was shown.
     *
     * @param id the batch
     * @param decision hash and reason
     * @param caller who approves
     * @return the batch
     */
    @POST
    @Path("{id}/approve")
    @RolesAllowed(Roles.APPROVER)
    @RecordsRefusals("batch.approve")
    public BatchView approve(@PathParam("id") UUID id, @Nullable Decision decision, @Context SecurityContext caller) {
        if (decision == null || decision.hash() == null) {
            throw Problems.of(400, "hash-missing", "Send the hash that was shown with the batch.");
        }
        return batches.approve(id, decision.hash(), reason(decision.reason()), name(caller));
    }

    /**
     * Discards what waits.
     *
     * @param id the batch
     * @param decision reason
     * @param caller who
     * @return the batch
     */
    @POST
    @Path("{id}/reject")
    @RolesAllowed(Roles.APPROVER)
    @RecordsRefusals("batch.reject")
    public BatchView reject(@PathParam("id") UUID id, @Nullable Decision decision, @Context SecurityContext caller) {
        return batches.reject(id, reason(decision == null ? null : decision.reason()), name(caller));
    }

    /**
     * Withdraws what a person asked for.
     *
     * @param id the batch
     * @param decision reason
     * @param caller who
     * @return the batch
     */
    @POST
    @Path("{id}/cancel")
    @RolesAllowed({Roles.ANALYST, Roles.APPROVER})
    @RecordsRefusals("batch.cancel")
    public BatchView cancel(@PathParam("id") UUID id, @Nullable Decision decision, @Context SecurityContext caller) {
        return batches.cancel(id, reason(decision == null ? null : decision.reason()), name(caller));
    }

    private static String reason(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw Problems.of(400, "reason-missing", "Say why: it is kept in the ledger.");
        }
        return reason.strip();
    }

    private static String name(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
