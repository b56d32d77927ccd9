// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
 * {@code links-per-minute} links one caller may have minted (default 600: an approved batch goes as fast as Keycloak),
 * {@code sign-in-check} whether right passwords are looked at (default true),
 * {@code breached-at-sign-in} {@code require-change} (default) or {@code report} for a password that stands in the corpus,
 * {@code sign-in-wait-millis} longest that this may hold up a sign-in (default 100),
 * {@code auth-url} address of auth, and {@code public-keyset} file of breach-watch's public key: without them no fingerprint
 * is sealed.
 */
public final class MailwardenResourceFactory implements RealmResourceProviderFactory {

    /** The provider's id, which is also the path of its endpoints. */
    static final String ID = "mailwarden";

    private static final String REQUIRE_CHANGE = "require-change";
    private static final String REPORT = "report";

    private @Nullable Limits limits;
    private @Nullable SignInCheck signInCheck;
    private @Nullable AuthGateway auth;

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
                new RateLimiter(config.getInt("links-per-minute", 600), clock));
        String breached = config.get("breached-at-sign-in", REQUIRE_CHANGE);
        if (!breached.equals(REQUIRE_CHANGE) && !breached.equals(REPORT)) {
            throw new IllegalArgumentException("breached-at-sign-in is require-change or report");
        }
        String keyset = config.get("public-keyset");
        String authUrl = config.get("auth-url");
        auth = authUrl == null ? null : new AuthGateway(authUrl);
        signInCheck = new SignInCheck(
                new SignInCheck.Settings(
                        config.getBoolean("sign-in-check", true),
                        breached.equals(REQUIRE_CHANGE),
                        Duration.ofMillis(config.getLong("sign-in-wait-millis", 100L))),
                new FingerprintSealing(auth, keyset == null ? null : Path.of(keyset), clock));
    }

    /** The one check of this server, shared by all requests. */
    SignInCheck signInCheck() {
        SignInCheck current = signInCheck;
        if (current == null) {
            throw new IllegalStateException("Keycloak asked for the sign-in check before initialising it");
        }
        return current;
    }

    /** Where auth is; absent when nobody said so. */
    @Nullable
    AuthGateway auth() {
        return auth;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing depends on other providers.
    }

    @Override
    public void close() {
        SignInCheck current = signInCheck;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    private record Provider(Object getResource) implements RealmResourceProvider {
        @Override
        public void close() {
            // Lives as long as the request.
        }
    }
}
