// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import org.mailwarden.e2e.organisation.MessageGenerator;
import org.mailwarden.e2e.organisation.Person;

/** Each outside system is stopped and started again while mail arrives; the services are left alone. */
final class Outages implements Chapter {

    private static final List<String> PARTS = List.of("kafka", "postgres", "keycloak", "mail");

    @Override
    public String title() {
        return "Every outside system goes away and comes back";
    }

    @Override
    public void tell(World world) {
        // Numbers of its own: two generators with one seed would give two messages one Message-ID.
        MessageGenerator generator = new MessageGenerator(7).startingAt(1_000_000);
        for (String part : PARTS) {
            if (!part.equals("mail")) {
                world.stack.stop(part);
            }
            for (Person person : world.people) {
                MimeMessage message = generator.next(person, person);
                world.mail.deliver(List.of(message), () -> {});
                List<String> ids = new ArrayList<>(world.delivered.getOrDefault(person.username(), List.of()));
                ids.add(Arrival.id(message));
                world.delivered.put(person.username(), ids);
            }
            if (part.equals("mail")) {
                world.stack.stop(part);
            }
            world.stack.start(part);
            world.terminal.say("%s went away and came back", part);
        }
    }
}
