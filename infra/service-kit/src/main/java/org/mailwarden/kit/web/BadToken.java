// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import io.quarkus.security.AuthenticationFailedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers a request with a token that is expired, foreign, or no token at all. */
@Provider
@Priority(1)
public class BadToken implements ExceptionMapper<AuthenticationFailedException> {

    @Override
    public Response toResponse(AuthenticationFailedException exception) {
        return NotSignedIn.response(
                "The token is expired, or not one of this realm for this service. Fetch a new one from Keycloak and send it"
                        + " as a Bearer token.");
    }
}
