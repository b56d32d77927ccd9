// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.attack;

/** Where people sign in, and thieves try to. Implementations are safe for many threads. */
public interface Door {

    /** Its protocol as sign-ins name it: {@code IMAP}, {@code POP3} or {@code HTTP}. */
    String protocol();

    /**
     * Tries a password, over a connection of its own.
     *
     * @param address where the client comes from, IPv4 or IPv6
     * @param user the sign-in name
     * @param password the password
     * @return whether it opened
     * @throws java.io.UncheckedIOException when the server does not answer
     */
    boolean opens(String address, String user, String password);
}
