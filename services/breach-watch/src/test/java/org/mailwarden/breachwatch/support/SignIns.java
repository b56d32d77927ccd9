// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginObservation;
import org.mailwarden.contracts.login.LoginSource;

/** Sign-ins as a Dovecot reports them; published together. */
public final class SignIns {

    public static final String BERLIN = "192.0.2.7";
    public static final String TOKYO = "203.0.113.7";
    public static final String LAGOS = "203.0.113.170";
    public static final String PHONE = "\"name\" \"iPhone Mail\" \"version\" \"22A\"";
    public static final String TOOL = "python-requests/2.32";

    private final List<Login> logins = new ArrayList<>();

    /** Lets somebody sign in once a day for thirty days until yesterday, so that the account is used to it. */
    public SignIns used(Person person, String address, String client) {
        for (int day = 30; day > 0; day--) {
            opened(person, Duration.ofDays(-day), address, client);
        }
        return this;
    }

    /** Somebody is let in. */
    public SignIns opened(Person person, Duration fromNow, String address, @Nullable String client) {
        return add(login(person, fromNow, address, client, null, "0001", null, true));
    }

    /** Somebody is refused. */
    public SignIns failed(Person person, Duration fromNow, String address, @Nullable String client, String tag) {
        return add(login(person, fromNow, address, client, LoginFailure.BAD_CREDENTIALS, tag, null, true));
    }

    /** Any sign-in. */
    public SignIns add(Login login) {
        logins.add(login);
        return this;
    }

    /** A sign-in. */
    public static Login login(
            Person person,
            Duration fromNow,
            String address,
            @Nullable String client,
            @Nullable LoginFailure failure,
            @Nullable String tag,
            @Nullable Boolean retired,
            boolean secured) {
        return new Login(
                UUID.randomUUID(),
                person.accountId(),
                person.address(),
                LoginSource.DOVECOT,
                "IMAP",
                "mx1",
                993,
                address,
                "PLAIN",
                null,
                failure,
                null,
                null,
                Instant.now().plus(fromNow),
                new LoginObservation(
                        "dovecot", null, client, secured, secured ? "TLSv1.3" : null, tag, retired, null, null));
    }

    /** Somebody's name at Keycloak with a wrong password, as its provider tells it. */
    public static Login atKeycloak(Person person, String address) {
        return new Login(
                UUID.randomUUID(),
                null,
                person.owner(),
                LoginSource.KEYCLOAK,
                "HTTP",
                "sign-in.example",
                443,
                address,
                "LOGIN",
                null,
                LoginFailure.BAD_CREDENTIALS,
                "Keycloak: invalid_user_credentials",
                null,
                Instant.now());
    }

    /** The same attempt, told again once it is known that the password was retired. */
    public static Login retired(Login told) {
        return retired(told, null);
    }

    /** The same, once it is known whose resets retired the password. */
    public static Login retiredOf(Login told, List<UUID> accounts) {
        return retired(told, accounts);
    }

    private static Login retired(Login told, @Nullable List<UUID> accounts) {
        return new Login(
                told.loginId(),
                told.accountId(),
                told.username(),
                told.source(),
                told.protocol(),
                told.host(),
                told.port(),
                told.remoteAddress(),
                told.mechanism(),
                told.tls(),
                told.failure(),
                told.detail(),
                told.credentialVersion(),
                told.occurredAt(),
                new LoginObservation("later", null, null, null, null, null, true, accounts, null, null));
    }

    /** Everything so far, once more. */
    public List<Login> all() {
        return List.copyOf(logins);
    }

    /** Publishes all of them. */
    public SignIns publish() {
        Wire.publishLogins(logins);
        return this;
    }
}
