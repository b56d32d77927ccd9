// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * Whether another site could have made a browser send a request with the cookie of a session (CSRF). A page of another site
 * can send no header of its own choice without being allowed to (Fetch Standard, CORS preflight), and the console allows nobody.
 */
final class ForgedRequests {

    /** What the console's own pages send with whatever changes something. */
    static final String HEADER = "X-Requested-By";

    static final String VALUE = "console";

    // RFC 9110, section 9.2.1.
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private ForgedRequests() {}

    static boolean isPossible(HttpServerRequest request) {
        return !SAFE.contains(request.method().name()) && !VALUE.equals(request.getHeader(HEADER));
    }
}
