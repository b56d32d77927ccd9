// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.devstack.process.FreePorts;

/** What our provider says of a name, word for word, and what it says when it is old, fails or is not there. */
class FindingUsersTest {

    private HttpServer server;
    private int status = 200;
    private String standing = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FreePorts.next()), 10);
        server.createContext(
                "/realms/mailwarden/protocol",
                exchange -> answer(exchange, 200, "{\"access_token\":\"t\",\"expires_in\":600}"));
        server.createContext("/realms/mailwarden/mailwarden/standing", exchange -> answer(exchange, status, standing));
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void somebodyOutsideTheFleetIsNobodyHere() {
        // Given
        standing = standing("\"id\":\"7\",\"username\":\"anna\",", false, false);

        // When
        Outcome<FleetUser> found = gateway().findByUsername("anna");

        // Then
        assertThat(found).isInstanceOf(Outcome.NoSuchUser.class);
    }

    @Test
    void somebodyProtectedIsKnownToBeSo() {
        // Given
        standing = standing("\"id\":\"7\",\"username\":\"anna\",", false, true);

        // When
        Outcome<UserStanding> found = gateway().standingOf("Anna");

        // Then
        assertThat(found).isEqualTo(new Outcome.Done<>(new UserStanding("anna", true, false)));
    }

    @Test
    void whomTheRealmDoesNotKnowIsNobody() {
        // Given
        status = 404;
        standing = "{\"error\":\"no_such_user\"}";

        // When
        Outcome<FleetUser> found = gateway().findByUsername("anna");

        // Then
        assertThat(found).isInstanceOf(Outcome.NoSuchUser.class);
    }

    @Test
    void aKeycloakWithoutOurProviderHasNotSaidThatThereIsNobody() {
        // Given
        status = 404;
        standing = "{\"error\":\"HTTP 404 Not Found\"}";

        // When
        Outcome<FleetUser> found = gateway().findByUsername("anna");

        // Then
        assertThat(found)
                .isInstanceOfSatisfying(
                        Outcome.Unavailable.class,
                        unavailable -> assertThat(unavailable.toString()).contains("provider"));
    }

    @Test
    void anOlderProviderIsToBeReplaced() {
        // Given
        standing = standing("", true, false);

        // When
        Outcome<UserStanding> found = gateway().standingOf("anna");

        // Then
        assertThat(found)
                .isInstanceOfSatisfying(
                        Outcome.Unavailable.class,
                        unavailable -> assertThat(unavailable.toString()).contains("older than this service"));
    }

    @Test
    void aKeycloakThatFailsHasNotSaidThatThereIsNobody() {
        // Given
        status = 500;

        // When
        Outcome<FleetUser> found = gateway().findByUsername("anna");

        // Then
        assertThat(found).isInstanceOf(Outcome.Unavailable.class);
    }

    private static String standing(String who, boolean fleet, boolean isProtected) {
        return "{%s\"fleet\":%s,\"protectedUser\":%s,\"lastEnabledAdmin\":false,\"roles\":[]}"
                .formatted(who, fleet, isProtected);
    }

    private KeycloakAdminGateway gateway() {
        ObjectMapper json = new ObjectMapper();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        KeycloakSettings settings =
                new KeycloakSettings(url, "mailwarden", "mailwarden-auth", "a secret", Duration.ofSeconds(30));
        return new KeycloakAdminGateway(
                settings, new KeycloakHttp(settings, new ServiceToken(settings, json, Clock.systemUTC()), json), json);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
