// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Answers that say no, in the error shape of Keycloak's own endpoints. */
final class Refusal {

    private Refusal() {}

    static WebApplicationException unauthenticated() {
        return of(401, "not_authenticated", "Send a bearer token of this realm with the audience of this endpoint");
    }

    static WebApplicationException missingRole(String role) {
        return of(403, "missing_role", "The caller lacks the client role " + role);
    }

    static WebApplicationException notOurs(String error, String description) {
        return of(403, error, description);
    }

    static WebApplicationException invalid(String description) {
        return of(400, "invalid_request", description);
    }

    static WebApplicationException noSuchUser() {
        return of(404, "no_such_user", "The realm has no such user");
    }

    static WebApplicationException tooMany() {
        Response response = Response.status(429)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Retry-After", "60")
                .entity(body("too_many_requests", "The budget of this minute is used up"))
                .build();
        return new WebApplicationException(response);
    }

    private static WebApplicationException of(int status, String error, String description) {
        return new WebApplicationException(Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body(error, description))
                .build());
    }

    private static Map<String, String> body(String error, String description) {
        return Map.of("error", error, "error_description", description);
    }
}
