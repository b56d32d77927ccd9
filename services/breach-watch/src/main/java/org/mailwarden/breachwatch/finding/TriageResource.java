// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.kit.search.Moments;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** What people do with findings, over REST. What was done already is answered as it stands. */
@Path("/api/v1/findings/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TriageResource {

    private static final List<Disposition> VERDICTS =
            List.of(Disposition.TRUE_POSITIVE, Disposition.FALSE_POSITIVE, Disposition.ACCEPTED);
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_COMMENT = 2_000;
    private static final int LONGEST_NAME = 255;

    private final Triage triage;
    private final FindingLookup lookup;
    private final SecurityIdentity caller;
    private final Clock clock;

    TriageResource(Triage triage, FindingLookup lookup, SecurityIdentity caller, Clock clock) {
        this.triage = triage;
        this.lookup = lookup;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * As what a person closes a finding, and why.
     *
     * @param as TRUE_POSITIVE, FALSE_POSITIVE or ACCEPTED
     * @param reason plain words, 1 to 500 characters
     * @param until with ACCEPTED: the last day (UTC) for which it is accepted; absent for good
     */
    public record Closing(
            @Nullable String as,
            @Nullable String reason,
            @Nullable String until) {}

    /**
     * Who is to look after a finding.
     *
     * @param to user name of 1 to 255 characters, or null for nobody; absent is refused
     */
    public record Assignment(
            @Schema(type = SchemaType.STRING, nullable = true, required = true) @Nullable
            JsonNode to) {}

    /**
     * What a person writes about a finding.
     *
     * @param text plain text, 1 to 2,000 characters
     */
    public record Comment(@Nullable String text) {}

    /**
     * Why a person opens a finding again.
     *
     * @param reason plain words, 1 to 500 characters
     */
    public record Reopened(@Nullable String reason) {}

    /**
     * Closes a finding.
     *
     * @param id the finding
     * @param closing as what, and why
     * @return its snapshot
     */
    @POST
    @Path("/close")
    @RolesAllowed(Roles.ANALYST)
    public Finding close(@PathParam("id") UUID id, @Nullable Closing closing) {
        Disposition as = verdict(closing == null ? null : closing.as());
        String reason = reason(closing == null ? null : closing.reason());
        LocalDate until = closing == null ? null : until(as, closing.until());
        triage.close(id, new Triage.Verdict(as, reason, until), person());
        return shown(id);
    }

    /**
     * Opens a closed finding again.
     *
     * @param id the finding
     * @param reopened why
     * @return its snapshot
     */
    @POST
    @Path("/reopen")
    @RolesAllowed(Roles.ANALYST)
    public Finding reopen(@PathParam("id") UUID id, @Nullable Reopened reopened) {
        triage.reopen(id, reason(reopened == null ? null : reopened.reason()), person());
        return shown(id);
    }

    /**
     * Gives a finding to somebody, or to nobody.
     *
     * @param id the finding
     * @param assignment to whom
     * @return its snapshot
     */
    @POST
    @Path("/assign")
    @RolesAllowed(Roles.ANALYST)
    public Finding assign(@PathParam("id") UUID id, @Nullable Assignment assignment) {
        triage.assign(id, assignee(assignment), person());
        return shown(id);
    }

    /**
     * Comments on a finding.
     *
     * @param id the finding
     * @param comment the comment
     * @param idempotencyKey the caller's name for this request; without one, the same comment twice in a row is one
     * @return the finding explained; the comment stands in its history
     */
    @POST
    @Path("/comments")
    @RolesAllowed(Roles.ANALYST)
    public Explanation comment(
            @PathParam("id") UUID id,
            @Nullable Comment comment,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) {
        String text = plain(
                comment == null ? null : comment.text(),
                LONGEST_COMMENT,
                "comment-missing",
                "Write 1 to " + LONGEST_COMMENT + " characters of plain text: {\"text\": \"...\"}.");
        String key = idempotencyKey == null
                ? null
                : plain(
                        idempotencyKey,
                        LONGEST_NAME,
                        "invalid-idempotency-key",
                        "An Idempotency-Key has 1 to " + LONGEST_NAME + " characters.");
        triage.comment(id, text, key, person());
        return lookup.explain(id).orElseThrow(() -> Problems.notFound("finding", id));
    }

    private static Disposition verdict(@Nullable String as) {
        return VERDICTS.stream()
                .filter(verdict -> verdict.name().equals(as))
                .findFirst()
                .orElseThrow(() -> Problems.of(
                        400,
                        "verdict-missing",
                        "Say as what you close it, {\"as\": \"...\", \"reason\": \"...\"}: TRUE_POSITIVE when it was"
                                + " right and is dealt with, FALSE_POSITIVE when it was wrong, ACCEPTED when it is right"
                                + " and borne."));
    }

    private static String reason(@Nullable String reason) {
        return plain(
                reason,
                LONGEST_REASON,
                "reason-missing",
                "Say why in 1 to " + LONGEST_REASON + " characters of plain text: {\"reason\": \"...\"}.");
    }

    private @Nullable LocalDate until(Disposition as, @Nullable String until) {
        if (until == null) {
            return null;
        }
        if (as != Disposition.ACCEPTED) {
            throw Problems.of(
                    400, "invalid-until", "Only what is ACCEPTED has an 'until'. Leave it out, or close as ACCEPTED.");
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return Moments.day(until)
                .filter(day -> !day.isBefore(today))
                .orElseThrow(() -> Problems.of(
                        400,
                        "invalid-until",
                        "'until' is the last day for which it is accepted, as " + today
                                + ", today (UTC) or later. Leave it out to accept it for good."));
    }

    private static @Nullable String assignee(@Nullable Assignment assignment) {
        JsonNode to = assignment == null ? null : assignment.to();
        if (to != null && to.isNull()) {
            return null;
        }
        String name = to == null || !to.isTextual() ? "" : to.textValue().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || !PlainText.isName(name)) {
            throw Problems.of(
                    400,
                    "assignee-missing",
                    "Say to whom: {\"to\": \"user name\"}, of 1 to " + LONGEST_NAME
                            + " characters, or {\"to\": null} for nobody.");
        }
        return name;
    }

    private static String plain(@Nullable String text, int longest, String code, String sentence) {
        String stripped = text == null ? "" : text.strip();
        if (stripped.isEmpty() || stripped.length() > longest || !PlainText.isPlain(stripped)) {
            throw Problems.of(400, code, sentence);
        }
        return stripped;
    }

    private String person() {
        return caller.getPrincipal().getName();
    }

    private Finding shown(UUID id) {
        return lookup.find(id).orElseThrow(() -> Problems.notFound("finding", id));
    }
}
