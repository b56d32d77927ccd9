// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.Set;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.mailserver.MailAnswer;
import org.mailwarden.auth.mailserver.MailServers;
import org.mailwarden.auth.mailserver.MailServers.Mailbox;

/**
 * Ends what a revoked app password still holds open at the mail server. A reset has a step of its own for that, with its
 * evidence; this is for one that a person or an administrator revokes. Blocking; never in a transaction.
 */
@ApplicationScoped
class OpenMail {

    private final MailServers servers;
    private final Accounts accounts;

    OpenMail(MailServers servers, Accounts accounts) {
        this.servers = servers;
        this.accounts = accounts;
    }

    /** Whether there is a mail server that can be told. */
    boolean hasServers() {
        return !servers.isEmpty();
    }

    /**
     * Has every mail server of a person forget sign-ins, then end connections. Devices that are still good connect again.
     *
     * @param owner Keycloak user name
     * @return a plain sentence: what was ended, or what may still be open
     */
    String close(String owner) {
        Set<Mailbox> mailboxes = new LinkedHashSet<>();
        if (!servers.isEmpty()) {
            for (KnownAccount account : accounts.ownedBy(owner)) {
                mailboxes.addAll(servers.of(owner, account.address(), account.host()));
            }
        }
        if (mailboxes.isEmpty()) {
            return "A mail client that is connected stays so until its connection ends: no mail server is configured that"
                    + " could be told.";
        }
        for (Mailbox mailbox : mailboxes) {
            // First the cache, so that nobody whose connection is ended gets in again by it.
            MailAnswer<Boolean> answer = mailbox.gateway()
                    .flushCache(mailbox.user())
                    .then(dropped -> mailbox.gateway().endConnections(mailbox.user()));
            if (!(answer instanceof MailAnswer.Told<Boolean>)) {
                return "Connections may still be open at mail server " + mailbox.server() + ": " + why(answer)
                        + ". Revoke once more when that is mended, or end them there.";
            }
        }
        return "Connections that were open have been ended; other devices connect again by themselves.";
    }

    private static String why(MailAnswer<?> answer) {
        return switch (answer) {
            case MailAnswer.Told<?> told -> "";
            case MailAnswer.Refused<?>(String why) -> why;
            case MailAnswer.NotAsked<?>(String why) -> why;
        };
    }
}
