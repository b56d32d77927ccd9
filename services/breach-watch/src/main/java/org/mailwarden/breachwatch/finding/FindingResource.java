// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.export.ExportedFile;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/**
 * Findings to read over REST. Other services read here before they act on an event.
 *
 * <p>A search has the parameters {@code kind}, {@code state}, {@code severity}, {@code closedAs}, {@code owner},
 * {@code assignee}, {@code source}, {@code breach}, {@code accountId}, {@code inResponse}, {@code raisedFrom}, {@code raisedTo} and
 * {@code text}. Those before {@code inResponse} may be repeated: any of their values, and all of the parameters, must fit. An empty {@code owner} or
 * {@code assignee} means findings without one. A parameter or value that is not known is a problem, 400.
 */
@Path("/api/v1/findings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FindingResource {

    private final FindingLookup lookup;
    private final FindingGroups groups;
    private final FindingExport export;
    private final Clock clock;

    FindingResource(FindingLookup lookup, FindingGroups groups, FindingExport export, Clock clock) {
        this.lookup = lookup;
        this.groups = groups;
        this.export = export;
        this.clock = clock;
    }

    /**
     * Lists findings: {@code order} is {@code newest}, as it is without, or {@code severity}, the gravest first;
     * {@code limit} is 1 to 500 rows on the page; {@code after} is the page's cursor.
     *
     * @param uri the search
     * @return the page; the header {@code Link} leads to the next one
     */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<Finding> list(@Context UriInfo uri) {
        FindingParameters asked = new FindingParameters(uri.getQueryParameters(), "order", "limit", "after");
        FindingOrder order = asked.order();
        return lookup.list(asked.filter(), order, asked.limit(), asked.after(order));
    }

    /**
     * Counts findings by what they can be searched by.
     *
     * @param uri the search
     * @return the counts of the findings that fit all of it
     */
    @GET
    @Path("/facets")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public FindingLookup.Facets facets(@Context UriInfo uri) {
        return lookup.facets(new FindingParameters(uri.getQueryParameters()).filter());
    }

    /**
     * Lists findings put together by what they have in common: {@code by} is {@code account}, in the order of the first finding
     * of each as {@code order} says it, or {@code breach}, those with the most findings first. {@code limit} and {@code after}
     * are as in the list of findings.
     *
     * @param uri the search
     * @return the page of groups
     */
    @GET
    @Path("/groups")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Page<FindingGroup> groups(@Context UriInfo uri) {
        FindingParameters asked = new FindingParameters(uri.getQueryParameters(), "by", "order", "limit", "after");
        FindingOrder order = asked.order();
        return switch (asked.grouping()) {
            case ACCOUNT -> groups.byAccount(asked.filter(), order, asked.limit(), asked.after(order));
            case BREACH -> groups.byBreach(asked.filter(), asked.limit(), asked.afterBreach());
        };
    }

    /**
     * Exports findings, newest first, without end: {@code format} is {@code csv}, {@code json} or {@code ndjson}.
     *
     * @param uri the search and the format
     * @return the file. One that breaks off ends its connection without a last chunk (RFC 9112, 7.1)
     */
    @GET
    @Path("/export")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed(Roles.VIEWER)
    public Response export(@Context UriInfo uri) {
        FindingParameters asked = new FindingParameters(uri.getQueryParameters(), "format");
        Export.Format format = asked.format();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return ExportedFile.of(export.of(asked.filter(), format), format, "findings-" + today);
    }

    /**
     * Shows a finding.
     *
     * @param id the finding
     * @return its snapshot
     */
    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Finding get(@PathParam("id") UUID id) {
        return lookup.find(id).orElseThrow(() -> Problems.notFound("finding", id));
    }

    /**
     * Explains a finding.
     *
     * @param id the finding
     * @return why it stands and what to do
     */
    @GET
    @Path("/{id}/explain")
    @RolesAllowed({Roles.VIEWER, Roles.SERVICE})
    public Explanation explain(@PathParam("id") UUID id) {
        return lookup.explain(id).orElseThrow(() -> Problems.notFound("finding", id));
    }
}
