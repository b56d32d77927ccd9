// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.breachwatch.intake.ImportFile;
import org.mailwarden.breachwatch.intake.ImportFiles;
import org.mailwarden.breachwatch.intake.ImportName;
import org.mailwarden.breachwatch.job.Job;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.Jobs;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Corpora over REST. */
@Path("/api/v1/corpora")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CorporaResource {

    private final Jobs jobs;
    private final ImportFiles files;
    private final CorpusImports imports;
    private final CorpusDownloads downloads;
    private final CorpusCompactions compactions;

    CorporaResource(
            Jobs jobs,
            ImportFiles files,
            CorpusImports imports,
            CorpusDownloads downloads,
            CorpusCompactions compactions) {
        this.jobs = jobs;
        this.files = files;
        this.imports = imports;
        this.downloads = downloads;
        this.compactions = compactions;
    }

    /**
     * Lists the corpora that were imported, newest first.
     *
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<CorpusImports.Imported> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable String after) {
        return imports.list(Page.limit(limit), after);
    }

    /**
     * Imports a corpus, as a job.
     *
     * @param request the file and its name
     * @param idempotencyKey the caller's name for this request
     * @return 202 with the job and where it is
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = Job.class, responseCode = "202")
    public Response importCorpus(
            @Nullable CorpusRequest request, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        if (request == null || request.path() == null || request.path().isBlank()) {
            throw Problems.of(400, "import-incomplete", ImportName.ADVICE);
        }
        String name = ImportName.choose(request.name(), request.path())
                .orElseThrow(() -> Problems.of(400, "import-incomplete", ImportName.ADVICE));
        if (files.look(request.path()) instanceof ImportFile.Outside(String sentence)) {
            throw Problems.of(422, "path-not-allowed", sentence);
        }
        if (request.matchesOnly() && request.hashes() != HashKind.SHA1) {
            throw Problems.of(
                    400,
                    "corpus-not-matched",
                    "An NTLM corpus is matched against nothing, so there is no use for it without the range search."
                            + " Leave \"matchOnly\" out.");
        }
        Job job = jobs.submit(
                JobKind.CORPUS_IMPORT,
                new CorpusRequest(request.path(), name, request.hashes(), request.matchesOnly()),
                idempotencyKey);
        return accepted(job);
    }

    /**
     * Brings the corpus up to date from Pwned Passwords, as a job: only ranges that changed are sent. One that was
     * interrupted is gone on with.
     *
     * @param kind of the hashes, SHA-1 when absent
     * @return 202 with the job and where it is; the one that has not ended when there is one
     */
    @POST
    @Path("/download")
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = Job.class, responseCode = "202")
    public Response download(@QueryParam("kind") @DefaultValue("SHA1") HashKind kind) {
        return accepted(downloads.submit(kind));
    }

    /**
     * Makes one base of the corpus and the overlays that downloads laid over it, as a job. It happens by itself when there
     * are four.
     *
     * @param kind of the hashes, SHA-1 when absent
     * @return 202 with the job and where it is; the one that has not ended when there is one
     */
    @POST
    @Path("/compact")
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = Job.class, responseCode = "202")
    public Response compact(@QueryParam("kind") @DefaultValue("SHA1") HashKind kind) {
        return accepted(compactions.submit(kind));
    }

    private static Response accepted(Job job) {
        return Response.accepted(job)
                .location(URI.create("/api/v1/jobs/" + job.id()))
                .build();
    }
}
