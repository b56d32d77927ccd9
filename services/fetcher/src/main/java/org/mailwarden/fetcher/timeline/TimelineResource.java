// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.timeline;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** What happened to an account, over REST. */
@Path("/api/v1/accounts/{id}/timeline")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Transactional
public class TimelineResource {

    private final Fleet fleet;
    private final Timeline timeline;

    TimelineResource(Fleet fleet, Timeline timeline) {
        this.fleet = fleet;
        this.timeline = timeline;
    }

    /**
     * Lists what happened, newest first.
     *
     * @param id the account
     * @param after cursor of the page before
     * @param limit rows on the page, 1 to 500
     * @return the page
     */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<Moment> list(
            UUID id, @QueryParam("after") @Nullable Long after, @QueryParam("limit") @Nullable Integer limit) {
        if (fleet.findByIdOptional(id).isEmpty()) {
            throw Problems.notFound("account", id);
        }
        int rows = Page.limit(limit);
        return Page.of(
                timeline.of(id, after == null ? Long.MAX_VALUE : after, rows + 1),
                rows,
                moment -> Long.toString(moment.id()));
    }
}
