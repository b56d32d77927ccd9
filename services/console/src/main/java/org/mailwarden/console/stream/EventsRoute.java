// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;

/**
 * Answers {@code GET /api/v1/events?after=&limit=}: the hints after a cursor as NDJSON, at most {@code limit} (1 to 1,000) of them. The header
 * {@code Link} leads on, also when nothing happened. Without {@code after} it begins with the oldest that is kept.
 */
@ApplicationScoped
public class EventsRoute {

    private static final int MOST = 1_000;
    private static final String PATH = "/api/v1/events";

    private final Hints hints;
    private final IdentityProviderManager identities;

    EventsRoute(Hints hints, IdentityProviderManager identities) {
        this.hints = hints;
        this.identities = identities;
    }

    // Behind the gateway, which looks at the caller first.
    void register(@Observes @jakarta.annotation.Priority(Interceptor.Priority.PLATFORM_AFTER) Router router) {
        router.get(PATH).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        String after = context.request().getParam("after");
        Optional<Cursor> heard = after == null ? Optional.empty() : Cursor.parse(after);
        int limit = limit(context.request().getParam("limit"));
        if (limit == 0) {
            ProblemWriter.write(context, Problem.invalidLimit(MOST));
        } else if (after != null && heard.isEmpty()) {
            ProblemWriter.write(context, Problem.invalidCursor());
        } else {
            QuarkusHttpUser.getSecurityIdentity(context, identities)
                    .subscribe()
                    .with(
                            identity -> answer(context, Caller.of(identity), heard.orElse(null), limit),
                            failure -> ProblemWriter.write(context, Problem.notSignedIn()));
        }
    }

    private void answer(RoutingContext context, Caller caller, @Nullable Cursor heard, int limit) {
        boolean live = hints.isLive();
        switch (hints.after(heard, limit)) {
            case HintRing.Answer.Lost(Cursor _) -> ProblemWriter.write(context, Problem.cursorLost());
            case HintRing.Answer.Known(List<Hint> found, Cursor _)
            when found.isEmpty() && !live -> ProblemWriter.write(context, Problem.unavailable("Kafka"));
            case HintRing.Answer.Known(List<Hint> found, Cursor end) ->
                context.response()
                        .putHeader("Content-Type", "application/x-ndjson")
                        .putHeader("Cache-Control", "no-store")
                        .putHeader("Link", "<" + PATH + "?after=" + end + "&limit=" + limit + ">; rel=\"next\"")
                        .end(found.stream()
                                .filter(hint ->
                                        caller.kinds().contains(hint.change().kind()))
                                .map(Hint::asLine)
                                .collect(Collectors.joining()));
        }
    }

    /** As asked for; 0 when it is none. */
    private static int limit(@Nullable String asked) {
        if (asked == null) {
            return MOST;
        }
        return asked.matches("[1-9]\\d{0,3}") && Integer.parseInt(asked) <= MOST ? Integer.parseInt(asked) : 0;
    }
}
