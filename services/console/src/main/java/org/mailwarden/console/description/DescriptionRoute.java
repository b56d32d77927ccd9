// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.description;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mailwarden.console.gateway.Upstream;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;

/**
 * Answers {@code GET /api/v1/openapi} with where the descriptions of the three APIs are (a link set, RFC 9264), and
 * {@code GET /api/v1/openapi/{service}} with one of them: as it was published with this console, whether its service answers or not.
 */
@ApplicationScoped
public class DescriptionRoute {

    private static final String PATH = "/api/v1/openapi";

    private final Map<String, String> descriptions = Arrays.stream(Upstream.values())
            .map(Upstream::label)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), DescriptionRoute::read));

    // Behind the gateway, which looks at the caller first.
    void register(@Observes @jakarta.annotation.Priority(Interceptor.Priority.PLATFORM_AFTER) Router router) {
        router.get(PATH)
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/linkset+json")
                        .end(links().toBuffer()));
        router.get(PATH + "/:service").handler(this::describe);
    }

    private void describe(RoutingContext context) {
        String description = descriptions.get(context.pathParam("service"));
        if (description == null) {
            ProblemWriter.write(context, Problem.notFound(context.normalizedPath()));
        } else {
            context.response().putHeader("Content-Type", "application/json").end(description);
        }
    }

    private static JsonObject links() {
        JsonArray described = new JsonArray();
        for (Upstream upstream : Upstream.values()) {
            described.add(new JsonObject()
                    .put("href", PATH + "/" + upstream.label())
                    .put("type", "application/json")
                    .put("title", upstream.label()));
        }
        return new JsonObject()
                .put(
                        "linkset",
                        new JsonArray()
                                .add(new JsonObject().put("anchor", "/api/v1/").put("service-desc", described)));
    }

    private static String read(String service) {
        String name = "contracts/openapi/" + service + ".json";
        try (InputStream in = DescriptionRoute.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the contracts");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
