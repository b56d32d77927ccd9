// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.tuning.Detection;
import org.mailwarden.breachwatch.tuning.SettingsDocument;
import org.mailwarden.breachwatch.tuning.SettingsText;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Replays over REST. Their jobs are paused, resumed and cancelled as all jobs are. */
@Path("/api/v1/logins/replays")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReplayResource {

    private static final int LONGEST_KEY = 255;

    private final Replays replays;
    private final Detection detection;
    private final SecurityIdentity caller;
    private final Clock clock;

    ReplayResource(Replays replays, Detection detection, SecurityIdentity caller, Clock clock) {
        this.replays = replays;
        this.detection = detection;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * What is to be tried out.
     *
     * @param settings an object with what is to be other than it is; absent for nothing
     * @param from the first time whose stories are told; absent for 30 days before {@code to}
     * @param to the time that is no longer meant; absent for now
     * @param accounts the accounts that are meant, at most 1,000; absent for all
     */
    public record Asking(
            @Schema(type = SchemaType.OBJECT) @Nullable JsonNode settings,
            @Nullable String from,
            @Nullable String to,
            @Nullable List<@Nullable String> accounts) {}

    /**
     * Judges the sign-ins that are kept by other settings, and raises nothing.
     *
     * @param asking with what, and which
     * @param idempotencyKey the caller's name for this request; absent when it has none
     * @return 202 with the replay; its job says how far it is
     */
    @POST
    @RolesAllowed({Roles.ANALYST, Roles.ADMIN})
    @APIResponseSchema(value = Replay.class, responseCode = "202")
    public Response ask(@Nullable Asking asking, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_KEY)) {
            throw Problems.of(
                    400, "invalid-idempotency-key", "An Idempotency-Key has 1 to " + LONGEST_KEY + " characters.");
        }
        SettingsDocument current = detection.current().settings();
        ReplayRequest request = ReplayRequest.read(
                asking == null ? null : asking.settings(),
                asking == null ? null : asking.from(),
                asking == null ? null : asking.to(),
                asking == null ? null : asking.accounts(),
                current,
                clock.instant());
        return Response.accepted(replays.submit(
                        request,
                        SettingsText.differences(current, request.settings()),
                        caller.getPrincipal().getName(),
                        idempotencyKey))
                .build();
    }

    /**
     * Lists replays, the newest first.
     *
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Page<Replay> list(@QueryParam("limit") @Nullable String limit, @QueryParam("after") @Nullable String after) {
        return replays.list(
                limit(limit),
                after == null ? null : id(after).flatMap(replays::find).orElseThrow(Problems::invalidAfter));
    }

    /**
     * Shows a replay: what would have been raised, by kind, against what was.
     *
     * @param id the replay
     * @return how it stands
     */
    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.VIEWER)
    public Replay get(@PathParam("id") UUID id) {
        return replays.find(id).orElseThrow(() -> Problems.notFound("replay", id));
    }

    /**
     * Lists what came out of a replay, the oldest first.
     *
     * @param id the replay
     * @param outcome only SAME, ADDED or GONE
     * @param kind only this kind of finding
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @Path("/{id}/stories")
    @RolesAllowed(Roles.VIEWER)
    public Page<ReplayStory> stories(
            @PathParam("id") UUID id,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after) {
        get(id);
        return replays.stories(
                id,
                constant("outcome", outcome, ReplayStory.Outcome.values(), ReplayStory.Outcome::name),
                constant("kind", kind, FindingKind.values(), FindingKind::name),
                limit(limit),
                after);
    }

    private static <T> @Nullable T constant(String name, @Nullable String text, T[] values, Function<T, String> names) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(values)
                .filter(value -> names.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> Problems.of(
                        400,
                        "invalid-search",
                        "'" + name + "' is none of: "
                                + String.join(
                                        ", ", Arrays.stream(values).map(names).toList()) + "."));
    }

    private static int limit(@Nullable String text) {
        try {
            return Page.limit(text == null ? null : Integer.valueOf(text));
        } catch (NumberFormatException e) {
            throw Problems.of(400, "invalid-limit", "'limit' is no number.");
        }
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
