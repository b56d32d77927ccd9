// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.problem;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a request can be found again in the logs.
 *
 * @param requestId the caller's X-Request-Id when it is harmless, else a new one
 * @param traceId the trace id of the caller's {@code traceparent} (W3C Trace Context), else a new one; 32 hex digits
 */
public record RequestTrace(String requestId, String traceId) {

    private static final String KEY = RequestTrace.class.getName();
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    /**
     * Names a request; the same request gets the same names.
     *
     * @param context the request
     * @return its names
     */
    public static RequestTrace of(RoutingContext context) {
        RequestTrace known = context.get(KEY);
        if (known != null) {
            return known;
        }
        RequestTrace fresh = of(
                context.request().getHeader("X-Request-Id"), context.request().getHeader("traceparent"));
        context.put(KEY, fresh);
        return fresh;
    }

    static RequestTrace of(@Nullable String requestId, @Nullable String traceparent) {
        String made = UUID.randomUUID().toString();
        return new RequestTrace(
                requestId != null && HARMLESS.matcher(requestId).matches() ? requestId : made,
                traceIdOf(traceparent).orElse(made.replace("-", "")));
    }

    private static Optional<String> traceIdOf(@Nullable String traceparent) {
        if (traceparent == null) {
            return Optional.empty();
        }
        Matcher matcher = TRACEPARENT.matcher(traceparent);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
