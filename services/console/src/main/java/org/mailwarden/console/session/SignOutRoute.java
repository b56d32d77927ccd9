// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.session;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.mailwarden.console.access.Admission;
import org.mailwarden.console.access.Admission.KeyRefused;
import org.mailwarden.console.access.Admission.Known;
import org.mailwarden.console.access.Admission.Refused;
import org.mailwarden.console.access.Doorkeeper;
import org.mailwarden.console.access.Refusals;
import org.mailwarden.console.access.Session;
import org.mailwarden.console.access.WayIn;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;

/**
 * Answers {@code POST /sign-out}: ends the session at Keycloak and here with what is open in it, and says where to go. The cookie goes in any case;
 * when Keycloak could not be told, that is said.
 */
@ApplicationScoped
public class SignOutRoute {

    private final Doorkeeper doorkeeper;
    private final KeycloakLogout keycloak;
    private final Event<SignedOut> signedOut;

    SignOutRoute(Doorkeeper doorkeeper, KeycloakLogout keycloak, Event<SignedOut> signedOut) {
        this.doorkeeper = doorkeeper;
        this.keycloak = keycloak;
        this.signedOut = signedOut;
    }

    void register(@Observes Router router) {
        router.post("/sign-out").handler(context -> doorkeeper.look(context, admission -> answer(context, admission)));
    }

    private void answer(RoutingContext context, Admission admission) {
        switch (admission) {
            case Refused refused when refused == Refused.FORGEABLE -> Refusals.write(context, refused);
            case Refused refused when refused == Refused.UNDECIDED -> keycloakWasNotTold(context);
            case Known known
            when known.session().isPresent() -> {
                Session session = known.session().get();
                // Here it has ended even where Keycloak is not told.
                signedOut.fire(new SignedOut(session.id()));
                keycloak.end(session)
                        .onSuccess(done -> signedOut(context))
                        .onFailure(cause -> keycloakWasNotTold(context));
            }
            case Known known -> signedOut(context);
            case KeyRefused refused -> signedOut(context);
            case Refused refused -> signedOut(context);
        }
    }

    private static void signedOut(RoutingContext context) {
        forget(context);
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(new JsonObject().put("location", "/").toBuffer());
    }

    private static void keycloakWasNotTold(RoutingContext context) {
        forget(context);
        ProblemWriter.write(context, Problem.signedOutHereAlone());
    }

    private static void forget(RoutingContext context) {
        List<String> names = context.request().cookies().stream()
                .map(Cookie::getName)
                .filter(WayIn::isOfASession)
                .toList();
        for (String name : names) {
            context.response()
                    .addCookie(Cookie.cookie(name, "")
                            .setPath("/")
                            .setMaxAge(0)
                            .setHttpOnly(true)
                            .setSecure(context.request().isSSL())
                            .setSameSite(CookieSameSite.LAX));
        }
    }
}
