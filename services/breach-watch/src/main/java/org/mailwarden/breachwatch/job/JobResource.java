// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Jobs over REST. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class JobResource {

    private final Jobs jobs;

    JobResource(Jobs jobs) {
        this.jobs = jobs;
    }

    /**
     * Lists jobs, newest first.
     *
     * @param kind only these
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<Job> list(
            @QueryParam("kind") @Nullable JobKind kind,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable UUID after) {
        return jobs.list(kind, Page.limit(limit), after);
    }

    /**
     * Shows a job.
     *
     * @param id the job
     * @return how it stands
     */
    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.VIEWER)
    public Job get(@PathParam("id") UUID id) {
        return jobs.find(id).orElseThrow(() -> Problems.notFound("job", id));
    }

    /**
     * Asks a job to stop and to wait until it is resumed.
     *
     * @param id the job
     * @return how it stands; it may still take a moment to stop
     */
    @POST
    @Path("/{id}/pause")
    @RolesAllowed(Roles.ADMIN)
    public Job pause(@PathParam("id") UUID id) {
        return jobs.pause(id).orElseThrow(() -> Problems.notFound("job", id));
    }

    /**
     * Lets a job that was paused go on: an import or a download where it stood, anything else from its start.
     *
     * @param id the job
     * @return how it stands
     */
    @POST
    @Path("/{id}/resume")
    @RolesAllowed(Roles.ADMIN)
    public Job resume(@PathParam("id") UUID id) {
        return jobs.resume(id).orElseThrow(() -> Problems.notFound("job", id));
    }

    /**
     * Asks a job to stop; what it had begun leaves nothing behind.
     *
     * @param id the job
     * @return how it stands; it may still take a moment to stop
     */
    @POST
    @Path("/{id}/cancel")
    @RolesAllowed(Roles.ADMIN)
    public Job cancel(@PathParam("id") UUID id) {
        return jobs.cancel(id).orElseThrow(() -> Problems.notFound("job", id));
    }
}
