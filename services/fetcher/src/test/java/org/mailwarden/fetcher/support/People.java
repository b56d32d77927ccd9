// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.fetcher.support.Organisation.Mailbox;

/** A Dovecot that the service under test trusts, with people of its own. */
public record People(DovecotServer server, Queue<Mailbox> mailboxes) implements AutoCloseable {

    /** Starts it; the test is skipped, loudly, where there is none. */
    public static People start(int count) {
        Path authority = Path.of(Organisation.config("mailwarden.devservices.mail.ca"));
        DovecotServer server =
                Dovecot.start(CertificateAuthority.in(authority.getParent()), DovecotServer.Options.usual());
        Queue<Mailbox> mailboxes = new ArrayDeque<>();
        // All at once: Dovecot does not notice a second change of its users within the same second.
        Map<String, String> users = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Mailbox mailbox = new Mailbox("user-" + UUID.randomUUID() + "@sample.example", "Pw-" + UUID.randomUUID());
            mailboxes.add(mailbox);
            users.put(name(mailbox), mailbox.password());
        }
        server.users(users);
        return new People(server, mailboxes);
    }

    /** The next one, whom no other test has. */
    public Mailbox next() {
        return mailboxes.remove();
    }

    /** The name by which the server knows a mailbox. */
    public static String name(Mailbox mailbox) {
        return mailbox.address().substring(0, mailbox.address().indexOf('@'));
    }

    @Override
    public void close() {
        server.close();
    }
}
