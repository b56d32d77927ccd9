// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Roles;

/** Says over REST that what a finding about sign-ins tells was expected. */
@Path("/api/v1/findings/{id}/expected")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ExpectedResource {

    private final ExpectedFindings expected;
    private final Marks marks;
    private final SecurityIdentity caller;
    private final Clock clock;

    ExpectedResource(ExpectedFindings expected, Marks marks, SecurityIdentity caller, Clock clock) {
        this.expected = expected;
        this.marks = marks;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * What of a finding was expected.
     *
     * @param what COUNTRY, NETWORK or CLIENT, one that silences findings of this kind
     * @param value which; may be absent when the sign-ins of the finding have one alone
     * @param reason why it was expected, 1 to 500 characters
     * @param until to when, a time with its offset that has not come; absent for good
     */
    public record Expecting(
            @Nullable String what,
            @Nullable String value,
            @Nullable String reason,
            @Nullable String until) {}

    /**
     * Lists what could be marked to silence the finding: countries, networks or clients of the sign-ins it is about.
     *
     * @param id the finding
     * @return what there is, the newest first
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public List<MarkValue> choices(@PathParam("id") UUID id) {
        return expected.choices(id);
    }

    /**
     * Marks a country, network or client of the finding's account as expected, and closes the finding as FALSE_POSITIVE.
     *
     * @param id the finding
     * @param expecting what, why and until when
     * @return the mark; the judge goes by it at once
     */
    @POST
    @RolesAllowed({Roles.ANALYST, Roles.ADMIN})
    public Mark mark(@PathParam("id") UUID id, @Nullable Expecting expecting) {
        MarkKind kind = MarkRequest.kind(expecting == null ? null : expecting.what());
        String reason = MarkRequest.reason(expecting == null ? null : expecting.reason());
        String value = expecting == null ? null : expecting.value();
        Mark mark = expected.mark(
                id,
                kind,
                value == null ? null : MarkRequest.value(kind, value),
                reason,
                MarkRequest.until(expecting == null ? null : expecting.until(), clock.instant()),
                caller.getPrincipal().getName());
        marks.look();
        return mark;
    }
}
