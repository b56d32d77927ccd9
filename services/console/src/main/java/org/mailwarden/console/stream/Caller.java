// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import io.quarkus.security.identity.SecurityIdentity;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Who listens.
 *
 * @param name user name
 * @param session what Keycloak calls the session of the token; empty where it has none, as a program's
 * @param kinds what they may hear of
 * @param until when their token or session ends; null when it does not say
 */
record Caller(
        String name,
        String session,
        Set<HintKind> kinds,
        @Nullable Instant until) {

    /** Where Quarkus puts the end of a token or session, in seconds since 1970. */
    private static final String EXPIRY = "quarkus.identity.expire-time";

    static Caller of(SecurityIdentity identity) {
        Set<HintKind> kinds = EnumSet.allOf(HintKind.class);
        kinds.removeIf(kind -> !kind.isFor(identity.getRoles()));
        Object expiry = identity.getAttribute(EXPIRY);
        return new Caller(
                identity.getPrincipal().getName(),
                identity.getPrincipal() instanceof JsonWebToken token
                        ? Objects.requireNonNullElse(token.<String>getClaim("sid"), "")
                        : "",
                kinds,
                expiry instanceof Number seconds ? Instant.ofEpochSecond(seconds.longValue()) : null);
    }
}
