// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.source;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.auth.source.Sources.SourceView;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Sources of findings over REST. Their names may hold any character, so they never stand in a path. */
@Path("/api/v1/sources")
@RunOnVirtualThread
public class SourceResource {

    private static final int LONGEST = 500;

    private final Sources sources;

    SourceResource(Sources sources) {
        this.sources = sources;
    }

    /**
     * What is wanted of a source.
     *
     * @param source its name as {@code GET} lists it
     * @param mode how far what it says goes by itself; not for a reset
     * @param reason why
     */
    public record SourceRequest(
            @Nullable String source,
            @Nullable ResponseMode mode,
            @Nullable String reason) {}

    /**
     * Lists the sources by name.
     *
     * @param limit rows on the page
     * @param after name of the last source seen
     * @return the page
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<SourceView> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable String after) {
        int rows = Page.limit(limit);
        return Page.of(sources.list(after == null ? "" : after, rows + 1), rows, SourceView::name);
    }

    /**
     * Sets a mode.
     *
     * @param request source, mode and why
     * @param caller who
     * @return the source
     */
    @PUT
    @RolesAllowed(Roles.ADMIN)
    @RecordsRefusals("source.change")
    public SourceView put(@Nullable SourceRequest request, @Context SecurityContext caller) {
        String source = source(request);
        if (request == null || request.mode() == null) {
            throw Problems.of(400, "mode-missing", "Say the mode: OBSERVE, PROPOSE or AUTO.");
        }
        return sources.put(source, request.mode(), reason(request), name(caller));
    }

    /**
     * Lets a stopped source go on.
     *
     * @param request source and why
     * @param caller who
     * @return the source
     */
    @POST
    @Path("reset")
    @RolesAllowed({Roles.ADMIN, Roles.APPROVER})
    @RecordsRefusals("source.reset")
    public SourceView reset(@Nullable SourceRequest request, @Context SecurityContext caller) {
        String source = source(request);
        return sources.reset(source, reason(request), name(caller))
                .orElseThrow(() -> Problems.of(
                        409,
                        "source-not-stopped",
                        "There is no stopped source of this name. List them to see which are."));
    }

    private static String source(@Nullable SourceRequest request) {
        if (request == null || request.source() == null || request.source().isBlank()) {
            throw Problems.of(400, "source-missing", "Say which source, by its name as GET /api/v1/sources lists it.");
        }
        if (request.source().length() > LONGEST || request.source().chars().anyMatch(Character::isISOControl)) {
            throw Problems.of(
                    400, "source-invalid", "A source's name is at most 500 characters without control characters.");
        }
        return request.source();
    }

    private static String reason(@Nullable SourceRequest request) {
        if (request == null || request.reason() == null || request.reason().isBlank()) {
            throw Problems.of(400, "reason-missing", "Say why: it is kept in the ledger.");
        }
        return request.reason().strip();
    }

    private static String name(SecurityContext caller) {
        return caller.getUserPrincipal().getName();
    }
}
