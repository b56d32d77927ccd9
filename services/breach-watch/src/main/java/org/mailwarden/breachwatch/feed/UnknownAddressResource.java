// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.export.ExportedFile;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Roles;
import org.mailwarden.kit.web.SearchParameters;

/** Leaked addresses at the organisation's own domains that belong to no account, over REST. */
@Path("/api/v1/feeds/unknown-addresses")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class UnknownAddressResource {

    private static final List<Export.Column<UnknownAddresses.UnknownAddress>> COLUMNS = List.of(
            new Export.Column<>("address", UnknownAddresses.UnknownAddress::address),
            new Export.Column<>("feedId", UnknownAddresses.UnknownAddress::feedId),
            new Export.Column<>("sightings", UnknownAddresses.UnknownAddress::sightings),
            new Export.Column<>("firstSeenAt", UnknownAddresses.UnknownAddress::firstSeenAt),
            new Export.Column<>("lastSeenAt", UnknownAddresses.UnknownAddress::lastSeenAt));

    private final UnknownAddresses addresses;
    private final Export<UnknownAddresses.UnknownAddress> export;
    private final Clock clock;

    UnknownAddressResource(UnknownAddresses addresses, ObjectMapper json, Clock clock) {
        this.addresses = addresses;
        this.export = new Export<>(json, COLUMNS);
        this.clock = clock;
    }

    /**
     * Lists them by address.
     *
     * @param feeds only what one of these feeds said; of all when there is none
     * @param text a part of the address, in whatever case
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<UnknownAddresses.UnknownAddress> list(
            @QueryParam("feedId") Set<String> feeds,
            @QueryParam("text") @Nullable String text,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        return addresses.list(new UnknownAddresses.Filter(feeds, text), Page.limit(limit), after);
    }

    /**
     * Counts them by what they can be searched by.
     *
     * @param feeds only what one of these feeds said; of all when there is none
     * @param text a part of the address, in whatever case
     * @return the counts
     */
    @GET
    @Path("/facets")
    @RolesAllowed(Roles.VIEWER)
    public UnknownAddresses.Facets facets(
            @QueryParam("feedId") Set<String> feeds, @QueryParam("text") @Nullable String text) {
        return addresses.facets(new UnknownAddresses.Filter(feeds, text));
    }

    /**
     * Exports them by address, without end.
     *
     * @param feeds only what one of these feeds said; of all when there is none
     * @param text a part of the address, in whatever case
     * @param format {@code csv}, {@code json} or {@code ndjson}
     * @return the file. One that breaks off ends its connection without a last chunk (RFC 9112, 7.1)
     */
    @GET
    @Path("/export")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed(Roles.VIEWER)
    public Response export(
            @QueryParam("feedId") Set<String> feeds,
            @QueryParam("text") @Nullable String text,
            @QueryParam("format") @Nullable String format) {
        Export.Format as = SearchParameters.format(format);
        UnknownAddresses.Filter filter = new UnknownAddresses.Filter(feeds, text);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return ExportedFile.of(
                export.of(
                        addresses.list(filter, Export.PAGE, null),
                        last -> addresses.list(filter, Export.PAGE, UnknownAddresses.cursor(last)),
                        as),
                as,
                "unknown-addresses-" + today);
    }
}
