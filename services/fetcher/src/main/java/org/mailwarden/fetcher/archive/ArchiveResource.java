// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.archive.ArchiveIndex.Entry;
import org.mailwarden.fetcher.archive.ArchiveIndex.Reading;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Raw messages over REST, and who read them. */
@Path("/api/v1/accounts")
@RunOnVirtualThread
public class ArchiveResource {

    private final Archive archive;
    private final ArchiveIndex index;
    private final SecurityIdentity caller;
    private final Clock clock;

    ArchiveResource(Archive archive, ArchiveIndex index, SecurityIdentity caller, Clock clock) {
        this.archive = archive;
        this.index = index;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Gives a message as it came. Written down before the first byte is given.
     *
     * @param id the account
     * @param fingerprint the message, as in MessageReceived
     * @param sha256 which one, when several have this fingerprint
     * @return the message
     */
    @GET
    @Path("/{id}/messages/{fingerprint}/raw")
    @Produces({"message/rfc822", MediaType.APPLICATION_JSON})
    @RolesAllowed(Roles.ADMIN)
    public Response raw(UUID id, String fingerprint, @QueryParam("sha256") @Nullable String sha256) {
        List<Entry> found = archive.find(id, fingerprint).stream()
                .filter(entry -> sha256 == null || entry.sha256().equals(sha256))
                .toList();
        if (found.isEmpty()) {
            throw absent();
        }
        if (found.size() > 1) {
            throw Problems.of(
                    409,
                    "several-messages",
                    "Several messages have this fingerprint. Say which with ?sha256= and one of "
                            + String.join(
                                    ", ", found.stream().map(Entry::sha256).toList()) + ".");
        }
        Entry entry = found.getFirst();
        index.read(entry, caller.getPrincipal().getName(), clock.instant());
        InputStream message;
        try {
            message = archive.open(entry).orElseThrow(ArchiveResource::absent);
        } catch (ArchiveFault fault) {
            throw Problems.of(503, "archive-unavailable", String.valueOf(fault.getMessage()));
        }
        return Response.ok(message, "message/rfc822")
                .header("Content-Length", entry.size())
                .header("Content-Disposition", "attachment; filename=\"" + entry.sha256() + ".eml\"")
                // A mail is whatever its sender wanted: no browser is to show it, run it, or keep it.
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cache-Control", "no-store")
                .build();
    }

    private static io.quarkiverse.resteasy.problem.HttpProblem absent() {
        return Problems.of(
                404,
                "not-archived",
                "The archive holds no such message. It keeps messages of accounts with DELETE_AFTER_DAYS, or of all with"
                        + " mailwarden.fetcher.archive.every-account, until their retention ends.");
    }

    /**
     * Lists who read which message, newest first.
     *
     * @param after cursor of the page before
     * @param limit rows on the page, 1 to 500
     * @return the page
     */
    @GET
    @Path("/archive/readings")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.AUDITOR)
    public Page<Reading> readings(
            @QueryParam("after") @Nullable Long after, @QueryParam("limit") @Nullable Integer limit) {
        int rows = Page.limit(limit);
        return Page.of(
                index.readings(after == null ? Long.MAX_VALUE : after, rows + 1),
                rows,
                reading -> Long.toString(reading.id()));
    }
}
