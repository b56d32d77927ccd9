// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.job.Job;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Imports of feeds over REST, and what becomes of what they found. */
@Path("/api/v1/feeds")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FeedImportResource {

    private final FeedStarts starts;
    private final FeedImports imports;

    FeedImportResource(FeedStarts starts, FeedImports imports) {
        this.starts = starts;
        this.imports = imports;
    }

    /**
     * Starts an import, as a job. While one waits or runs, that one is the answer.
     *
     * @param id the feed
     * @param idempotencyKey the caller's name for this request
     * @return 202 with the job and where it is
     */
    @POST
    @Path("/{id}/runs")
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = Job.class, responseCode = "202")
    public Response start(@PathParam("id") String id, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        return switch (starts.start(id, idempotencyKey)) {
            case FeedStarts.Start.Started(Job job) -> CombolistResource.accepted(job);
            case FeedStarts.Start.NoSuchFeed() -> throw Problems.notFound("feed", id);
            case FeedStarts.Start.Refused(String code, String sentence) -> throw Problems.of(409, code, sentence);
        };
    }

    /**
     * Lists the imports of a feed, newest first: what each found, and what holds it.
     *
     * @param id the feed
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @Path("/{id}/runs")
    @RolesAllowed(Roles.VIEWER)
    public Page<FeedImports.Run> runs(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable UUID after) {
        return imports.list(id, Page.limit(limit), after);
    }

    /**
     * Lists what an import found: whom it touches, and why.
     *
     * @param id the feed
     * @param run the import
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @Path("/{id}/runs/{run}/matches")
    @RolesAllowed(Roles.ANALYST)
    public Page<FeedImports.Found> matches(
            @PathParam("id") String id,
            @PathParam("run") UUID run,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return imports.matches(id, run, Page.limit(limit), after).orElseThrow(Problems::invalidAfter);
    }

    /**
     * Makes findings of what an import holds.
     *
     * @param id the feed
     * @param run the import
     * @return how it stands now
     */
    @POST
    @Path("/{id}/runs/{run}/release")
    @RolesAllowed(Roles.ADMIN)
    public FeedImports.Run release(@PathParam("id") String id, @PathParam("run") UUID run) {
        return settled(run, imports.settle(id, run, true));
    }

    /**
     * Throws away what an import holds.
     *
     * @param id the feed
     * @param run the import
     * @return how it stands now
     */
    @POST
    @Path("/{id}/runs/{run}/discard")
    @RolesAllowed(Roles.ADMIN)
    public FeedImports.Run discard(@PathParam("id") String id, @PathParam("run") UUID run) {
        return settled(run, imports.settle(id, run, false));
    }

    private static FeedImports.Run settled(UUID run, FeedImports.Settled settled) {
        return switch (settled) {
            case FeedImports.Settled.Done(FeedImports.Run done) -> done;
            case FeedImports.Settled.NoSuchRun() -> throw Problems.notFound("run", run);
            case FeedImports.Settled.NotHeld(RunState state) ->
                throw Problems.of(409, "run-not-held", "The import holds nothing: it is " + state + ".");
        };
    }
}
