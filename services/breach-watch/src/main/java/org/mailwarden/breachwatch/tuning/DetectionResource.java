// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** What detectors of sign-ins go by, over REST. */
@Path("/api/v1/logins/settings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DetectionResource {

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");
    private static final int LONGEST_REASON = 500;

    private final Detection detection;
    private final SecurityIdentity caller;

    DetectionResource(Detection detection, SecurityIdentity caller) {
        this.detection = detection;
        this.caller = caller;
    }

    /**
     * What is to be changed.
     *
     * @param settings an object with what is to be other; what is left out stays, {@code null} goes back to the default
     * @param reason why, 1 to 500 characters
     */
    public record Changing(
            @Schema(type = SchemaType.OBJECT) @Nullable JsonNode settings,
            @Nullable String reason) {}

    /**
     * Shows the settings that hold.
     *
     * @return them, with their version as {@code ETag}
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    @APIResponseSchema(value = SettingsVersion.class, responseCode = "200")
    public Response get() {
        return shown(detection.current());
    }

    /**
     * Lists every version, the newest first: who changed what, and why.
     *
     * @param limit rows on the page, 1 to 500
     * @param after the page's cursor
     * @return the page
     */
    @GET
    @Path("/versions")
    @RolesAllowed(Roles.VIEWER)
    public Page<SettingsVersion> versions(
            @QueryParam("limit") @Nullable String limit, @QueryParam("after") @Nullable String after) {
        try {
            return detection.history(
                    Page.limit(limit == null ? null : Integer.valueOf(limit)),
                    after == null ? Long.MAX_VALUE : Long.parseLong(after));
        } catch (NumberFormatException e) {
            throw Problems.of(
                    400, "invalid-page", "'limit' is a number, and 'after' is taken from 'next' of the page before.");
        }
    }

    /**
     * Shows a version.
     *
     * @param version 0 for what holds where nobody set anything
     * @return the settings
     */
    @GET
    @Path("/versions/{version}")
    @RolesAllowed(Roles.VIEWER)
    public SettingsVersion version(@PathParam("version") long version) {
        return detection.version(version).orElseThrow(() -> Problems.notFound("version", version));
    }

    /**
     * Changes the settings; the judge goes by them at once.
     *
     * @param changing what is to be other, and why
     * @param seen the {@code ETag} of the settings that were looked at
     * @return the settings that hold now
     */
    @PUT
    @RolesAllowed(Roles.ADMIN)
    @APIResponseSchema(value = SettingsVersion.class, responseCode = "200")
    public Response put(@Nullable Changing changing, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String seen) {
        long version = version(seen);
        String reason = reason(changing == null ? null : changing.reason());
        SettingsDocument settings = settings(version, changing == null ? null : changing.settings());
        return switch (detection.change(
                version, settings, reason, caller.getPrincipal().getName())) {
            case Detection.Change.Made(SettingsVersion now) -> shown(now);
            case Detection.Change.Overtaken(SettingsVersion now) -> throw overtaken(now.version());
        };
    }

    private SettingsDocument settings(long version, @Nullable JsonNode changes) {
        SettingsVersion before = detection
                .version(version)
                .orElseThrow(() -> overtaken(detection.current().version()));
        try {
            return SettingsText.changed(before.settings(), changes);
        } catch (IllegalArgumentException e) {
            throw Problems.of(400, "invalid-settings", String.valueOf(e.getMessage()));
        }
    }

    private static RuntimeException overtaken(long now) {
        return Problems.of(
                412,
                "settings-changed",
                "The settings were changed meanwhile; they are version " + now
                        + " now. Look at them again (GET logins/settings), then change them with that version's ETag.");
    }

    private static long version(@Nullable String tag) {
        Matcher matcher = TAG.matcher(tag == null ? "" : tag.strip());
        if (!matcher.matches()) {
            throw Problems.of(
                    428,
                    "version-missing",
                    "Say which settings you looked at, so that nobody's change is lost: send the ETag of GET logins/settings as"
                            + " If-Match, for instance If-Match: \"3\".");
        }
        return Long.parseLong(matcher.group(1));
    }

    private static String reason(@Nullable String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty()
                || text.length() > LONGEST_REASON
                || text.codePoints()
                        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw Problems.of(
                    400,
                    "reason-missing",
                    "Say why in 1 to " + LONGEST_REASON
                            + " characters of one line: {\"settings\": {...}, \"reason\": \"...\"}.");
        }
        return text;
    }

    private static Response shown(SettingsVersion version) {
        return Response.ok(version)
                .header(HttpHeaders.ETAG, "\"" + version.version() + "\"")
                .build();
    }
}
