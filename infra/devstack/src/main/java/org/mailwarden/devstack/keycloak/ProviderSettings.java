// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where the provider inside Keycloak finds the rest of Mailwarden.
 *
 * @param breachWatch address of breach-watch, without a slash at its end
 * @param auth address of auth, likewise
 * @param keys folder with breach-watch's public key
 * @param kafka bootstrap servers
 */
public record ProviderSettings(String breachWatch, String auth, Path keys, String kafka) {

    /**
     * Words them as Keycloak reads them.
     *
     * @return variables for {@link KeycloakServer.Settings#environment()}
     */
    public Map<String, String> environment() {
        return Map.of(
                "KC_SPI_PASSWORD_POLICY__BREACH_WATCH__RANGE_URL",
                breachWatch + "/range/",
                "KC_SPI_REALM_RESTAPI_EXTENSION__MAILWARDEN__AUTH_URL",
                auth,
                "KC_SPI_REALM_RESTAPI_EXTENSION__MAILWARDEN__PUBLIC_KEYSET",
                keys.resolve("breach-watch.public.keyset").toAbsolutePath().toString(),
                "KC_SPI_EVENTS_LISTENER__MAILWARDEN_KAFKA__BOOTSTRAP_SERVERS",
                kafka);
    }
}
