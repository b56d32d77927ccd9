// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import io.quarkus.oidc.TenantResolver;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Tells browsers from programs, so that each is judged in one way only: who sends {@code Authorization} is a program,
 * whatever cookie comes with it; who has a session's cookie, or signs in, is a browser.
 */
@ApplicationScoped
public class WayIn implements TenantResolver {

    /** Where a browser signs in, and where Keycloak sends it back to. */
    public static final String SIGN_IN = "/sign-in";

    /** The name under which a session is kept; longer ones are cut, and their pieces numbered. */
    private static final String COOKIE = "q_session_browser";

    private static final String PROGRAM = "Default";
    private static final String BROWSER = "browser";

    // Never null: else Quarkus would look for the name of a tenant among the segments of the path.
    @Override
    public String resolve(RoutingContext context) {
        return isBrowser(context) ? BROWSER : PROGRAM;
    }

    /**
     * Whether a request comes from a browser that has a session, or signs in.
     *
     * @param context the request
     * @return false for programs and strangers
     */
    static boolean isBrowser(RoutingContext context) {
        if (context.normalizedPath().equals(SIGN_IN)) {
            return true;
        }
        return !context.request().headers().contains(HttpHeaders.AUTHORIZATION)
                && context.request().cookies().stream().anyMatch(cookie -> isOfASession(cookie.getName()));
    }

    /**
     * Whether a cookie is a session's, or a piece of one.
     *
     * @param cookie its name
     * @return true for the console's own
     */
    public static boolean isOfASession(String cookie) {
        return cookie.equals(COOKIE) || cookie.startsWith(COOKIE + "_chunk_");
    }
}
