// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.mailwarden.console.access.Admission;
import org.mailwarden.console.access.Admission.KeyRefused;
import org.mailwarden.console.access.Admission.Known;
import org.mailwarden.console.access.Admission.Refused;
import org.mailwarden.console.access.Doorkeeper;
import org.mailwarden.console.access.Refusals;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;
import org.mailwarden.contracts.apikey.ApiKeyFormat;

/** Stands in front of every path of the REST APIs: first who asks, then what for. */
@ApplicationScoped
public class Gateway {

    private final Doorkeeper doorkeeper;
    private final Forwarder forwarder;

    Gateway(Doorkeeper doorkeeper, Forwarder forwarder) {
        this.doorkeeper = doorkeeper;
        this.forwarder = forwarder;
    }

    void register(@Observes Router router) {
        router.route("/api/*").handler(this::handle);
        router.route("/range/*").handler(this::handle);
    }

    private void handle(RoutingContext context) {
        context.request().pause();
        if (lengthIsDoubtful(context)) {
            // Where this request ends, and the next begins, is anybody's guess: no further one on this connection.
            context.response().putHeader("Connection", "close");
            ProblemWriter.write(context, Problem.doubtfulLength());
            return;
        }
        if (ApiKeyFormat.isIn(context.request().uri())) {
            refuse(context, Problem.keyInAddress());
            return;
        }
        doorkeeper.look(context, admission -> decide(context, admission));
    }

    // RFC 9112, section 6.1: a coding the gateway does not know may be one that a service knows.
    private static boolean lengthIsDoubtful(RoutingContext context) {
        return context.request().headers().getAll("Transfer-Encoding").stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("chunked"));
    }

    private void decide(RoutingContext context, Admission admission) {
        switch (admission) {
            case Known known
            when known.roles().isEmpty() && !Routes.isAboutTheCaller(context.normalizedPath()) ->
                refuse(context, Problem.roleMissing());
            case Known known -> pass(context, known.token());
            case KeyRefused refused -> {
                Refusals.write(context, refused);
                context.request().resume();
            }
            case Refused refused -> {
                Refusals.write(context, refused);
                context.request().resume();
            }
        }
    }

    private void pass(RoutingContext context, Optional<String> token) {
        if (Routes.isOurs(context.normalizedPath())) {
            context.request().resume();
            context.next();
            return;
        }
        Optional<Upstream> owner = Routes.ownerOf(context.normalizedPath());
        if (owner.isPresent()) {
            forwarder.forward(context, owner.get(), token);
        } else {
            refuse(context, Problem.notFound(context.normalizedPath()));
        }
    }

    // The body nobody wants is let through to nowhere, so that the connection can serve the next request.
    private static void refuse(RoutingContext context, Problem problem) {
        ProblemWriter.write(context, problem);
        context.request().resume();
    }
}
