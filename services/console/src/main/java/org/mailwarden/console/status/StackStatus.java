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

    private record Asked(Instant at, Future<List<PartStatus>> answer) {}

    private final HealthProbe probe;
    private final Addresses addresses;
    private final ConsoleSettings settings;
    private final Optional<String> realm;
    private final Clock clock = Clock.systemUTC();
    private final AtomicReference<@Nullable Asked> last = new AtomicReference<>();

    StackStatus(
            HealthProbe probe,
            Addresses addresses,
            ConsoleSettings settings,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> realm) {
        this.probe = probe;
        this.addresses = addresses;
        this.settings = settings;
        this.realm = realm;
    }

    /**
     * Asks every part.
     *
     * @return how they are, in a fixed order; never fails
     */
    public Future<List<PartStatus>> parts() {
        Instant now = clock.instant();
        Asked known = last.get();
        if (known != null && now.isBefore(known.at().plus(settings.statusReuse()))) {
            return known.answer();
        }
        Asked fresh = new Asked(now, ask());
        last.set(fresh);
        return fresh.answer();
    }

    private Future<List<PartStatus>> ask() {
        List<Future<PartStatus>> answers = new ArrayList<>();
        for (Upstream upstream : Upstream.values()) {
            answers.add(probe.ask(upstream.label(), addresses.of(upstream).resolve("/q/health/ready")));
        }
        realm.ifPresent(
                url -> answers.add(probe.ask("keycloak", URI.create(url + "/.well-known/openid-configuration"))));
        return Future.join(answers)
                .map(done -> answers.stream().map(Future::result).toList());
    }
}
