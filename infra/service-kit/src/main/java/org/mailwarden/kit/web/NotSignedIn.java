// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/**
 * Answers a request without a token. In front of the problem library's own mapper, which reads a field that this version
 * of the platform no longer has.
 */
@Provider
@Priority(1)
public class NotSignedIn implements ExceptionMapper<UnauthorizedException> {

    @Override
    public Response toResponse(UnauthorizedException exception) {
        return response(
                "The request carries no valid token. Sign in at Keycloak and send its access token as a Bearer token.");
    }

    static Response response(String detail) {
        return HttpProblem.builder(Problems.of(401, "not-signed-in", detail))
                .with("traceId", UUID.randomUUID().toString().replace("-", ""))
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build()
                .toResponse();
    }
}
