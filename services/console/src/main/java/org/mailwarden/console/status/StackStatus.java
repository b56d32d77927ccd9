// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.status;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.mailwarden.console.gateway.Addresses;
import org.mailwarden.console.gateway.Upstream;
import org.mailwarden.console.settings.ConsoleSettings;

/** How the whole stack is; asked at most once per {@link ConsoleSettings#statusReuse()}. */
@ApplicationScoped
public class StackStatus {

    private static final String KEYCLOAK = "keycloak";

    private record Asked(Instant at, Future<List<PartStatus>> answer) {}

    /**
     * How the parts were at one moment.
     *
     * @param at when they were asked
     * @param parts how they were, in a fixed order
     */
    public record Checked(Instant at, List<PartStatus> parts) {}

    private final HealthProbe probe;
    private final Addresses addresses;
    private final ConsoleSettings settings;
    private final Optional<String> realm;
    private final Clock clock;
    private final AtomicReference<@Nullable Asked> last = new AtomicReference<>();

    StackStatus(
            HealthProbe probe,
            Addresses addresses,
            ConsoleSettings settings,
            Clock clock,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> realm) {
        this.probe = probe;
        this.addresses = addresses;
        this.settings = settings;
        this.clock = clock;
        this.realm = realm;
    }

    /**
     * Asks every part.
     *
     * @return how they are; never fails
     */
    public Future<Checked> parts() {
        Instant now = clock.instant();
        Asked known = last.get();
        if (known != null && now.isBefore(known.at().plus(settings.statusReuse()))) {
            return known.answer().map(parts -> new Checked(known.at(), parts));
        }
        Asked fresh = new Asked(now, ask());
        last.set(fresh);
        return fresh.answer().map(parts -> new Checked(fresh.at(), parts));
    }

    private Future<List<PartStatus>> ask() {
        List<Future<PartStatus>> services = new ArrayList<>();
        for (Upstream upstream : Upstream.values()) {
            services.add(probe.ask(upstream.label(), addresses.of(upstream).resolve("/q/health/ready")));
        }
        Future<PartStatus> keycloak = realm.map(
                        url -> probe.ask(KEYCLOAK, URI.create(url + "/.well-known/openid-configuration")))
                .orElseGet(() -> Future.succeededFuture(new PartStatus(KEYCLOAK, PartState.UNKNOWN, List.of())));
        return Future.join(services)
                .compose(done -> keycloak)
                .map(identity -> together(services.stream().map(Future::result).toList(), identity));
    }

    private static List<PartStatus> together(List<PartStatus> services, PartStatus keycloak) {
        List<PartStatus> parts = new ArrayList<>(services);
        // Whoever reads this has the console's answer in hand.
        parts.add(new PartStatus("console", PartState.UP, List.of()));
        for (SharedPart shared : SharedPart.values()) {
            parts.add(shared.heardFrom(services));
        }
        parts.add(keycloak);
        return List.copyOf(parts);
    }
}
