// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.page;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;

/** Answers what nobody else answered. */
@ApplicationScoped
public class NothingHere {

    void register(@Observes Router router) {
        router.route()
                .last()
                .handler(context -> ProblemWriter.write(context, Problem.notFound(context.normalizedPath())));
    }
}
