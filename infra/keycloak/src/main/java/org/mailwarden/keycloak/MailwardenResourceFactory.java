// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * Serves {@code /realms/<realm>/mailwarden}.
 *
 * <p>Options, for instance by {@code KC_SPI_REALM_RESTAPI_EXTENSION__MAILWARDEN__CHECKS_PER_MINUTE}:
 * {@code checks-per-minute} candidates one caller may have checked (default 600),
 * {@code checks-per-user-per-minute} candidates checked against one user (default 60),
 * {@code links-per-minute} links one caller may have minted (default 120).
 */
public final class MailwardenResourceFactory implements RealmResourceProviderFactory {

    private @Nullable Limits limits;

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        Limits current = limits;
        if (current == null) {
            throw new IllegalStateException("Keycloak asked for the Mailwarden resource before initialising it");
        }
        return new Provider(new MailwardenResource(session, current, Clock.systemUTC()));
    }

    @Override
    public void init(Config.Scope config) {
        Clock clock = Clock.systemUTC();
        limits = new Limits(
                new RateLimiter(config.getInt("checks-per-minute", 600), clock),
                new RateLimiter(config.getInt("checks-per-user-per-minute", 60), clock),
                new RateLimiter(config.getInt("links-per-minute", 120), clock));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing depends on other providers.
    }

    @Override
    public void close() {
        // Holds memory only.
    }

    @Override
    public String getId() {
        return "mailwarden";
    }

    private record Provider(Object getResource) implements RealmResourceProvider {
        @Override
        public void close() {
            // Lives as long as the request.
        }
    }
}
