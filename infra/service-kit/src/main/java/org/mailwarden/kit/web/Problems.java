// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Makes problems (RFC 9457) that say what is wrong and what to do next. */
public final class Problems {

    private Problems() {}

    /**
     * Makes a problem to throw from a resource.
     *
     * @param status HTTP status, 400 to 599
     * @param code stable code for programs, in kebab case
     * @param detail plain sentences for people: what is wrong, what to do next; never a secret
     * @return the exception
     */
    public static HttpProblem of(int status, String code, String detail) {
        Response.StatusType type = Response.Status.fromStatusCode(status);
        return HttpProblem.builder()
                .withType(URI.create("urn:mailwarden:problem:" + code))
                .withStatus(status)
                .withTitle(status == 422 ? "Unprocessable Content" : type == null ? "Error" : type.getReasonPhrase())
                .withDetail(detail)
                .with("code", code)
                .build();
    }

    /**
     * The problem of an {@code after} that no page gave.
     *
     * @return the exception
     */
    public static HttpProblem invalidAfter() {
        return of(400, "invalid-after", "'after' is no cursor. Take it from 'next' of the page before.");
    }

    /**
     * The problem of a thing that is not there.
     *
     * @param what the kind of thing, for instance "account"
     * @param id the id that was asked for
     * @return the exception
     */
    public static HttpProblem notFound(String what, Object id) {
        return of(404, what + "-not-found", "There is no " + what + " " + id + ". List them to see which there are.");
    }
}
