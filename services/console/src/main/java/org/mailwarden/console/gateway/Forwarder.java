// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;
import org.mailwarden.console.problem.RequestTrace;
import org.mailwarden.console.settings.ConsoleSettings;

/** Hands one request on and its answer back, both as streams. Runs on the request's event loop. */
@ApplicationScoped
public class Forwarder {

    private static final Logger LOG = Logger.getLogger(Forwarder.class);

    // Shorter than any server's own limit, so that a request seldom meets a connection that is just being closed.
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int POOL_SIZE = 64;

    private final HttpClient client;
    private final Addresses addresses;
    private final ConsoleSettings settings;

    Forwarder(Vertx vertx, Addresses addresses, ConsoleSettings settings) {
        this.addresses = addresses;
        this.settings = settings;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(POOL_SIZE)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis())));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /**
     * Forwards a request.
     *
     * @param context the request; paused, its body unread
     * @param upstream the owner of its path
     * @param accessToken the token of the caller's session or API key; empty when the request carries one itself
     */
    public void forward(RoutingContext context, Upstream upstream, Optional<String> accessToken) {
        HttpServerRequest request = context.request();
        long limit = settings.maxBodySize().asLongValue();
        if (declaredLength(request) > limit) {
            refuseBody(context);
            request.resume();
            return;
        }
        client.request(options(context, upstream))
                .onFailure(cause -> {
                    fail(context, upstream, cause);
                    request.resume();
                })
                .onSuccess(outgoing -> {
                    writeHead(context, outgoing);
                    accessToken.ifPresent(token -> outgoing.putHeader("Authorization", "Bearer " + token));
                    exchange(context, upstream, outgoing, new LimitedBody(request, limit), accessToken.isPresent());
                });
    }

    private void exchange(
            RoutingContext context,
            Upstream upstream,
            HttpClientRequest outgoing,
            LimitedBody body,
            boolean bySession) {
        // A caller that has gone needs no answer, and the service no further work.
        context.response().closeHandler(gone -> outgoing.reset());
        outgoing.response()
                .onFailure(cause -> fail(context, upstream, cause))
                .onSuccess(answer -> giveBack(context, upstream, answer, bySession));
        body.pipe().endOnFailure(false).to(outgoing).onFailure(cause -> {
            fail(context, upstream, cause);
            outgoing.reset();
        });
    }

    private void giveBack(RoutingContext context, Upstream upstream, HttpClientResponse answer, boolean bySession) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            answer.request().reset();
            return;
        }
        response.setStatusCode(answer.statusCode());
        ForwardedHeaders.copyResponse(answer.headers(), response.headers());
        // A cookie may ride on the answer to a session, and what nobody says may be kept is somebody's own.
        if (bySession || !response.headers().contains("Cache-Control")) {
            response.putHeader("Cache-Control", "no-store");
        }
        response.putHeader("X-Request-Id", RequestTrace.of(context).requestId());
        response.setChunked(answer.getHeader("Content-Length") == null);
        // Not send(): it would end the answer properly where the service broke it off.
        answer.pipe().endOnFailure(false).to(response).onFailure(cause -> fail(context, upstream, cause));
    }

    private RequestOptions options(RoutingContext context, Upstream upstream) {
        String query = context.request().query();
        return new RequestOptions()
                .setMethod(context.request().method())
                .setHost(addresses.host(upstream))
                .setPort(addresses.port(upstream))
                .setSsl(addresses.secure(upstream))
                .setIdleTimeout(settings.idleTimeout().toMillis())
                .setURI(query == null ? context.normalizedPath() : context.normalizedPath() + "?" + query);
    }

    private static void writeHead(RoutingContext context, HttpClientRequest outgoing) {
        HttpServerRequest request = context.request();
        ForwardedHeaders.copyRequest(request.headers(), outgoing.headers());
        outgoing.putHeader("X-Request-Id", RequestTrace.of(context).requestId())
                .putHeader("X-Forwarded-For", request.remoteAddress().hostAddress())
                .putHeader("X-Forwarded-Proto", String.valueOf(request.scheme()));
        if (request.authority() != null) {
            outgoing.putHeader("X-Forwarded-Host", request.authority().toString());
        }
        if (request.getHeader("Content-Length") == null && request.getHeader("Transfer-Encoding") != null) {
            outgoing.setChunked(true);
        }
    }

    private void fail(RoutingContext context, Upstream upstream, Throwable cause) {
        LOG.debugf(cause, "Forwarding to %s failed", upstream.label());
        switch (cause) {
            case LimitedBody.TooLarge tooLarge -> refuseBody(context);
            case TimeoutException late -> ProblemWriter.write(context, Problem.timeout(upstream.label()));
            default -> ProblemWriter.write(context, Problem.unavailable(upstream.label()));
        }
    }

    private void refuseBody(RoutingContext context) {
        if (!context.response().headWritten()) {
            // The rest of the body is still coming; only a closed connection ends it.
            context.response().putHeader("Connection", "close");
        }
        ProblemWriter.write(context, Problem.tooLarge(settings.maxBodySize().asLongValue()));
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length.strip());
    }
}
