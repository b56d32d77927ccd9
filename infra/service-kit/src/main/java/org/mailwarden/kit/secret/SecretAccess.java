// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.secret;

/**
 * The token without which no {@link Secret} is read, so that a search for {@code SecretAccess.because} finds every reader.
 *
 * @param purpose why the secret is read, for instance "sign in to the mail server"
 */
public record SecretAccess(String purpose) {

    /**
     * Asks for access.
     *
     * @param purpose why, in a few words
     * @return the token
     */
    public static SecretAccess because(String purpose) {
        return new SecretAccess(purpose);
    }
}
