// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;
import org.mailwarden.console.session.SignedOut;
import org.mailwarden.console.settings.ConsoleSettings;

/**
 * Answers {@code GET /api/v1/stream} with server-sent events (WHATWG HTML, section 9.2), to whom the gateway let pass: {@code state}, {@code change} and
 * {@code lost}, each with an {@code id}; {@code Last-Event-ID} goes on from there. The stream ends when the token or session does, at once
 * when somebody signs out.
 */
@ApplicationScoped
public class StreamRoute {

    /** How long a stream lasts whose token does not say when it ends. */
    private static final Duration WITHOUT_END = Duration.ofMinutes(5);

    private final Hints hints;
    private final IdentityProviderManager identities;
    private final ConsoleSettings settings;
    private final Vertx vertx;
    private final Clock clock;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    StreamRoute(Hints hints, IdentityProviderManager identities, ConsoleSettings settings, Vertx vertx, Clock clock) {
        this.hints = hints;
        this.identities = identities;
        this.settings = settings;
        this.vertx = vertx;
        this.clock = clock;
    }

    // Behind the gateway, which looks at the caller first.
    void register(@Observes @jakarta.annotation.Priority(Interceptor.Priority.PLATFORM_AFTER) Router router) {
        router.get("/api/v1/stream").handler(this::handle);
        vertx.setPeriodic(settings.stream().heartbeat().toMillis(), timer -> hints.beat());
    }

    void stop(@Observes ShutdownEvent event) {
        open.forEach(EventStream::end);
    }

    void signedOut(@Observes SignedOut event) {
        open.stream().filter(stream -> stream.isOf(event.session())).forEach(EventStream::end);
    }

    private void handle(RoutingContext context) {
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .subscribe()
                .with(
                        identity -> open(context, Caller.of(identity)),
                        failure -> ProblemWriter.write(context, Problem.notSignedIn()));
    }

    private void open(RoutingContext context, Caller caller) {
        HttpServerResponse response = context.response();
        EventStream stream = new EventStream(caller, context.request(), vertx.getOrCreateContext());
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                // What stands between must not wait for more.
                .putHeader("X-Accel-Buffering", "no");
        switch (hints.listen(stream, heard(context))) {
            case LISTENING -> keep(stream, response, caller.until());
            case TOO_MANY_OF_ONE ->
                refuse(context, Problem.tooManyStreams(settings.stream().mostPerPerson()));
            case TOO_MANY -> refuse(context, Problem.noMoreStreams());
        }
    }

    private void keep(EventStream stream, HttpServerResponse response, @Nullable Instant until) {
        open.add(stream);
        Duration left = until == null ? WITHOUT_END : Duration.between(clock.instant(), until);
        long end = vertx.setTimer(Math.max(1, left.toMillis()), timer -> stream.end());
        // An end in order closes nothing, and a connection that breaks off ends nothing.
        response.closeHandler(closed -> forget(stream, end));
        response.endHandler(ended -> forget(stream, end));
        // Who left while the token was looked at is told of to neither of them.
        if (response.closed()) {
            forget(stream, end);
        }
    }

    private void forget(EventStream stream, long end) {
        vertx.cancelTimer(end);
        open.remove(stream);
        hints.leave(stream);
    }

    private static void refuse(RoutingContext context, Problem problem) {
        context.response().setChunked(false);
        context.response().headers().remove("X-Accel-Buffering").set("Retry-After", "30");
        ProblemWriter.write(context, problem);
    }

    private static @Nullable Cursor heard(RoutingContext context) {
        String sent = context.request().getHeader("Last-Event-ID");
        // What is no cursor of ours cannot be gone on from.
        return sent == null || sent.isEmpty() ? null : Cursor.parse(sent).orElse(new Cursor(0, 0));
    }
}
