// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.intake.ImportFile;
import org.mailwarden.breachwatch.intake.ImportFiles;
import org.mailwarden.breachwatch.intake.ImportName;
import org.mailwarden.breachwatch.job.Job;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.Jobs;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Leaked lists over REST. */
@Path("/api/v1/feeds")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CombolistResource {

    private final Jobs jobs;
    private final ImportFiles files;
    private final CombolistRuns combolists;
    private final Feeds feeds;

    CombolistResource(Jobs jobs, ImportFiles files, CombolistRuns combolists, Feeds feeds) {
        this.jobs = jobs;
        this.files = files;
        this.combolists = combolists;
        this.feeds = feeds;
    }

    /**
     * Lists the combolists that were read to their end, newest first.
     *
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @Path("/combolist/runs")
    @RolesAllowed(Roles.VIEWER)
    public Page<CombolistRuns.Run> combolists(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable UUID after) {
        return combolists.list(Page.limit(limit), after);
    }

    /**
     * Reads a combolist, as a job.
     *
     * @param request the file, its name and the day of the leak
     * @param idempotencyKey the caller's name for this request
     * @return 202 with the job and where it is
     */
    @POST
    @Path("/combolist/runs")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = Job.class, responseCode = "202")
    public Response readCombolist(
            @Nullable CombolistRequest request, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        if (request == null || request.path() == null || request.path().isBlank()) {
            throw Problems.of(400, "import-incomplete", ImportName.ADVICE);
        }
        String name = ImportName.choose(request.name(), request.path())
                .orElseThrow(() -> Problems.of(400, "import-incomplete", ImportName.ADVICE));
        if (feeds.find(LeakVerdicts.FEED).filter(kept -> kept.feed().paused()).isPresent()) {
            throw Problems.of(409, "feed-paused", "The feed is paused. Resume it first.");
        }
        if (files.look(request.path()) instanceof ImportFile.Outside(String sentence)) {
            throw Problems.of(422, "path-not-allowed", sentence);
        }
        Job job = jobs.submit(
                JobKind.COMBOLIST_IMPORT,
                new CombolistRequest(request.path(), name, request.leakedAt()),
                idempotencyKey);
        return accepted(job);
    }

    /** A job that waits, and where it is. */
    static Response accepted(Job job) {
        return Response.accepted(job)
                .location(URI.create("/api/v1/jobs/" + job.id()))
                .build();
    }
}
