// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import io.quarkus.security.identity.SecurityIdentity;
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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Imports of a fleet over REST. */
@Path("/api/v1/accounts/import")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ImportResource {

    private static final String CSV = "text/csv";

    private final FleetImport fleet;
    private final Imports imports;
    private final SecurityIdentity caller;

    ImportResource(FleetImport fleet, Imports imports, SecurityIdentity caller) {
        this.fleet = fleet;
        this.imports = imports;
        this.caller = caller;
    }

    /**
     * Imports a fleet file, or shows what an import would do.
     *
     * @param dryRun shows and stores nothing
     * @param existing SKIP (default) or CHANGE: what happens to mailboxes that are enrolled already
     * @param key the caller's name for this request: the same one gives the same job
     * @param file CSV with a header; the columns are address, protocol, host, port, security, username, password, folders
     *     (separated by |), retrieval, deleteAfterDays, owner, recoveryAddress, tags (separated by |)
     * @return 200 with the dry run, or 202 with the job and where it is
     */
    @POST
    @Consumes(CSV)
    @RolesAllowed(Roles.ADMIN)
    @APIResponse(
            responseCode = "200",
            description = "What would be done",
            content = @Content(schema = @Schema(implementation = DryRun.class)))
    @APIResponseSchema(value = ImportJob.class, responseCode = "202")
    public Response importFleet(
            @QueryParam("dryRun") @DefaultValue("false") String dryRun,
            @QueryParam("existing") @DefaultValue("SKIP") String existing,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            byte @Nullable [] file) {
        boolean dry = oneOf("dryRun", dryRun, List.of("true", "false")).equals("true");
        Existing mode = Existing.valueOf(oneOf("existing", existing, List.of("SKIP", "CHANGE")));
        if (file == null || file.length == 0) {
            throw Problems.of(400, "body-missing", "The request has no body. Send the CSV file as it is (text/csv).");
        }
        if (key != null && (key.isBlank() || key.length() > 200)) {
            throw Problems.of(400, "invalid-idempotency-key", "'Idempotency-Key' must have 1 to 200 characters.");
        }
        try {
            return switch (FleetFile.read(file)) {
                case FleetFile.Read.Rows rows ->
                    dry ? Response.ok(fleet.dryRun(rows, mode)).build() : accepted(rows, mode, key, file);
                case FleetFile.Read.Unusable(String code, String sentence) ->
                    throw Problems.of(code.equals("file-too-large") ? 413 : 422, code, sentence);
            };
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    private Response accepted(FleetFile.Read.Rows rows, Existing mode, @Nullable String key, byte[] file) {
        return switch (fleet.submit(rows, mode, caller.getPrincipal().getName(), key, file)) {
            case Imports.Taken.Accepted(ImportJob job) ->
                Response.accepted(job)
                        .location(URI.create("/api/v1/accounts/import/" + job.id()))
                        .build();
            case Imports.Taken.OtherRequest() ->
                throw Problems.of(
                        422,
                        "idempotency-key-reused",
                        "This Idempotency-Key was used for another file or other parameters. Use a new one.");
        };
    }

    private static String oneOf(String name, String value, List<String> allowed) {
        return allowed.stream()
                .filter(each -> each.equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> Problems.of(
                        422,
                        "invalid-" + name.toLowerCase(java.util.Locale.ROOT),
                        "'" + name + "' must be one of " + String.join(", ", allowed) + "."));
    }

    /** Lists the imports of the last 30 days, newest first. */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public List<ImportJob> list() {
        return imports.list();
    }

    /** Shows how an import stands. */
    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.VIEWER)
    public ImportJob get(UUID id) {
        return imports.find(id).orElseThrow(() -> Problems.notFound("import", id));
    }

    /** Stops an import; what is through stays. */
    @POST
    @Path("/{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.ADMIN)
    public ImportJob cancel(UUID id) {
        imports.cancel(id);
        return get(id);
    }

    /** What became of each row, as CSV. */
    @GET
    @Path("/{id}/outcome")
    @Produces(CSV)
    @RolesAllowed(Roles.ADMIN)
    public Response outcome(UUID id) {
        get(id);
        return Response.ok(OutcomeFile.write(imports.results(id)), CSV + ";charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"import-" + id + ".csv\"")
                .build();
    }
}
