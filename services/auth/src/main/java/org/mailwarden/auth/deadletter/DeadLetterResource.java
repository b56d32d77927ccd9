// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.ledger.RecordsRefusals;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;
import org.mailwarden.kit.web.Roles;

/** Dead letters over REST. Of what they carry nothing is shown that could be a secret. */
@Path("/api/v1/dead-letters")
@RunOnVirtualThread
@RolesAllowed(Roles.ADMIN)
public class DeadLetterResource {

    private static final int LONGEST_REASON = 500;

    /** A record may have 64 KiB. */
    private static final int MOST = 100;

    private final DeadLetters letters;

    DeadLetterResource(DeadLetters letters) {
        this.letters = letters;
    }

    /**
     * How many records lie on a dead-letter topic.
     *
     * @param topic its name
     * @param count how many
     */
    public record TopicCount(String topic, long count) {}

    /**
     * How many records there are.
     *
     * @param total on all topics
     * @param topics on each, with those that have none
     */
    public record Counts(long total, List<TopicCount> topics) {}

    /**
     * What is wanted of a dead letter.
     *
     * @param reason why, at most 500 characters
     * @param again id of its last replay, when it is to be sent once more; absent for the first time
     */
    public record ReplayRequest(
            @Nullable String reason, @Nullable UUID again) {}

    /**
     * Counts records.
     *
     * @return how many lie on each topic
     */
    @GET
    @Path("counts")
    public Counts counts() {
        List<TopicCount> topics = letters.counts().entrySet().stream()
                .map(topic -> new TopicCount(topic.getKey(), topic.getValue()))
                .toList();
        return new Counts(topics.stream().mapToLong(TopicCount::count).sum(), topics);
    }

    /**
     * Lists records by topic and partition, the newest of each partition first.
     *
     * @param topic one dead-letter topic; all without it
     * @param limit rows on the page, at most 100
     * @param after id of the last record seen
     * @return the page
     */
    @GET
    public Page<DeadLetter> list(
            @QueryParam("topic") @Nullable String topic,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        if (topic != null && !DeadLetterTopics.isOne(topic)) {
            throw Problems.of(
                    400,
                    "topic-unknown",
                    "'topic' is no dead-letter topic. GET /api/v1/dead-letters/counts lists them.");
        }
        int rows = Math.min(Page.limit(limit), MOST);
        DeadLetterPlace last =
                after == null ? null : DeadLetterPlace.parse(after).orElseThrow(Problems::invalidAfter);
        return Page.of(letters.list(topic, last, rows + 1), rows, DeadLetter::id);
    }

    /**
     * Shows a record: of its value the ids, times, numbers and constants that the contract of its event knows.
     *
     * @param topic where it lies
     * @param partition where it lies
     * @param offset where it lies
     * @return the record
     */
    @GET
    @Path("{topic}/{partition}/{offset}")
    public DeadLetters.Opened open(
            @PathParam("topic") String topic,
            @PathParam("partition") String partition,
            @PathParam("offset") String offset) {
        return letters.open(place(topic, partition, offset));
    }

    /**
     * Sends a record to the topic from which it came, with its key and value as they are. Who has handled the event before
     * does nothing.
     *
     * @param topic where it lies
     * @param partition where it lies
     * @param offset where it lies
     * @param request why
     * @param caller who
     * @return the record, with the replay
     */
    @POST
    @Path("{topic}/{partition}/{offset}/replay")
    @RecordsRefusals("dead-letter.replay")
    public DeadLetter replay(
            @PathParam("topic") String topic,
            @PathParam("partition") String partition,
            @PathParam("offset") String offset,
            @Nullable ReplayRequest request,
            @Context SecurityContext caller) {
        DeadLetterPlace place = place(topic, partition, offset);
        if (request == null || request.reason() == null || request.reason().isBlank()) {
            throw Problems.of(400, "reason-missing", "Say why it is sent again: it is kept in the ledger.");
        }
        if (request.reason().strip().length() > LONGEST_REASON) {
            throw Problems.of(400, "reason-too-long", "The reason is longer than " + LONGEST_REASON + " characters.");
        }
        return letters.replay(
                place,
                request.again(),
                request.reason().strip(),
                caller.getUserPrincipal().getName());
    }

    private static DeadLetterPlace place(String topic, String partition, String offset) {
        return DeadLetterPlace.parse(topic + "/" + partition + "/" + offset)
                .filter(place -> DeadLetterTopics.isOne(place.topic()))
                .orElseThrow(() -> Problems.of(
                        404,
                        "dead-letter-not-found",
                        "There is no such dead letter. List them to see which there are."));
    }
}
