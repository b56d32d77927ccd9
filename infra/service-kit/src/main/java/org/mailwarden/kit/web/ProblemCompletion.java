// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Gives every problem a type, a code and a trace id that stands in the log too. */
@ApplicationScoped
public class ProblemCompletion implements ProblemPostProcessor {

    private static final Logger LOG = Logger.getLogger(ProblemCompletion.class);

    @Override
    public int priority() {
        return 50;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        String code = problem.getParameters().containsKey("code")
                ? String.valueOf(problem.getParameters().get("code"))
                : codeOf(problem.getStatusCode());
        String traceId = UUID.randomUUID().toString().replace("-", "");
        if (problem.getStatusCode() >= 500) {
            LOG.errorf(context.cause, "Request failed: code=%s traceId=%s", code, traceId);
        }
        Optional<String> json =
                problem.getStatusCode() == 400 ? UnreadableJson.explain(context.cause) : Optional.empty();
        return HttpProblem.builder(problem)
                .withDetail(json.orElse(problem.getDetail()))
                .withType(problem.getType() == null ? URI.create("urn:mailwarden:problem:" + code) : problem.getType())
                .with("code", code)
                .with("traceId", traceId)
                .build();
    }

    private static String codeOf(int status) {
        return switch (status) {
            case 400 -> "bad-request";
            case 401 -> "not-signed-in";
            case 403 -> "role-missing";
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 406 -> "not-acceptable";
            case 409 -> "conflict";
            case 413 -> "too-large";
            case 415 -> "unsupported-media-type";
            case 503 -> "service-unavailable";
            default -> status >= 500 ? "internal-error" : "request-refused";
        };
    }
}
