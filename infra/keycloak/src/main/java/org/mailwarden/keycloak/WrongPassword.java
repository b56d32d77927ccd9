// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakUriInfo;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;

/**
 * A password that was wrong at a sign-in of somebody, until it is known whether it is one that a reset retired. In memory only,
 * for seconds, and overwritten by {@link #close}. What Keycloak itself read it from is Keycloak's.
 *
 * @param realmId realm of the user
 * @param issuer issuer of the realm's tokens
 * @param username name of the user, whatever was typed for it
 * @param password in clear; zeros once it is closed
 */
record WrongPassword(String realmId, String issuer, String username, char[] password) implements AutoCloseable {

    /** Of the thread, as Keycloak tells of a failure at once, in a session of its own that knows nothing of the request's. */
    private static final ThreadLocal<String> TYPED = new ThreadLocal<>();

    /**
     * Remembers what was typed while it is validated, for the event of its failure.
     *
     * @param password in clear; absent when there was none
     * @param validation what may fail
     * @return what it returns
     */
    static boolean during(@Nullable String password, BooleanSupplier validation) {
        if (password == null) {
            return validation.getAsBoolean();
        }
        TYPED.set(password);
        try {
            return validation.getAsBoolean();
        } finally {
            TYPED.remove();
        }
    }

    /**
     * Takes what was typed, on the thread that validates it.
     *
     * @param session of the event
     * @param event the failure
     * @return absent when nothing is remembered, or it is nobody's
     */
    static @Nullable WrongPassword of(KeycloakSession session, Event event) {
        String password = TYPED.get();
        if (password == null || event.getError() == null || event.getUserId() == null) {
            return null;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        UserModel user = realm == null ? null : session.users().getUserById(realm, event.getUserId());
        if (user == null) {
            return null;
        }
        KeycloakUriInfo uri = session.getContext().getUri(UrlType.FRONTEND);
        return new WrongPassword(
                realm.getId(),
                Urls.realmIssuer(uri.getBaseUri(), realm.getName()),
                user.getUsername(),
                password.toCharArray());
    }

    /** Overwrites the password. */
    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "WrongPassword[user=" + username + "]";
    }
}
