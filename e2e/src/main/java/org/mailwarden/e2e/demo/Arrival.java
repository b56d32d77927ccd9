// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailwarden.e2e.organisation.MessageGenerator;
import org.mailwarden.e2e.organisation.PasswordCorpus;
import org.mailwarden.e2e.organisation.Person;

/** The organisation comes to life: Keycloak users, mailboxes, recovery mailboxes, and their mail over SMTP. */
final class Arrival implements Chapter {

    private static final int OFFSET_OF_SENDER = 5;

    @Override
    public String title() {
        return "A sample organisation moves in";
    }

    @Override
    public void tell(World world) {
        int done = 0;
        for (Person person : world.people) {
            world.keycloak.create(person);
            world.stack.mail().addUser(person.address(), person.address(), person.password());
            // Not a secret of this run's people, but one all the same.
            String recoveryPassword = PasswordCorpus.sha1(person.formerPassword() + person.username());
            world.stack.mail().addUser(person.recoveryAddress(), person.recoveryAddress(), recoveryPassword);
            world.recoveryPasswords.put(person.username(), recoveryPassword);
            world.secrets.add(recoveryPassword);
            world.terminal.progress("people in Keycloak, with mailboxes", ++done, world.people.size());
        }
        deliver(world);
    }

    private static void deliver(World world) {
        MessageGenerator generator = new MessageGenerator(42);
        AtomicInteger sent = new AtomicInteger();
        int total = world.scale.messages();
        for (int i = 0; i < world.people.size(); i++) {
            Person to = world.people.get(i);
            Person from = world.people.get((i + OFFSET_OF_SENDER) % world.people.size());
            List<MimeMessage> messages = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            for (int n = 0; n < world.scale.messagesEach(); n++) {
                MimeMessage message = generator.next(to, from);
                messages.add(message);
                ids.add(id(message));
            }
            world.mail.deliver(
                    messages,
                    () -> world.terminal.progress("messages delivered over SMTP", sent.incrementAndGet(), total));
            world.delivered.put(to.username(), ids);
        }
    }

    static String id(MimeMessage message) {
        try {
            return message.getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException("A sample message has no Message-ID", e);
        }
    }
}
