// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.quarantine;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Quarantined messages over REST. */
@Path("/api/v1/accounts/{id}/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class QuarantineResource {

    private final Fleet fleet;
    private final Quarantine quarantine;

    QuarantineResource(Fleet fleet, Quarantine quarantine) {
        this.fleet = fleet;
        this.quarantine = quarantine;
    }

    /** Lists the messages of an account of which only part could be read, newest first. */
    @GET
    @RolesAllowed({Roles.ANALYST, Roles.ADMIN})
    public Page<QuarantineView> list(
            UUID id, @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        if (fleet.findByIdOptional(id).isEmpty()) {
            throw Problems.notFound("account", id);
        }
        if (after != null && !after.matches("\\d{1,18}")) {
            throw Problems.invalidAfter();
        }
        int rows = Page.limit(limit);
        List<Quarantine.Row> found = quarantine.of(id, after == null ? null : Long.valueOf(after), rows + 1);
        Page<Quarantine.Row> page = Page.of(found, rows, row -> Long.toString(row.id()));
        return new Page<>(
                page.items().stream()
                        .map(Quarantine.Row::message)
                        .map(QuarantineView::of)
                        .toList(),
                page.next());
    }
}
