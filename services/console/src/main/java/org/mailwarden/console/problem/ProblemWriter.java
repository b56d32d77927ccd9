// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.problem;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** Writes problems (RFC 9457) that say what is wrong and what to do next. */
public final class ProblemWriter {

    private static final Logger LOG = Logger.getLogger(ProblemWriter.class);

    private ProblemWriter() {}

    /**
     * Answers a request with a problem, or cuts the connection when an answer has already begun.
     *
     * @param context the request
     * @param problem what is wrong
     */
    public static void write(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            // Half an answer must not look like a whole one.
            response.reset();
            return;
        }
        String traceId = RequestTrace.of(context).traceId();
        if (problem.status() >= 500) {
            LOG.warnf("Request failed: code=%s traceId=%s", problem.code(), traceId);
        }
        response.setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(body(problem, traceId).toBuffer());
    }

    private static JsonObject body(Problem problem, String traceId) {
        return new JsonObject()
                .put("type", "urn:mailwarden:problem:" + problem.code())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("code", problem.code())
                .put("detail", problem.detail())
                .put("traceId", traceId);
    }
}
