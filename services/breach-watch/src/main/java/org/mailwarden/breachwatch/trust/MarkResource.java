// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** What is expected of sign-ins, over REST. */
@Path("/api/v1/logins/trusted")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MarkResource {

    private final MarkRows rows;
    private final Marks marks;
    private final SecurityIdentity caller;
    private final Clock clock;

    MarkResource(MarkRows rows, Marks marks, SecurityIdentity caller, Clock clock) {
        this.rows = rows;
        this.marks = marks;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * What is to be marked.
     *
     * @param accountId for which account; absent for all
     * @param what COUNTRY, NETWORK or CLIENT
     * @param value for instance PT, AS64500, 198.18.4.0/22, Thunderbird
     * @param reason why it is expected, 1 to 500 characters
     * @param until to when, a time with its offset that has not come; absent for good
     */
    public record Marking(
            @Nullable String accountId,
            @Nullable String what,
            @Nullable String value,
            @Nullable String reason,
            @Nullable String until) {}

    /**
     * Marks something as expected; the judge goes by it at once. The same once more is the mark that stands.
     *
     * @param marking what, for whom, why and until when
     * @return the mark
     */
    @POST
    @RolesAllowed({Roles.ANALYST, Roles.ADMIN})
    public Mark add(@Nullable Marking marking) {
        Mark mark = rows.add(
                MarkRequest.read(marking, clock.instant()),
                caller.getPrincipal().getName());
        marks.look();
        return mark;
    }

    /**
     * Lists marks, the newest first.
     *
     * @param accountId only those of this account and those of all
     * @param what only those about this
     * @param removed {@code true} for those that ended or were taken back too
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<Mark> list(
            @QueryParam("accountId") @Nullable String accountId,
            @QueryParam("what") @Nullable String what,
            @QueryParam("removed") @Nullable String removed,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after) {
        return rows.list(
                MarkRequest.account(accountId),
                what == null ? null : MarkRequest.kind(what),
                MarkRequest.flag("removed", removed),
                MarkRequest.limit(limit),
                after == null ? null : MarkRequest.id(after).flatMap(rows::find).orElseThrow(Problems::invalidAfter));
    }

    /**
     * Takes a mark back; the judge goes by that at once. It stays in the list of those that were taken back.
     *
     * @param id the mark
     * @return the mark
     */
    @DELETE
    @Path("/{id}")
    @RolesAllowed({Roles.ANALYST, Roles.ADMIN})
    public Mark remove(@PathParam("id") UUID id) {
        Mark mark = rows.remove(id, caller.getPrincipal().getName()).orElseThrow(() -> Problems.notFound("mark", id));
        marks.look();
        return mark;
    }
}
