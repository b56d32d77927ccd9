// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.mailwarden.console.access.Admission;
import org.mailwarden.console.access.Admission.KeyRefused;
import org.mailwarden.console.access.Admission.Known;
import org.mailwarden.console.access.Admission.Refused;
import org.mailwarden.console.access.Doorkeeper;
import org.mailwarden.console.access.Refusals;
import org.mailwarden.console.access.Session;
import org.mailwarden.console.settings.ConsoleSettings;

/**
 * Answers {@code GET /session}: who is signed in, with which roles, until when, and what the pages say of the organisation: its name
 * when it has one, and within how many seconds it wants a reset proved. Somebody without a role of the product is
 * told so, with none, and not turned away: the page can then say who gives roles.
 */
@ApplicationScoped
public class SessionRoute {

    /** What people can be given, in the order of what they may do. */
    private static final List<String> ROLES_OF_PEOPLE = List.of("viewer", "analyst", "approver", "admin", "auditor");

    private final Doorkeeper doorkeeper;
    private final ConsoleSettings settings;

    SessionRoute(Doorkeeper doorkeeper, ConsoleSettings settings) {
        this.doorkeeper = doorkeeper;
        this.settings = settings;
    }

    void register(@Observes Router router) {
        router.get("/session").handler(context -> doorkeeper.look(context, admission -> answer(context, admission)));
    }

    private void answer(RoutingContext context, Admission admission) {
        switch (admission) {
            case Known known ->
                known.session()
                        .ifPresentOrElse(
                                session -> tell(context, known, session),
                                () -> Refusals.write(context, Refused.ANONYMOUS));
            case KeyRefused refused -> Refusals.write(context, refused);
            case Refused refused -> Refusals.write(context, refused);
        }
    }

    private void tell(RoutingContext context, Known known, Session session) {
        JsonArray roles = new JsonArray();
        ROLES_OF_PEOPLE.stream().filter(known.roles()::contains).forEach(roles::add);
        JsonObject answer = new JsonObject()
                .put("username", session.username())
                .put("name", session.name())
                .put("roles", roles)
                .put("expiresAt", session.expiresAt().toString())
                .put("resetTargetSeconds", settings.resetTarget().toSeconds());
        settings.organisation().ifPresent(name -> answer.put("organisation", name));
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(answer.toBuffer());
    }
}
