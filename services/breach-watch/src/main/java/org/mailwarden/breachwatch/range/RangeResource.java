// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.HashKind;

/**
 * The range search of Pwned Passwords: five hex digits in, all suffixes with their counts out, so that no caller tells
 * which password it means. Open to everybody, as the original is.
 */
@Path("/range")
@Produces(MediaType.TEXT_PLAIN)
@PermitAll
@NonBlocking
public class RangeResource {

    /** Where prefixes are. To the original, {@code /range} without the slash is no search at all. */
    private static final String HOME = "/range/";

    private final Ranges ranges;
    private final ExecutorService waiting;

    RangeResource(Ranges ranges, @VirtualThreads ExecutorService waiting) {
        this.ranges = ranges;
        this.waiting = waiting;
    }

    /**
     * Answers a prefix: 5 hex digits of either case behind {@code /range/}. Anything else is refused in the original's words.
     *
     * @param uri the path, with the slash at its end that routing forgets
     * @param mode {@code ntlm} asks for NTLM hashes; anything else means SHA-1
     * @param addPadding {@code true} for a padded answer, which is sent whole each time: a 304 would tell an onlooker that
     *     this prefix was asked before
     * @param acceptEncoding codings that the caller takes; gzip is known here
     * @param ifNoneMatch tags of answers that the caller has; a tag names an answer in one content coding
     * @param ifModifiedSince date of the answer that the caller has; heard only without {@code ifNoneMatch}
     * @return the lines; 304 when the caller's are still good
     */
    @GET
    @Path("/{prefix:.*}")
    @PermitAll
    @Parameter(name = "prefix", in = ParameterIn.PATH, schema = @Schema(pattern = "[0-9A-Fa-f]{5}"))
    public CompletionStage<Response> range(
            @Context UriInfo uri,
            @QueryParam("mode") @Nullable String mode,
            @HeaderParam("Add-Padding") @Nullable String addPadding,
            @HeaderParam("Accept-Encoding") @Nullable String acceptEncoding,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
            @HeaderParam("If-Modified-Since") @Nullable String ifModifiedSince) {
        String path = uri.getPath();
        return path.startsWith(HOME)
                ? search(
                        path.substring(HOME.length()),
                        new Asked(mode, addPadding, acceptEncoding, ifNoneMatch, ifModifiedSince))
                : CompletableFuture.completedStage(plain(400, "Invalid API query"));
    }

    /** The same for a prefix that was cut out of its path, and a request's headers. */
    CompletionStage<Response> search(String prefix, Asked asked) {
        String refusal = RangeBody.refusal(prefix);
        if (refusal != null) {
            return CompletableFuture.completedStage(plain(400, refusal));
        }
        HashKind kind = RangeBody.kind(asked.mode());
        Optional<Corpus> open = ranges.open(kind);
        if (open.isEmpty()) {
            // Not 404, which some clients take for "no such hash".
            return CompletableFuture.completedStage(plain(503, ranges.absence(kind)));
        }
        Corpus corpus = open.get();
        // A range from memory is there before another thread would have begun; for a disk nobody else shall wait.
        return corpus.inMemory()
                ? CompletableFuture.completedStage(answered(corpus, kind, prefix, asked))
                : CompletableFuture.supplyAsync(() -> answered(corpus, kind, prefix, asked), waiting);
    }

    private Response answered(Corpus open, HashKind kind, String prefix, Asked asked) {
        try (Corpus corpus = open) {
            return answer(corpus, kind, prefix, asked);
        } catch (IOException e) {
            return plain(503, Ranges.UNREADABLE);
        }
    }

    private Response answer(Corpus corpus, HashKind kind, String prefix, Asked asked) throws IOException {
        boolean padded = Ranges.padded(asked.addPadding());
        boolean gzip = RangeBody.takesGzip(asked.acceptEncoding());
        String tag = RangeBody.tag(corpus.generation(), kind, prefix, gzip);
        String modified = RangeBody.httpDate(corpus.created());
        if (!padded && RangeBody.unchanged(asked.ifNoneMatch(), tag, asked.ifModifiedSince(), corpus.created())) {
            return cached(Response.notModified(new EntityTag(tag)), modified).build();
        }
        byte[] body = ranges.text(corpus, kind, prefix, padded);
        byte[] sent = gzip ? RangeBody.gzip(body) : body;
        Response.ResponseBuilder answer = cached(Response.ok(sent, "text/plain; charset=utf-8"), modified)
                // Said here, so that HEAD says it too.
                .header("Content-Length", sent.length);
        if (gzip) {
            answer.header("Content-Encoding", RangeBody.GZIP);
        }
        if (!padded) {
            answer.tag(new EntityTag(tag)).header("Content-MD5", RangeBody.contentMd5(body));
        }
        return answer.build();
    }

    /**
     * What a caller may say beside the prefix, each absent when it was not sent.
     *
     * @param mode the kind of hash
     * @param addPadding whether to pad
     * @param acceptEncoding codings
     * @param ifNoneMatch tags
     * @param ifModifiedSince a date
     */
    record Asked(
            @Nullable String mode,
            @Nullable String addPadding,
            @Nullable String acceptEncoding,
            @Nullable String ifNoneMatch,
            @Nullable String ifModifiedSince) {}

    /** Refuses POST of a prefix in the original's words; {@link RangeBatchResource} takes many. */
    @POST
    @Path("/{prefix:.+}")
    @PermitAll
    @Operation(hidden = true)
    public Response post() {
        return postRefused();
    }

    static Response postRefused() {
        return refusal(405, "Only GET requests can be used to query ranges, but this request used the POST verb")
                .header("Allow", "GET, HEAD, OPTIONS")
                .build();
    }

    /** Answers a browser's question whether a page of another origin may search. */
    @OPTIONS
    @Path("/{prefix:.*}")
    @PermitAll
    @Operation(hidden = true)
    public Response options() {
        return Response.ok()
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", "GET")
                .header("Access-Control-Allow-Headers", "Add-Padding")
                .header("Access-Control-Max-Age", "1728000")
                .build();
    }

    private static Response plain(int status, String text) {
        return refusal(status, text).build();
    }

    /** Never kept: the original's caches once held a failure for days, as long as an answer. */
    private static Response.ResponseBuilder refusal(int status, String text) {
        return shared(Response.status(status).type("text/plain; charset=utf-8").entity(text))
                .header("Cache-Control", "no-store");
    }

    private static Response.ResponseBuilder cached(Response.ResponseBuilder answer, String modified) {
        return shared(answer).header("Last-Modified", modified).header("Cache-Control", "public, max-age=2678400");
    }

    /** A page of another origin may read the answer; a cache must tell padded answers from plain ones, and codings. */
    private static Response.ResponseBuilder shared(Response.ResponseBuilder answer) {
        return answer.header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Expose-Headers", "Content-MD5, ETag")
                .header("Vary", "Accept-Encoding, Add-Padding")
                .header("X-Content-Type-Options", "nosniff");
    }
}
