// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.signin;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.EventStore;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.outbox.Outbox;

/**
 * Reads Keycloak's own events from where it stopped and publishes them under Keycloak's ids: what the provider had published
 * already is a repeat that consumers drop, what it had lost is new. Reads a little twice each time, for an event is stored
 * later than it happened. What a mail server asked about is left out, as the provider does.
 */
@ApplicationScoped
public class SignInReconciliation {

    private static final Logger LOG = Logger.getLogger(SignInReconciliation.class);
    private static final Duration TWICE = Duration.ofMinutes(1);
    /** Where a new install begins: older sign-ins would all be told at once. */
    private static final Duration FIRST_LOOK_BACK = Duration.ofMinutes(10);

    private static final int PAGE = 200;

    private final EventStore events;
    private final KeycloakGateway keycloak;
    private final Outbox outbox;
    private final EntityManager entities;
    private final Clock clock;
    private final URI server;
    private final Set<String> mailServers;

    SignInReconciliation(
            EventStore events,
            KeycloakGateway keycloak,
            Outbox outbox,
            EntityManager entities,
            Clock clock,
            @ConfigProperty(name = "mailwarden.keycloak.url") URI server,
            @ConfigProperty(name = "mailwarden.auth.mail-server-clients") Set<String> mailServers) {
        this.events = events;
        this.keycloak = keycloak;
        this.outbox = outbox;
        this.entities = entities;
        this.clock = clock;
        this.server = server;
        this.mailServers = Set.copyOf(mailServers);
    }

    /** Reads what is new. */
    @Scheduled(
            every = "${mailwarden.auth.sign-ins-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void reconcile() {
        Instant from = QuarkusTransaction.requiringNew().call(this::cursor).minus(TWICE);
        Instant reached = clock.instant();
        for (int skip = 0; ; skip += PAGE) {
            Outcome<List<EventStore.Stored>> read = events.read(from, skip, PAGE);
            if (!(read instanceof Outcome.Done<List<EventStore.Stored>>(List<EventStore.Stored> page))) {
                LOG.warnf("Sign-ins at Keycloak could not be read, they are read later: %s", read);
                return;
            }
            List<Event> told = page.stream()
                    .filter(stored -> stored.clientId() == null || !mailServers.contains(stored.clientId()))
                    .map(this::event)
                    .toList();
            Instant last = page.isEmpty() ? reached : page.getLast().at();
            boolean more = page.size() == PAGE;
            QuarkusTransaction.requiringNew().run(() -> {
                if (!told.isEmpty()) {
                    outbox.addAll(told);
                }
                advance(more ? last : reached);
            });
            if (!more) {
                return;
            }
        }
    }

    private Event event(EventStore.Stored stored) {
        Login login = SignInWording.of(stored, name(stored), server);
        return new Event(
                login.loginId(),
                login.failure() == null ? EventType.LOGIN_SUCCEEDED : EventType.LOGIN_FAILED,
                stored.userId() == null ? stored.id() : stored.userId(),
                stored.at(),
                login);
    }

    private @Nullable String name(EventStore.Stored stored) {
        if (stored.username() != null || stored.userId() == null) {
            return stored.username();
        }
        return keycloak.read(stored.userId()) instanceof Outcome.Done<FleetUser>(FleetUser user)
                ? user.username()
                : null;
    }

    private Instant cursor() {
        List<?> rows = entities.createNativeQuery("select read_until from sign_in_cursor where id = 1")
                .getResultList();
        return rows.isEmpty() ? clock.instant().minus(FIRST_LOOK_BACK) : (Instant) rows.getFirst();
    }

    private void advance(Instant until) {
        entities.createNativeQuery("""
                        insert into sign_in_cursor (id, read_until) values (1, :until)
                        on conflict (id) do update set read_until = greatest(sign_in_cursor.read_until, :until)""").setParameter("until", until).executeUpdate();
    }
}
