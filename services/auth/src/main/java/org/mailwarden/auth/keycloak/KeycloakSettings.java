// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.kit.secret.Secret;

/** Where Keycloak is and who we are there. */
@ApplicationScoped
public class KeycloakSettings {

    private final URI url;
    private final String realm;
    private final String clientId;
    private final Secret clientSecret;
    private final Duration timeout;

    /**
     * Takes the configuration.
     *
     * @param url base address, for instance {@code http://127.0.0.1:8180}
     * @param realm the realm
     * @param clientId the service account's client
     * @param clientSecret its secret
     * @param timeout longest wait for one answer
     */
    @Inject
    public KeycloakSettings(
            @ConfigProperty(name = "mailwarden.keycloak.url") URI url,
            @ConfigProperty(name = "mailwarden.keycloak.realm", defaultValue = "mailwarden") String realm,
            @ConfigProperty(name = "mailwarden.client-id", defaultValue = "mailwarden-auth") String clientId,
            @ConfigProperty(name = "mailwarden.client-secret") String clientSecret,
            @ConfigProperty(name = "mailwarden.keycloak.timeout", defaultValue = "15S") Duration timeout) {
        this.url = url;
        this.realm = realm;
        this.clientId = clientId;
        this.clientSecret = Secret.of(clientSecret);
        this.timeout = timeout;
    }

    URI tokenEndpoint() {
        return resolve("/realms/" + realm + "/protocol/openid-connect/token");
    }

    URI admin(String path) {
        return resolve("/admin/realms/" + realm + path);
    }

    URI provider(String path) {
        return resolve("/realms/" + realm + "/mailwarden" + path);
    }

    String clientId() {
        return clientId;
    }

    Secret clientSecret() {
        return clientSecret;
    }

    Duration timeout() {
        return timeout;
    }

    private URI resolve(String path) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
