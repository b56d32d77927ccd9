// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.reset;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakAdminGateway;
import org.mailwarden.auth.keycloak.KeycloakHttp;
import org.mailwarden.auth.keycloak.KeycloakSettings;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.ServiceToken;

/**
 * The calls that a reset makes at Keycloak, in their order and by the same code, and nothing around them: no governor, no
 * intent, no ledger, no event and no mail. Nothing that resets people by this Keycloak can be faster.
 */
final class BareCalls {

    /** As many as the service runs at once. */
    private static final int AT_ONCE = 8;

    private static final List<String> ACTIONS = List.of("UPDATE_PASSWORD", "CONFIGURE_TOTP");

    private final KeycloakAdminGateway keycloak;

    BareCalls(URI url, String clientSecret) {
        ObjectMapper json = new ObjectMapper();
        KeycloakSettings settings =
                new KeycloakSettings(url, "mailwarden", "mailwarden-auth", clientSecret, Duration.ofSeconds(15));
        ServiceToken token = new ServiceToken(settings, json, Clock.systemUTC());
        keycloak = new KeycloakAdminGateway(settings, new KeycloakHttp(settings, token, json), json);
    }

    /** Resets people and tells how many in a second. */
    double perSecond(List<LeakedPerson> people) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> running = people.stream()
                    .<Future<?>>map(person -> threads.submit(() -> reset(person)))
                    .toList();
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException cause) {
            throw new IOException("A bare call failed", cause.getCause());
        }
        return people.size() * 1e9 / (System.nanoTime() - start);
    }

    private void reset(LeakedPerson person) {
        String id = person.userId();
        // The governor's question
        done(() -> keycloak.findByUsername(person.name()));
        done(() -> keycloak.isLastEnabledAdmin(id));
        done(keycloak::fleetSize);
        // The first logout
        done(() -> keycloak.read(id));
        done(() -> keycloak.isLastEnabledAdmin(id));
        done(() -> keycloak.endSignIns(id));
        done(() -> keycloak.logout(id));
        done(() -> keycloak.revokeGrants(id));
        // The password
        FleetUser user = done(() -> keycloak.read(id));
        done(() -> keycloak.isLastEnabledAdmin(id));
        done(() -> keycloak.deletePasswords(
                id,
                user.passwords().stream().map(FleetUser.PasswordCredential::id).collect(Collectors.toSet())));
        done(() -> keycloak.read(id));
        // The second logout
        done(() -> keycloak.endSignIns(id));
        done(() -> keycloak.logout(id));
        done(() -> keycloak.revokeGrants(id));
        done(() -> keycloak.sessions(id));
        // What the person has to do
        done(() -> keycloak.requireActions(id, ACTIONS));
        done(() -> keycloak.read(id));
        done(() -> keycloak.mintRecoveryLink(id, ACTIONS, Duration.ofHours(12))).close();
        // The proof
        done(() -> keycloak.read(id));
        done(() -> keycloak.sessions(id));
    }

    private static <T> T done(Supplier<Outcome<T>> call) {
        Outcome<T> outcome = call.get();
        if (outcome instanceof Outcome.Done<T>(T value)) {
            return value;
        }
        throw new IllegalStateException("Keycloak did not do it: " + outcome);
    }
}
