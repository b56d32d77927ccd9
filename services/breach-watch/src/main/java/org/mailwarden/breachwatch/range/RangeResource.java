// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.Corpus;

/**
 * The range search of Pwned Passwords: five hex digits in, all suffixes with their counts out, so that no caller tells
 * which password it means. Open to everybody, as the original is.
 */
@Path("/range")
@Produces(MediaType.TEXT_PLAIN)
@PermitAll
@RunOnVirtualThread
public class RangeResource {

    /** Where prefixes are. To the original, {@code /range} without the slash is no search at all. */
    private static final String HOME = "/range/";

    private final Ranges ranges;

    RangeResource(Ranges ranges) {
        this.ranges = ranges;
    }

    /**
     * Answers a prefix: 5 hex digits of either case behind {@code /range/}. Anything else is refused in the original's words.
     *
     * @param uri the path, with the slash at its end that routing forgets
     * @param mode {@code ntlm} asks for NTLM hashes, which are never held; anything else means SHA-1
     * @param addPadding {@code true} for a padded answer, which is sent whole each time: a 304 would tell an onlooker that
     *     this prefix was asked before
     * @param ifNoneMatch tags of answers that the caller has; a tag names an answer in any content coding
     * @param ifModifiedSince date of the answer that the caller has; heard only without {@code ifNoneMatch}
     * @return the lines; 304 when the caller's are still good
     */
    @GET
    @Path("/{prefix:.*}")
    @PermitAll
    @Parameter(name = "prefix", in = ParameterIn.PATH, schema = @Schema(pattern = "[0-9A-Fa-f]{5}"))
    public Response range(
            @Context UriInfo uri,
            @QueryParam("mode") @Nullable String mode,
            @HeaderParam("Add-Padding") @Nullable String addPadding,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
            @HeaderParam("If-Modified-Since") @Nullable String ifModifiedSince) {
        String path = uri.getPath();
        return path.startsWith(HOME)
                ? search(path.substring(HOME.length()), mode, addPadding, ifNoneMatch, ifModifiedSince)
                : plain(400, "Invalid API query").build();
    }

    Response search(
            String prefix,
            @Nullable String mode,
            @Nullable String addPadding,
            @Nullable String ifNoneMatch,
            @Nullable String ifModifiedSince) {
        String refusal = RangeBody.refusal(prefix);
        if (refusal != null) {
            return plain(400, refusal).build();
        }
        if ("ntlm".equals(mode)) {
            return plain(404, "No NTLM corpus is held here, only SHA-1.").build();
        }
        Optional<Corpus> open = ranges.open();
        if (open.isEmpty()) {
            return plain(503, ranges.absence()).build();
        }
        boolean padded = Ranges.padded(addPadding);
        try (Corpus corpus = open.get()) {
            String tag = corpus.generation() + "-" + prefix.toUpperCase(Locale.ROOT);
            String modified = RangeBody.httpDate(corpus.created());
            if (!padded && RangeBody.unchanged(ifNoneMatch, tag, ifModifiedSince, corpus.created())) {
                return shared(Response.notModified(new EntityTag(tag)))
                        .header("Last-Modified", modified)
                        .build();
            }
            String body = ranges.text(corpus, prefix, padded);
            Response.ResponseBuilder answer = plain(200, body).header("Last-Modified", modified);
            return padded
                    ? answer.build()
                    : answer.tag(new EntityTag(tag))
                            .header("Content-MD5", RangeBody.contentMd5(body))
                            .build();
        } catch (IOException e) {
            return plain(503, Ranges.UNREADABLE).build();
        }
    }

    /** Refuses POST of a prefix in the original's words; {@link RangeBatchResource} takes many. */
    @POST
    @Path("/{prefix:.+}")
    @PermitAll
    public Response post() {
        return postRefused();
    }

    static Response postRefused() {
        return plain(405, "Only GET requests can be used to query ranges, but this request used the POST verb")
                .header("Allow", "GET, HEAD, OPTIONS")
                .build();
    }

    /** Answers a browser's question whether a page of another origin may search. */
    @OPTIONS
    @Path("/{prefix:.*}")
    @PermitAll
    public Response options() {
        return Response.ok()
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", "GET")
                .header("Access-Control-Allow-Headers", "Add-Padding")
                .header("Access-Control-Max-Age", "1728000")
                .build();
    }

    private static Response.ResponseBuilder plain(int status, String text) {
        return shared(Response.status(status).type("text/plain; charset=utf-8").entity(text));
    }

    /** A page of another origin may read the answer; a cache must tell padded answers from plain ones, and codings. */
    private static Response.ResponseBuilder shared(Response.ResponseBuilder answer) {
        return answer.header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Expose-Headers", "Content-MD5, ETag")
                .header("Vary", "Accept-Encoding, Add-Padding")
                .header("X-Content-Type-Options", "nosniff");
    }
}
