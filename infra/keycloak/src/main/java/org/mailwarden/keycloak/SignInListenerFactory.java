// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventListenerTransaction;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.urls.UrlType;

/**
 * The event listener {@code mailwarden-kafka}: sign-ins and changes of credentials go to the topic {@code mail.logins} once
 * their transaction is committed, and a new password ends a lockout. It works in realms that list it among their event
 * listeners.
 *
 * <p>Option {@code KC_SPI_EVENTS_LISTENER__MAILWARDEN_KAFKA__BOOTSTRAP_SERVERS}; without it nothing is published, and auth
 * reads the events over REST. Option {@code MAIL_SERVERS}: the clients as which mail servers ask whether a password is right,
 * with commas between them; {@code mailwarden-dovecot} unless set.
 */
public final class SignInListenerFactory implements EventListenerProviderFactory {

    static final String ID = "mailwarden-kafka";

    private @Nullable KafkaSignIns signIns;
    private Set<String> mailServers = Set.of();

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        KafkaSignIns current = signIns;
        return current == null ? new Silent(session) : new Listener(session, current, mailServers);
    }

    @Override
    public void init(Config.Scope config) {
        String servers = config.get("bootstrap-servers");
        signIns = servers == null || servers.isBlank() ? null : new KafkaSignIns(servers);
        mailServers = Set.of(config.get("mail-servers", "mailwarden-dovecot").split("\\s*,\\s*"));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing depends on other providers.
    }

    @Override
    public void close() {
        KafkaSignIns current = signIns;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public String getId() {
        return ID;
    }

    /** When no broker is set. */
    private static class Silent implements EventListenerProvider {

        final KeycloakSession session;

        Silent(KeycloakSession session) {
            this.session = session;
        }

        @Override
        public void onEvent(Event event) {
            FailedSignIns.forgetAfter(session, event);
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            FailedSignIns.forgetAfter(session, event);
        }

        @Override
        public void close() {
            // Lives as long as the request.
        }
    }

    private static final class Listener extends Silent {

        private final EventListenerTransaction transaction;

        Listener(KeycloakSession session, KafkaSignIns signIns, Set<String> mailServers) {
            super(session);
            URI server = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
            this.transaction = new EventListenerTransaction(
                    (event, representation) -> {},
                    event -> SignInEvent.of(event, server, mailServers)
                            .ifPresent(told -> signIns.publish(told, key(event))));
            session.getTransactionManager().enlistAfterCompletion(transaction);
        }

        @Override
        public void onEvent(Event event) {
            super.onEvent(event);
            Event named = event.clone();
            Map<String, String> details = new HashMap<>(event.getDetails() == null ? Map.of() : event.getDetails());
            if (!details.containsKey(SignInEvent.USERNAME) && event.getUserId() != null) {
                RealmModel realm = session.realms().getRealm(event.getRealmId());
                UserModel user = realm == null ? null : session.users().getUserById(realm, event.getUserId());
                if (user != null) {
                    details.put(SignInEvent.USERNAME, user.getUsername());
                }
            }
            named.setDetails(details);
            transaction.addEvent(named);
        }

        private static String key(Event event) {
            return event.getUserId() == null ? event.getId() : event.getUserId();
        }
    }
}
