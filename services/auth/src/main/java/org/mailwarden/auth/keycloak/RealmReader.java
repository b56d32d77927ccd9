// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** Reads the realm's state through our provider, with the rights of our own account. Blocking; safe for many threads. */
@ApplicationScoped
public class RealmReader {

    private final KeycloakSettings settings;
    private final KeycloakHttp http;
    private final ObjectReader reader;

    /**
     * Makes the reader.
     *
     * @param settings where Keycloak is
     * @param http the sender
     * @param json reads the answer
     */
    @Inject
    public RealmReader(KeycloakSettings settings, KeycloakHttp http, ObjectMapper json) {
        this.settings = settings;
        this.http = http;
        // An older or newer provider may tell less or more.
        this.reader = json.readerFor(RealmFacts.class)
                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    }

    /**
     * Makes a reader outside the service.
     *
     * @param settings where Keycloak is
     * @return the reader
     */
    public static RealmReader of(KeycloakSettings settings) {
        ObjectMapper json = new ObjectMapper();
        return new RealmReader(
                settings, new KeycloakHttp(settings, new ServiceToken(settings, json, Clock.systemUTC()), json), json);
    }

    /**
     * Reads.
     *
     * @return the state; {@link Outcome.NoSuchUser} when the provider is not installed or too old to tell
     */
    public Outcome<RealmFacts> read() {
        return http.get(settings.provider("/realm")).then(answer -> {
            try {
                return new Outcome.Done<>(reader.<RealmFacts>readValue(answer.traverse(), RealmFacts.class));
            } catch (JsonProcessingException other) {
                return new Outcome.NoSuchUser<>();
            } catch (java.io.IOException impossible) {
                return new Outcome.Unavailable<>("Keycloak's answer could not be read");
            }
        });
    }
}
