// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import java.util.Set;

/**
 * What auth has a mail server do. Each call blocks for at most a few seconds, may be repeated, and never throws for what a
 * server or network does. Safe for many threads.
 */
public interface MailServerGateway {

    /**
     * Has the server forget what it remembers of a user's sign-ins, so that it asks Keycloak again.
     *
     * @param mailUser the user as the mail server calls it
     * @return how many remembered sign-ins were dropped; 0 also when the server remembers none
     */
    MailAnswer<Integer> flushCache(String mailUser);

    /**
     * Ends the connections of a user.
     *
     * @param mailUser the user as the mail server calls it
     * @return whether anybody was connected; read {@link #connections} to learn what is open afterwards
     */
    MailAnswer<Boolean> endConnections(String mailUser);

    /**
     * Tells which connections of a user are open.
     *
     * @param mailUser the user as the mail server calls it
     * @return what tells each from one that is opened later; empty when nobody is connected
     */
    MailAnswer<Set<String>> connections(String mailUser);

    /**
     * Tells whether our key opens more than the three calls above.
     *
     * @return whether it does
     */
    MailAnswer<Boolean> mayDoMore();
}
