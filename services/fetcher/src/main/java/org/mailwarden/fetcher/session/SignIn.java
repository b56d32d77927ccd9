// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import org.mailwarden.kit.secret.Secret;

/**
 * Who signs in, and by what. The kind decides which mechanisms are spoken at all: a token is never sent as a password, nor
 * a password where a token was meant.
 */
public sealed interface SignIn {

    /** Name that the server knows the mailbox by. */
    String username();

    /** What proves it; stays the caller's to close. */
    Secret secret();

    /**
     * By password.
     *
     * @param username name as the mail server knows it
     * @param secret the password
     */
    record Password(String username, Secret secret) implements SignIn {

        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException when it is blank or holds control characters, which could end a command early
         */
        public Password {
            check(username);
        }
    }

    /**
     * By an OAuth 2.0 access token (RFC 6750), which OAUTHBEARER (RFC 7628) or XOAUTH2 carries.
     *
     * @param username name as the mail server knows it
     * @param secret the access token
     */
    record Bearer(String username, Secret secret) implements SignIn {

        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException when it is blank or holds control characters, which separate the parts of the
         *     messages that carry a token
         */
        public Bearer {
            check(username);
        }
    }

    /**
     * As a master user that opens the mailbox of another: SASL PLAIN with an authorization identity (RFC 4616). A server
     * that takes both names in one ({@code user*master}) is signed in to by {@link Password}.
     *
     * @param username the mailbox
     * @param master the master user
     * @param secret the password of the master user
     */
    record MasterUser(String username, String master, Secret secret) implements SignIn {

        /**
         * Checks the names.
         *
         * @throws IllegalArgumentException when one is blank or holds control characters
         */
        public MasterUser {
            check(username);
            check(master);
        }
    }

    private static void check(String name) {
        if (name.isBlank() || name.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("A mail user name is not blank and holds no control characters");
        }
    }
}
