// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.session;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.console.access.Session;
import org.mailwarden.console.settings.ConsoleSettings;

/**
 * Ends a person's session at Keycloak from here, by its refresh token. The way over the browser (OpenID Connect RP-Initiated
 * Logout 1.0) would put the ID token into an address, and so into histories and logs.
 */
@ApplicationScoped
public class KeycloakLogout {

    private final HttpClient client;
    private final String address;
    private final String clientId;
    private final String clientSecret;
    private final long patienceMillis;

    KeycloakLogout(
            Vertx vertx,
            ConsoleSettings settings,
            @ConfigProperty(name = "quarkus.oidc.browser.auth-server-url") String realm,
            @ConfigProperty(name = "quarkus.oidc.browser.client-id") String clientId,
            @ConfigProperty(name = "mailwarden.client-secret") Optional<String> clientSecret) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis())));
        this.address = realm + "/protocol/openid-connect/logout";
        this.clientId = clientId;
        this.clientSecret = clientSecret.orElse("");
        this.patienceMillis = settings.statusTimeout().toMillis();
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /**
     * Ends a session.
     *
     * @param session the session
     * @return succeeds once Keycloak has ended it; fails when it does not answer, or refuses
     */
    Future<Void> end(Session session) {
        Map<String, String> form =
                Map.of("client_id", clientId, "client_secret", clientSecret, "refresh_token", session.refreshToken());
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(address)
                        .setIdleTimeout(patienceMillis)
                        .setHeaders(MultiMap.caseInsensitiveMultiMap()
                                .add("Content-Type", "application/x-www-form-urlencoded")))
                .compose(request -> request.send(encode(form)))
                .compose(answer -> answer.body()
                        .compose(body -> answer.statusCode() < 300
                                ? Future.succeededFuture()
                                : Future.failedFuture("Keycloak answers " + answer.statusCode())));
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
