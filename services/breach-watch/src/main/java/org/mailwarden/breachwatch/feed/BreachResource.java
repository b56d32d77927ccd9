// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.search.RankedCursor;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;
import org.mailwarden.kit.web.SearchParameters;

/** The breaches in which addresses of the fleet stand, over REST. */
@Path("/api/v1/breaches")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BreachResource {

    private static final List<String> KNOWN = List.of("text", "order", "limit", "after");

    private final Breaches breaches;

    BreachResource(Breaches breaches) {
        this.breaches = breaches;
    }

    /**
     * Lists breaches. The findings about one are those with its name as {@code breach}.
     *
     * @param uri the search, whose parameters are those below and no others
     * @param text a part of the name, the title or the domain, in whatever case
     * @param order {@code accounts}, those with the most accounts of the fleet first, or {@code newest}, those that happened
     *     last first
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<Breach> list(
            @Context UriInfo uri,
            @QueryParam("text") @Nullable String text,
            @QueryParam("order") @DefaultValue("accounts") String order,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        // Refuses what is misspelt, or what no database takes.
        new SearchParameters(uri.getQueryParameters(), KNOWN);
        return breaches.list(
                text,
                SearchParameters.oneOf(
                        "order", order, Arrays.asList(Breaches.Order.values()), Breaches.Order::parameter),
                Page.limit(limit),
                after == null ? null : RankedCursor.of(after).orElseThrow(Problems::invalidAfter));
    }
}
