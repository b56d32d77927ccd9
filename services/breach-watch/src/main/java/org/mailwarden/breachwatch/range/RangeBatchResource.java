// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.kit.web.Problems;

/**
 * Many range searches at once, for a client that checks a fleet: as k-anonymous as the single one, because no more than
 * five digits of a hash are taken. Open to everybody, as the single one is.
 */
@Path("/range")
@RunOnVirtualThread
public class RangeBatchResource {

    /** Prefixes of a request: 80 KB of an answer for each, with a corpus of full size. */
    static final int MOST_PREFIXES = 1_000;

    /** Bytes of a request: 1,000 prefixes fill 8 KB, the rest is for blanks. Anybody may send one. */
    static final int LARGEST_BODY = 64 * 1024;

    private final Ranges ranges;
    private final ObjectMapper json;

    RangeBatchResource(Ranges ranges, ObjectMapper json) {
        this.ranges = ranges;
        this.json = json;
    }

    /**
     * Answers many prefixes, all from one generation of the corpus, which {@code X-Corpus-Generation} names. An answer that
     * breaks off has fewer lines than there were prefixes, and its connection ends without a last chunk (RFC 9112, 7.1).
     *
     * @param uri the path: with a slash at its end it is the single search's, which refuses POST
     * @param body a {@link RangeBatch} as JSON, at most 64 KiB
     * @param addPadding {@code true} for padded ranges, each for itself; may be absent
     * @param acceptEncoding codings that the caller takes, gzip is known here; may be absent
     * @return one {@link RangeLine} as JSON a line, in the order asked, repeated prefixes once. 400 when a prefix is
     *     none, without a word of it, as it may be a whole hash; 413 and 422 when it is too much; 503 without a corpus
     * @throws IOException when the request breaks off
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces("application/x-ndjson")
    @PermitAll
    @RequestBody(content = @Content(schema = @Schema(implementation = RangeBatch.class)))
    @APIResponseSchema(RangeLine.class)
    public Response ranges(
            @Context UriInfo uri,
            InputStream body,
            @HeaderParam("Add-Padding") @Nullable String addPadding,
            @HeaderParam("Accept-Encoding") @Nullable String acceptEncoding)
            throws IOException {
        return uri.getPath().endsWith("/")
                ? RangeResource.postRefused()
                : answer(body, addPadding, RangeBody.takesGzip(acceptEncoding));
    }

    Response answer(InputStream body, @Nullable String addPadding, boolean gzip) throws IOException {
        Set<String> prefixes = prefixes(read(body));
        boolean padded = Ranges.padded(addPadding);
        Corpus corpus = ranges.open(HashKind.SHA1)
                .orElseThrow(() -> Problems.of(503, "no-corpus", ranges.absence(HashKind.SHA1)));
        StreamingOutput lines = out -> {
            try (corpus) {
                OutputStream coded = gzip ? RangeBody.gzip(out) : out;
                for (String prefix : prefixes) {
                    coded.write(line(corpus, prefix, padded));
                    coded.write('\n');
                }
                // Not after a failure: the end of gzip would make a broken answer look whole.
                coded.close();
            }
        };
        Response.ResponseBuilder answer = Response.ok(lines)
                .header("X-Corpus-Generation", corpus.generation())
                .header("Vary", "Accept-Encoding, Add-Padding");
        return (gzip ? answer.header("Content-Encoding", RangeBody.GZIP) : answer).build();
    }

    private @Nullable RangeBatch read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw Problems.of(
                    413,
                    "too-large",
                    "The body is larger than " + LARGEST_BODY + " bytes. Send at most " + MOST_PREFIXES
                            + " prefixes of 5 hex digits.");
        }
        try {
            return json.readValue(bytes, RangeBatch.class);
        } catch (JsonProcessingException e) {
            throw new BadRequestException(e);
        }
    }

    /** In order and upper case. A refusal names a place and never a value. */
    private static Set<String> prefixes(@Nullable RangeBatch batch) {
        List<@Nullable String> asked = batch == null ? null : batch.prefixes();
        if (asked == null || asked.isEmpty()) {
            throw Problems.of(
                    400,
                    "prefixes-missing",
                    "Send 1 to " + MOST_PREFIXES + " prefixes of 5 hex digits: {\"prefixes\": [\"21BD1\"]}.");
        }
        if (asked.size() > MOST_PREFIXES) {
            throw Problems.of(
                    422,
                    "too-many-prefixes",
                    "The list has " + asked.size() + " prefixes, and a request may have " + MOST_PREFIXES
                            + ". Send the rest in further requests.");
        }
        Set<String> prefixes = new LinkedHashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            String prefix = asked.get(i);
            if (prefix == null || RangeBody.refusal(prefix) != null) {
                throw Problems.of(
                        400,
                        "invalid-prefix",
                        "Prefix " + (i + 1) + " of the list is not 5 hex digits. Nothing was answered. Send the first 5"
                                + " digits of a SHA-1 hash and keep the others to yourself.");
            }
            prefixes.add(prefix.toUpperCase(Locale.ROOT));
        }
        return prefixes;
    }

    private byte[] line(Corpus corpus, String prefix, boolean padded) throws IOException {
        try {
            byte[] range = ranges.text(corpus, HashKind.SHA1, prefix, padded);
            return json.writeValueAsBytes(new RangeLine(prefix, new String(range, StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw Problems.of(503, "corpus-unreadable", Ranges.UNREADABLE);
        }
    }
}
