// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.urls.UrlType;

/**
 * The event listener {@code mailwarden-kafka}: sign-ins and changes of credentials go to the topic {@code mail.logins} once
 * their transaction is committed, and a new password ends a lockout. It works in realms that list it among their event
 * listeners.
 *
 * <p>Option {@code KC_SPI_EVENTS_LISTENER__MAILWARDEN_KAFKA__BOOTSTRAP_SERVERS}; without it nothing is published, and auth
 * reads the events over REST. Option {@code MAIL_SERVERS}: the clients as which mail servers ask whether a password is right,
 * with commas between them; {@code mailwarden-dovecot} unless set. Whether a wrong password is a retired one is asked where
 * {@link MailwardenResourceFactory} is told the address of auth, and it is TLS or this machine.
 */
public final class SignInListenerFactory implements EventListenerProviderFactory {

    static final String ID = "mailwarden-kafka";

    private @Nullable KafkaSignIns signIns;
    private @Nullable RetiredQuestions questions;
    private Set<String> mailServers = Set.of();

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        KafkaSignIns current = signIns;
        return current == null ? new Silent(session) : new Listener(session, current, questions, mailServers);
    }

    @Override
    public void init(Config.Scope config) {
        String servers = config.get("bootstrap-servers");
        signIns = servers == null || servers.isBlank() ? null : new KafkaSignIns(servers);
        mailServers = Arrays.stream(
                        config.get("mail-servers", "mailwarden-dovecot").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        AuthGateway auth = factory.getProviderFactory(RealmResourceProvider.class, MailwardenResourceFactory.ID)
                        instanceof MailwardenResourceFactory ours
                ? ours.auth()
                : null;
        questions = auth == null || !auth.mayTakePasswords()
                ? null
                : new RetiredQuestions(auth, wrong -> ProviderToken.of(factory, wrong.realmId(), wrong.issuer()));
    }

    @Override
    public void close() {
        // First who still has something to publish.
        RetiredQuestions asking = questions;
        if (asking != null) {
            asking.close();
        }
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
        private final @Nullable RetiredQuestions questions;
        private final Map<String, WrongPassword> wrong = new HashMap<>();

        Listener(
                KeycloakSession session,
                KafkaSignIns signIns,
                @Nullable RetiredQuestions questions,
                Set<String> mailServers) {
            super(session);
            this.questions = questions;
            URI server = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
            this.transaction = new EventListenerTransaction(
                    (event, representation) -> {},
                    event -> SignInEvent.of(event, server, mailServers).ifPresent(told -> tell(told, event, signIns)));
            session.getTransactionManager().enlistAfterCompletion(transaction);
        }

        private void tell(SignInEvent told, Event event, KafkaSignIns signIns) {
            signIns.publish(told, key(event));
            WrongPassword password = told.isOfAWrongPassword() ? wrong.remove(event.getId()) : null;
            if (questions != null && password != null) {
                questions.ask(password, accounts -> signIns.publish(told.asRetired(accounts), key(event)));
            }
        }

        /** What nobody was asked about goes with the request. */
        @Override
        public void close() {
            wrong.values().forEach(WrongPassword::close);
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
            WrongPassword password = questions == null ? null : WrongPassword.of(session, event);
            if (password != null) {
                wrong.put(event.getId(), password);
            }
        }

        private static String key(Event event) {
            return event.getUserId() == null ? event.getId() : event.getUserId();
        }
    }
}
