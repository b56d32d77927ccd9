// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.lag;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;

/**
 * Answers {@code GET /api/v1/lag} to admins: how many records each consumer group has still to handle on each topic of the
 * product. A lag that is not known has no number, and a reason.
 */
@ApplicationScoped
public class LagRoute {

    private static final Logger LOG = Logger.getLogger(LagRoute.class);
    private static final String ROLE = "admin";

    private final LagReader reader;
    private final IdentityProviderManager identities;
    private final Vertx vertx;
    private final Clock clock;

    LagRoute(LagReader reader, IdentityProviderManager identities, Vertx vertx, Clock clock) {
        this.reader = reader;
        this.identities = identities;
        this.vertx = vertx;
        this.clock = clock;
    }

    // Behind the gateway, which looks at the caller first.
    void register(@Observes @jakarta.annotation.Priority(Interceptor.Priority.PLATFORM_AFTER) Router router) {
        router.get("/api/v1/lag").handler(this::handle);
    }

    private void handle(RoutingContext context) {
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .subscribe()
                .with(
                        identity -> answer(context, identity),
                        failure -> ProblemWriter.write(context, Problem.notSignedIn()));
    }

    private void answer(RoutingContext context, SecurityIdentity identity) {
        if (!identity.hasRole(ROLE)) {
            ProblemWriter.write(context, Problem.roleNeeded(ROLE));
            return;
        }
        vertx.executeBlocking(reader::ask, false)
                .onSuccess(answer -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(document(answer).toBuffer()))
                .onFailure(away -> {
                    LOG.debug("Kafka did not tell how far its readers are", away);
                    ProblemWriter.write(context, Problem.unavailable("Kafka"));
                });
    }

    private JsonObject document(LagReader.Answer answer) {
        JsonArray groups = new JsonArray();
        answer.groups().forEach(group -> groups.add(described(group)));
        return new JsonObject()
                .put("askedAt", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("topics", new JsonArray(answer.topics()))
                .put("groups", groups)
                .put("silentGroups", new JsonArray(answer.silent()));
    }

    private static JsonObject described(GroupLag group) {
        JsonObject described = new JsonObject()
                .put("topic", group.topic())
                .put("group", group.group())
                .put("members", group.members());
        return switch (group.lag()) {
            case Lag.Known(long records) -> described.put("lag", records);
            case Lag.Unknown(Lag.Reason reason) -> described.putNull("lag").put("unknown", reason.name());
        };
    }
}
