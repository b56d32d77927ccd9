// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.IdTokenCredential;
import io.quarkus.oidc.RefreshToken;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.mailwarden.console.access.Admission.KeyRefused;
import org.mailwarden.console.access.Admission.Known;
import org.mailwarden.console.access.Admission.Refused;
import org.mailwarden.console.problem.Problem;

/**
 * Says who may pass: a program with a valid token or API key, or a browser with a session, and a role of the product. The services
 * behind ask again; here only strangers are turned away.
 */
@ApplicationScoped
public class Doorkeeper {

    /** The realm roles of the product. */
    static final Set<String> ROLES = Set.of("viewer", "analyst", "approver", "admin", "auditor", "service");

    private static final BiConsumer<RoutingContext, Throwable> NO_ANSWER = (context, failure) -> {};

    /** Where Quarkus puts the end of a token, in seconds since 1970. */
    private static final String EXPIRY = "quarkus.identity.expire-time";

    private final IdentityProviderManager identities;
    private final ApiKeys keys;

    Doorkeeper(IdentityProviderManager identities, ApiKeys keys) {
        this.identities = identities;
        this.keys = keys;
    }

    /**
     * Looks at the caller of a request.
     *
     * @param context the request
     * @param then told the answer once, on the request's event loop
     */
    public void look(RoutingContext context, Consumer<Admission> then) {
        Optional<String> key = ApiKeys.in(context.request());
        if (key.isPresent()) {
            keys.judge(
                    key.get(),
                    context.request().remoteAddress().hostAddress(),
                    answer -> then.accept(admit(context, answer)));
            return;
        }
        identityOf(context)
                .subscribe()
                .with(
                        identity -> then.accept(admit(context, identity)),
                        failure -> then.accept(Refusals.of(context, failure)));
    }

    /**
     * Asks who the caller of a request is, and answers nothing by itself.
     *
     * @param context the request
     * @return the identity, anonymous for a stranger; it fails as Quarkus' own mechanisms do
     */
    public Uni<SecurityIdentity> identityOf(RoutingContext context) {
        // Quarkus' own one would answer a bad token itself, without a word, before the caller of this method can.
        context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, NO_ANSWER);
        return QuarkusHttpUser.getSecurityIdentity(context, identities);
    }

    private static Admission admit(RoutingContext context, KeyAnswer answer) {
        return switch (answer) {
            case KeyAnswer.Good(KeyRights rights) -> {
                // For what the console answers itself.
                QuarkusHttpUser.setIdentity(
                        QuarkusSecurityIdentity.builder()
                                .setPrincipal(new QuarkusPrincipal(rights.name()))
                                .addRoles(rights.roles())
                                .addAttribute(EXPIRY, rights.expiresAt().getEpochSecond())
                                .build(),
                        context);
                yield new Known(rights.roles(), Optional.empty(), Optional.of(rights));
            }
            case KeyAnswer.Refused(Problem problem) -> new KeyRefused(problem);
        };
    }

    private static Admission admit(RoutingContext context, SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            return Refused.ANONYMOUS;
        }
        Optional<Session> session = sessionOf(identity);
        if (session.isPresent() && ForgedRequests.isPossible(context.request())) {
            return Refused.FORGEABLE;
        }
        return new Known(
                identity.getRoles().stream().filter(ROLES::contains).collect(Collectors.toUnmodifiableSet()),
                session,
                Optional.empty());
    }

    /** Only the code flow brings an ID token along. */
    private static Optional<Session> sessionOf(SecurityIdentity identity) {
        if (identity.getCredential(IdTokenCredential.class) == null) {
            return Optional.empty();
        }
        JsonWebToken person = (JsonWebToken) identity.getPrincipal();
        String username = person.getName();
        String refreshToken = Optional.ofNullable(identity.getCredential(RefreshToken.class))
                .map(RefreshToken::getToken)
                .orElse("");
        return Optional.of(new Session(
                Objects.requireNonNullElse(person.<String>getClaim("sid"), ""),
                username,
                Objects.requireNonNullElse(person.<String>getClaim("name"), username),
                identity.getCredential(AccessTokenCredential.class).getToken(),
                refreshToken,
                TokenExpiry.of(refreshToken)
                        .orElseGet(() -> Instant.ofEpochSecond(person.<Long>getClaim(Claims.exp)))));
    }
}
