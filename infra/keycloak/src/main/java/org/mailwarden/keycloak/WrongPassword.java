// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakUriInfo;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;

/**
 * A password that was wrong at a sign-in of somebody, until it is known whether it is one that a reset retired. In memory only,
 * for seconds.
 *
 * @param realmId realm of the user
 * @param issuer issuer of the realm's tokens
 * @param username name of the user
 * @param password in clear
 */
record WrongPassword(String realmId, String issuer, String username, String password) {

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
     * @param username whose password it was not
     * @return absent when nothing is remembered
     */
    static @Nullable WrongPassword of(KeycloakSession session, String username) {
        RealmModel realm = session.getContext().getRealm();
        String password = TYPED.get();
        if (realm == null || password == null) {
            return null;
        }
        KeycloakUriInfo uri = session.getContext().getUri(UrlType.FRONTEND);
        return new WrongPassword(
                realm.getId(), Urls.realmIssuer(uri.getBaseUri(), realm.getName()), username, password);
    }

    /**
     * Asks auth whether it is a retired one. Whoever never had one is not asked about further: what people mistype is nobody's
     * business.
     *
     * @param factory signs our token
     * @param auth who is asked
     * @return absent when auth could not say
     */
    @Nullable
    Boolean isRetired(KeycloakSessionFactory factory, AuthGateway auth) {
        try {
            String token = ProviderToken.of(factory, realmId, issuer);
            Map<String, Object> who = Map.of("user", username);
            if (!auth.post("/api/v1/retired-passwords/kept", who, token)
                    .path("kept")
                    .asBoolean()) {
                return false;
            }
            return auth.post(
                            "/api/v1/retired-passwords/recognise",
                            Map.of("user", username, "candidate", password),
                            token)
                    .path("retired")
                    .asBoolean();
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "WrongPassword[user=" + username + "]";
    }
}
