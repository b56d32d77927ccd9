// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Date;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;
import org.mailwarden.kit.web.SeenVersion;

/** Feeds over REST: how they are configured. */
@Path("/api/v1/feeds")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FeedResource {

    private final Feeds feeds;
    private final FeedKinds kinds;

    FeedResource(Feeds feeds, FeedKinds kinds) {
        this.feeds = feeds;
        this.kinds = kinds;
    }

    /**
     * A kind of feed.
     *
     * @param kind its name
     * @param description what it brings
     * @param settings what can be configured
     */
    public record Offer(FeedKind kind, String description, List<FeedSetting> settings) {}

    /**
     * How far what a feed finds goes by itself.
     *
     * @param mode OBSERVE, PROPOSE or AUTO
     * @param reason why; needed to end the observing of a new feed early
     */
    public record ModeRequest(
            @Nullable FeedMode mode, @Nullable String reason) {}

    /**
     * Lists the feeds.
     *
     * @return all of them, by id
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<Feeds.View> list() {
        return new Page<>(feeds.list(), null);
    }

    /**
     * Lists the kinds of feed that can be created, and what each needs.
     *
     * @return all of them
     */
    @GET
    @Path("/kinds")
    @RolesAllowed(Roles.VIEWER)
    public Page<Offer> kinds() {
        return new Page<>(
                kinds.all().stream()
                        .map(feed -> new Offer(feed.kind(), feed.description(), feed.settings()))
                        .toList(),
                null);
    }

    /**
     * Adds a feed. It is observed for its first three imports.
     *
     * @param draft how it is to be
     * @return 201 with the feed and where it is
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = Feeds.View.class, responseCode = "201")
    public Response create(@Nullable FeedDraft draft) {
        try (FeedDraft given = given(draft)) {
            Feeds.View feed = done("", feeds.create(given)).feed();
            return Response.created(URI.create("/api/v1/feeds/" + feed.id()))
                    .entity(feed)
                    .build();
        }
    }

    /**
     * Shows a feed; never its secrets.
     *
     * @param id the feed
     * @return how it is; the header {@code ETag} names this version of it, {@code Last-Modified} says when somebody last
     *     changed anything of it, also that it rests or is trusted
     */
    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.VIEWER)
    @APIResponseSchema(value = Feeds.View.class, responseCode = "200")
    public Response get(@PathParam("id") String id) {
        return shown(feeds.find(id).orElseThrow(() -> Problems.notFound("feed", id)));
    }

    /**
     * Changes a feed. What is left out stays.
     *
     * @param id the feed
     * @param draft how it is to be
     * @param ifMatch the {@code ETag} of the version that it is written over: when there is another by now, nothing is written
     *     and the answer is a problem, 412; without it whatever there is is overwritten
     * @return how it is now, with the headers that it is read with
     */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = Feeds.View.class, responseCode = "200")
    public Response replace(
            @PathParam("id") String id,
            @Nullable FeedDraft draft,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        try (FeedDraft given = given(draft)) {
            return shown(done(id, feeds.replace(id, given, new SeenVersion(ifMatch, null))));
        }
    }

    /**
     * Removes a feed and what it holds; findings that were raised stay.
     *
     * @param id the feed
     */
    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.ADMIN)
    public void remove(@PathParam("id") String id) {
        done(id, feeds.remove(id));
    }

    /**
     * Pauses a feed.
     *
     * @param id the feed
     * @return how it is now
     */
    @POST
    @Path("/{id}/pause")
    @RolesAllowed(Roles.ADMIN)
    public Feeds.View pause(@PathParam("id") String id) {
        return done(id, feeds.pause(id, true)).feed();
    }

    /**
     * Lets a feed go on.
     *
     * @param id the feed
     * @return how it is now
     */
    @POST
    @Path("/{id}/resume")
    @RolesAllowed(Roles.ADMIN)
    public Feeds.View resume(@PathParam("id") String id) {
        return done(id, feeds.pause(id, false)).feed();
    }

    /**
     * Sets how far what a feed finds goes by itself, and lets go what waited for that.
     *
     * @param id the feed
     * @param request the mode, and why
     * @return how it is now
     */
    @POST
    @Path("/{id}/mode")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    public Feeds.View mode(@PathParam("id") String id, @Nullable ModeRequest request) {
        if (request == null || request.mode() == null) {
            throw Problems.of(400, "mode-missing", "Give the mode: {\"mode\": \"OBSERVE\", \"PROPOSE\" or \"AUTO\"}.");
        }
        return done(id, feeds.mode(id, request.mode(), request.reason())).feed();
    }

    private static FeedDraft given(@Nullable FeedDraft draft) {
        if (draft == null) {
            throw Problems.of(
                    400, "feed-invalid", "Give the feed as JSON. GET /api/v1/feeds/kinds says what each kind needs.");
        }
        return draft;
    }

    private static Response shown(Feeds.Kept kept) {
        return Response.ok(kept.feed())
                .tag(kept.tag())
                .lastModified(Date.from(kept.changedAt()))
                .build();
    }

    private static Feeds.Kept done(String id, Feeds.Change change) {
        return switch (change) {
            case Feeds.Change.Done(Feeds.Kept kept) -> kept;
            case Feeds.Change.NoSuchFeed() -> throw Problems.notFound("feed", id);
            case Feeds.Change.Refused(String code, String sentence) ->
                throw Problems.of(code.equals("feed-invalid") ? 422 : 409, code, sentence);
        };
    }
}
