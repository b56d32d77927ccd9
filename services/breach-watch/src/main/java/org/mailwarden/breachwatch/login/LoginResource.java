// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.login.history.Devices;
import org.mailwarden.breachwatch.login.history.LoginHistory;
import org.mailwarden.breachwatch.login.history.LoginMap;
import org.mailwarden.breachwatch.login.history.LoginSearch;
import org.mailwarden.breachwatch.login.history.LoginView;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.export.ExportedFile;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;
import org.mailwarden.kit.web.SearchParameters;

/**
 * The history of sign-ins, and the door for programs that report some.
 *
 * <p>A search has the parameters {@code accountId}, {@code username}, {@code source} (several are any of them),
 * {@code reporter}, {@code protocol},
 * {@code address} (an address, or a network such as {@code 203.0.113.0/24}), {@code country}, {@code network} (an autonomous
 * system such as {@code AS64500}, or addresses), {@code mark}, {@code client}, {@code sessionId}, {@code succeeded},
 * {@code failure}, {@code answer}, {@code retired}, {@code kind} (of a finding), {@code from} and {@code to}; {@code limit} is
 * 1 to 500 rows on the page, {@code after} is the page's cursor. All of them must fit. A parameter or value that is not known is a
 * problem, 400.
 */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LoginResource {

    private static final Logger LOG = Logger.getLogger(LoginResource.class);
    private static final int MOST = 1_000;

    private final LoginSearch search;
    private final PostedLogins posted;
    private final SourceLog sources;
    private final LoginMap map;
    private final Devices devices;
    private final LoginHistory history;
    private final SecurityIdentity identity;

    LoginResource(
            LoginSearch search,
            PostedLogins posted,
            SourceLog sources,
            LoginMap map,
            Devices devices,
            LoginHistory history,
            SecurityIdentity identity) {
        this.search = search;
        this.map = map;
        this.devices = devices;
        this.history = history;
        this.posted = posted;
        this.sources = sources;
        this.identity = identity;
    }

    /**
     * Sign-ins to take.
     *
     * @param logins 1 to 1,000 of them
     */
    public record Posted(@Nullable List<@Nullable ReportedLogin> logins) {}

    /**
     * Lists sign-ins, the newest first.
     *
     * @param uri the search
     * @return the page; the header {@code Link} leads to the next one
     */
    @GET
    @Path("/logins")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<LoginView> list(@Context UriInfo uri) {
        return search.list(uri.getQueryParameters(), null);
    }

    /**
     * Lists sign-ins to one account, the newest first.
     *
     * @param id the account
     * @param uri the search
     * @return the page
     */
    @GET
    @Path("/accounts/{id}/logins")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<LoginView> ofAccount(@PathParam("id") UUID id, @Context UriInfo uri) {
        return search.list(uri.getQueryParameters(), id);
    }

    /**
     * Exports sign-ins, the newest first, without end: {@code format} is {@code csv}, {@code json} or {@code ndjson}.
     *
     * @param uri the search and the format
     * @return the file. One that breaks off ends its connection without a last chunk (RFC 9112, 7.1)
     */
    @GET
    @Path("/logins/export")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed(Roles.VIEWER)
    public Response export(@Context UriInfo uri) {
        Export.Format format = SearchParameters.format(uri.getQueryParameters().getFirst("format"));
        return ExportedFile.of(search.export(uri.getQueryParameters(), null, format), format, "logins");
    }

    /**
     * Counts sign-ins by the places they came from, for a map; without {@code from} those of the last seven days.
     *
     * @param uri the search
     * @return the counts
     */
    @GET
    @Path("/logins/map")
    @RolesAllowed(Roles.VIEWER)
    public LoginMap.Counts map(@Context UriInfo uri) {
        return map.count(uri.getQueryParameters());
    }

    /**
     * Lists the clients and networks that opened an account, as far as the sources tell.
     *
     * @param id the account
     * @return clients with their networks
     */
    @GET
    @Path("/accounts/{id}/devices")
    @RolesAllowed(Roles.VIEWER)
    public Devices.Seen devices(@PathParam("id") UUID id) {
        return devices.of(id);
    }

    /** Says how long sign-ins are kept, and how many there are. */
    @GET
    @Path("/logins/retention")
    @RolesAllowed(Roles.VIEWER)
    public LoginHistory.Retention retention() {
        return history.retention();
    }

    /** Lists who reports sign-ins, with silence and gaps. */
    @GET
    @Path("/logins/sources")
    @RolesAllowed(Roles.VIEWER)
    public List<SourceLog.State> sources() {
        return sources.all();
    }

    /**
     * Takes sign-ins of another system. Those that were sent before are told once.
     *
     * @param body the sign-ins
     * @return how many were taken, and what is wrong with the others
     */
    @POST
    @Path("/logins")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.SERVICE, Roles.ADMIN})
    public PostedLogins.Result post(@Nullable Posted body) {
        List<@Nullable ReportedLogin> logins = body == null ? null : body.logins();
        if (logins == null || logins.isEmpty() || logins.size() > MOST) {
            throw Problems.of(
                    400,
                    "logins-missing",
                    "Send 1 to " + MOST + " sign-ins: {\"logins\": [{\"id\": \"…\", \"username\": \"…\", \"succeeded\":"
                            + " true, \"occurredAt\": \"2026-01-31T12:00:00Z\"}]}.");
        }
        try {
            return posted.take(logins, identity.getPrincipal().getName());
        } catch (RuntimeException away) {
            LOG.warnf("Posted sign-ins were not taken: %s", away.getClass().getSimpleName());
            throw Problems.of(503, "broker-away", "Kafka did not take the sign-ins. Send them again a little later.");
        }
    }
}
