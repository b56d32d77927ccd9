// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mailwarden.console.access.Admission.KeyRefused;
import org.mailwarden.console.access.Admission.Refused;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.problem.ProblemWriter;

/** What a failed sign-in means, and the words for it. */
public final class Refusals {

    private Refusals() {}

    /**
     * Tells what a failure of Quarkus' mechanisms means. Keycloak being away is not the caller's fault, and must not read as
     * "your token is wrong" or "your session has ended".
     *
     * @param context the request
     * @param failure how it failed
     * @return why the caller is turned away
     */
    public static Refused of(RoutingContext context, Throwable failure) {
        return of(WayIn.isBrowser(context), failure);
    }

    static Refused of(boolean browser, Throwable failure) {
        boolean judged = failure instanceof AuthenticationFailedException
                || failure instanceof AuthenticationCompletionException;
        if (!judged || isNoAnswer(failure.getCause())) {
            return Refused.UNDECIDED;
        }
        return browser ? Refused.SESSION_ENDED : Refused.BAD_TOKEN;
    }

    /** A refresh that Keycloak refuses (RFC 6749, section 5.2) is an answer; everything else that goes wrong on the way is none. */
    private static boolean isNoAnswer(@Nullable Throwable cause) {
        return switch (cause) {
            case OIDCException said -> !String.valueOf(said.getMessage()).contains("invalid_grant");
            case IOException broken -> true;
            case TimeoutException late -> true;
            // Quarkus takes the cause of a broken connection, which has none.
            case NullPointerException broken -> true;
            case null, default -> false;
        };
    }

    /**
     * Answers a caller who is turned away.
     *
     * @param context the request
     * @param refused why
     */
    public static void write(RoutingContext context, Refused refused) {
        switch (refused) {
            case ANONYMOUS -> challenge(context, "", Problem.notSignedIn());
            case BAD_TOKEN -> challenge(context, ", error=\"invalid_token\"", Problem.notSignedIn());
            case SESSION_ENDED -> challenge(context, "", Problem.sessionEnded());
            case FORGEABLE -> ProblemWriter.write(context, Problem.forgeable());
            case UNDECIDED -> ProblemWriter.write(context, Problem.unavailable("Keycloak (sign-in)"));
        }
    }

    /**
     * Answers a caller whose API key is refused.
     *
     * @param context the request
     * @param refused why
     */
    public static void write(RoutingContext context, KeyRefused refused) {
        switch (refused.problem().status()) {
            case 401 -> challenge(context, ", error=\"invalid_token\"", refused.problem());
            case 429 -> {
                context.response().putHeader("Retry-After", Long.toString(WrongKeys.WINDOW.toSeconds()));
                ProblemWriter.write(context, refused.problem());
            }
            default -> ProblemWriter.write(context, refused.problem());
        }
    }

    private static void challenge(RoutingContext context, String error, Problem problem) {
        context.response().putHeader("WWW-Authenticate", "Bearer realm=\"mailwarden\"" + error);
        ProblemWriter.write(context, problem);
    }
}
