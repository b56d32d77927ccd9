// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Says who may pass: a caller with a valid token and a role of the product. The services behind ask again; here only
 * strangers are turned away.
 */
@ApplicationScoped
public class Doorkeeper {

    /** The realm roles of the product. */
    static final Set<String> ROLES = Set.of("viewer", "analyst", "approver", "admin", "auditor", "service");

    private static final BiConsumer<RoutingContext, Throwable> NO_ANSWER = (context, failure) -> {};

    private final IdentityProviderManager identities;

    Doorkeeper(IdentityProviderManager identities) {
        this.identities = identities;
    }

    /**
     * Looks at the caller of a request.
     *
     * @param context the request
     * @param then told the answer once, on the request's event loop
     */
    public void look(RoutingContext context, Consumer<Admission> then) {
        // Quarkus' own one would answer a bad token itself, without a word, before the caller of this method can.
        context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, NO_ANSWER);
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .subscribe()
                .with(identity -> then.accept(admit(identity)), failure -> then.accept(refuse(failure)));
    }

    private static Admission admit(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            return Admission.ANONYMOUS;
        }
        return Collections.disjoint(identity.getRoles(), ROLES) ? Admission.WITHOUT_ROLE : Admission.ADMITTED;
    }

    // Keycloak being away is not the caller's fault, and must not read as "your token is wrong".
    private static Admission refuse(Throwable failure) {
        return failure instanceof AuthenticationFailedException ? Admission.BAD_TOKEN : Admission.UNDECIDED;
    }
}
