// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.apikey;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Takes a token of an API key that claims more than a program may have for no token at all. auth never signs one; if it
 * ever did, nobody would obey.
 */
@ApplicationScoped
public class ApiKeyBounds implements SecurityIdentityAugmentor {

    private static final Logger LOG = Logger.getLogger(ApiKeyBounds.class);

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (ApiKeyTokens.isOf(identity) && !ApiKeyTokens.ROLES.containsAll(identity.getRoles())) {
            LOG.errorf(
                    "A token of %s claims roles that no key has",
                    identity.getPrincipal().getName());
            return Uni.createFrom().failure(new AuthenticationFailedException("An API key cannot have these roles"));
        }
        return Uni.createFrom().item(identity);
    }
}
