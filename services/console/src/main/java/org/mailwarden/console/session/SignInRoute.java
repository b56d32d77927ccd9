// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.session;

import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.mailwarden.console.access.Admission.Refused;
import org.mailwarden.console.access.Doorkeeper;
import org.mailwarden.console.access.Refusals;
import org.mailwarden.console.access.WayIn;
import org.mailwarden.console.settings.ConsoleSettings;

/**
 * Answers {@code GET /sign-in?return=PATH}: sends a browser to Keycloak and, once it has come back with a code (OpenID Connect
 * Core 1.0, section 3.1, with PKCE, RFC 7636), to the page it wanted. It is the only path that ever sends anybody to Keycloak:
 * a script that asks for data must get an answer, not the form of another server.
 */
@ApplicationScoped
public class SignInRoute {

    private static final Logger LOG = Logger.getLogger(SignInRoute.class);
    private static final int FOUND = 302;

    private static final String LOOPBACK_BY_NAME = "localhost";

    private final Doorkeeper doorkeeper;
    private final Optional<URI> address;

    SignInRoute(Doorkeeper doorkeeper, ConsoleSettings settings) {
        this.doorkeeper = doorkeeper;
        this.address = settings.url().filter(url -> !LOOPBACK_BY_NAME.equals(url.getHost()));
    }

    void register(@Observes Router router) {
        router.get(WayIn.SIGN_IN).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        if (address.isPresent()
                && context.request().authority() != null
                && LOOPBACK_BY_NAME.equals(context.request().authority().host())) {
            redirect(context, address.get().resolve(context.request().uri()).toString());
            return;
        }
        doorkeeper
                .identityOf(context)
                .subscribe()
                .with(identity -> signedIn(context, identity), failure -> failed(context, failure));
    }

    private static void signedIn(RoutingContext context, SecurityIdentity identity) {
        if (!identity.isAnonymous()) {
            redirect(context, ReturnPath.of(context.request().getParam("return")));
        } else if (comesFromKeycloak(context)) {
            notSignedIn(context);
        } else {
            sendToKeycloak(context);
        }
    }

    private static void failed(RoutingContext context, Throwable failure) {
        if (failure instanceof AuthenticationRedirectException back) {
            redirect(context, back.getRedirectUri());
        } else if (Refusals.of(context, failure) == Refused.UNDECIDED) {
            keycloakIsAway(context, failure);
        } else if (comesFromKeycloak(context)) {
            notSignedIn(context);
        } else {
            // An older session has ended.
            sendToKeycloak(context);
        }
    }

    /** Sending such a browser to Keycloak again could go on for ever, where it keeps no cookie. */
    private static boolean comesFromKeycloak(RoutingContext context) {
        return context.request().params().contains("state");
    }

    private static void sendToKeycloak(RoutingContext context) {
        HttpAuthenticator authenticator = Objects.requireNonNull(context.get(HttpAuthenticator.class.getName()));
        authenticator
                .getChallenge(context)
                .subscribe()
                .with(challenge -> challenge(context, challenge), failure -> keycloakIsAway(context, failure));
    }

    private static void challenge(RoutingContext context, ChallengeData challenge) {
        // Their names are of a kind that no map finds by a string.
        challenge.getHeaders().entrySet().stream()
                .filter(header -> challenge.status == FOUND && "location".contentEquals(header.getKey()))
                .findFirst()
                .ifPresentOrElse(header -> redirect(context, header.getValue()), () -> notSignedIn(context));
    }

    private static void notSignedIn(RoutingContext context) {
        show(
                context,
                401,
                "Keycloak did not sign you in, it took more than half an hour, or your browser keeps no cookies of this page.");
    }

    private static void keycloakIsAway(RoutingContext context, Throwable failure) {
        LOG.warnf("Nobody can sign in: %s", failure.getMessage());
        show(
                context,
                503,
                "Keycloak, which signs everybody in, does not answer. Wait a minute; the log of the console says more.");
    }

    private static void redirect(RoutingContext context, String location) {
        context.response()
                .setStatusCode(FOUND)
                .putHeader("Location", location)
                .putHeader("Cache-Control", "no-store")
                .end();
    }

    private static void show(RoutingContext context, int status, String sentence) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(SignInHtml.failed(sentence));
    }
}
