// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.page;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;

/** Answers what nobody else answered: the web pages know their own paths, and nothing is anywhere else. */
@ApplicationScoped
public class NothingHere {

    void register(@Observes Router router) {
        router.route().last().handler(NothingHere::handle);
    }

    private static void handle(RoutingContext context) {
        String path = context.normalizedPath();
        if (PagePaths.isPage(
                context.request().method().name(), context.request().getHeader("Accept"), path)) {
            context.reroute("/");
        } else {
            ProblemWriter.write(context, Problem.notFound(path));
        }
    }
}
