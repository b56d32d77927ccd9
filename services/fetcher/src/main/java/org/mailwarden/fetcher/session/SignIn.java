// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import org.mailwarden.kit.secret.Secret;

/**
 * Who signs in.
 *
 * @param username name as the mail server knows it
 * @param password its password; stays the caller's to close
 */
public record SignIn(String username, Secret password) {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when it is blank or holds control characters, which could end a command early
     */
    public SignIn {
        if (username.isBlank() || username.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("A mail user name is not blank and holds no control characters");
        }
    }
}
