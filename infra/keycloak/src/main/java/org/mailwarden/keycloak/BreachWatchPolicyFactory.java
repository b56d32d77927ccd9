// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PasswordPolicyProviderFactory;

/**
 * Offers the password policy {@code breachWatch(n)}: a password that stands at least {@code n} times in the corpus is refused.
 *
 * <p>Options, for instance by {@code KC_SPI_PASSWORD_POLICY__BREACH_WATCH__RANGE_URL}: {@code range-url} address in front of
 * the five digits; {@code timeout-millis} longest wait (default 1000); {@code when-unavailable} {@code accept} (default) or
 * {@code refuse}; {@code cache-bytes} memory for ranges (default 8,000,000); {@code cache-seconds} how long a range is used
 * without asking again (default 300).
 */
public final class BreachWatchPolicyFactory implements PasswordPolicyProviderFactory {

    private static final String REFUSE = "refuse";
    private static final String ACCEPT = "accept";

    private @Nullable RangeClient ranges;
    private boolean refuseUnchecked;

    @Override
    public PasswordPolicyProvider create(KeycloakSession session) {
        RangeClient current = ranges;
        if (current == null) {
            throw new IllegalStateException("Keycloak asked for the policy breachWatch before initialising it");
        }
        return new BreachWatchPolicy(session, current, refuseUnchecked);
    }

    @Override
    public void init(Config.Scope config) {
        String unavailable = config.get("when-unavailable", ACCEPT);
        if (!unavailable.equals(ACCEPT) && !unavailable.equals(REFUSE)) {
            throw new IllegalArgumentException("when-unavailable of the policy breachWatch is accept or refuse");
        }
        refuseUnchecked = unavailable.equals(REFUSE);
        String url = config.get("range-url");
        ranges = new RangeClient(
                url == null || url.isBlank() ? null : URI.create(url.endsWith("/") ? url : url + "/"),
                Duration.ofMillis(config.getLong("timeout-millis", 1_000L)),
                new RangeCache(
                        config.getLong("cache-bytes", 8_000_000L),
                        Duration.ofSeconds(config.getLong("cache-seconds", 300L))),
                Clock.systemUTC());
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing depends on other providers.
    }

    @Override
    public void close() {
        // Its connections end with the server.
    }

    @Override
    public String getId() {
        return BreachWatchPolicy.ID;
    }

    @Override
    public String getDisplayName() {
        return "Not in a known breach (Mailwarden)";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.INT_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return "1";
    }

    @Override
    public boolean isMultiplSupported() {
        return false;
    }
}
