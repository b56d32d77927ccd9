// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.status;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.mailwarden.console.access.Admission;
import org.mailwarden.console.access.Admission.Known;
import org.mailwarden.console.access.Doorkeeper;
import org.mailwarden.console.settings.ConsoleSettings;

/**
 * Answers {@code GET /api/v1/status}: {@code UP} when every part is, else {@code PARTIAL}, for the console answers. Everybody sees which part is up; what a part is made of is shown only to a caller
 * with a role.
 */
@ApplicationScoped
public class StatusRoute {

    private final StackStatus stack;
    private final Doorkeeper doorkeeper;
    private final ConsoleSettings settings;

    StatusRoute(StackStatus stack, Doorkeeper doorkeeper, ConsoleSettings settings) {
        this.stack = stack;
        this.doorkeeper = doorkeeper;
        this.settings = settings;
    }

    // Before the gateway, which would ask for a token.
    void register(@Observes @jakarta.annotation.Priority(Interceptor.Priority.PLATFORM_BEFORE) Router router) {
        router.get("/api/v1/status").handler(this::handle);
    }

    private void handle(RoutingContext context) {
        doorkeeper.look(
                context,
                admission -> stack.parts()
                        .onSuccess(checked -> context.response()
                                .putHeader("Content-Type", "application/json")
                                .putHeader("Cache-Control", "no-store")
                                .end(document(checked, isOfTheProduct(admission))
                                        .toBuffer())));
    }

    private static boolean isOfTheProduct(Admission admission) {
        return admission instanceof Known known && !known.roles().isEmpty();
    }

    private JsonObject document(StackStatus.Checked checked, boolean detailed) {
        JsonArray described = new JsonArray();
        checked.parts().forEach(part -> described.add(describe(part, detailed)));
        return new JsonObject()
                .put("state", overall(checked.parts()))
                .put("checkedAt", checked.at().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("keycloakUrl", settings.keycloakUrl().toString())
                .put("parts", described);
    }

    private static JsonObject describe(PartStatus part, boolean detailed) {
        JsonObject description = new JsonObject().put("name", part.name()).put("state", publicState(part.state()));
        if (detailed) {
            JsonArray components = new JsonArray();
            part.components()
                    .forEach(component -> components.add(
                            new JsonObject().put("name", component.name()).put("state", component.state())));
            description.put("reachable", part.state() != PartState.UNREACHABLE).put("components", components);
        }
        return description;
    }

    private static String publicState(PartState state) {
        return switch (state) {
            case UP -> "UP";
            case DOWN, UNREACHABLE -> "DOWN";
            case UNKNOWN -> "UNKNOWN";
        };
    }

    private static String overall(List<PartStatus> parts) {
        return parts.stream().allMatch(part -> part.state() == PartState.UP) ? "UP" : "PARTIAL";
    }
}
