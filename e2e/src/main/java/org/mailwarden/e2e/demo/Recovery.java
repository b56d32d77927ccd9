// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.e2e.organisation.MessageGenerator;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;
import org.mailwarden.e2e.organisation.SampleOrganisation;
import org.mailwarden.e2e.outside.OneTimePassword;
import org.mailwarden.e2e.outside.RecoveryBrowser;

/** Two people find the link in their recovery mailbox, set a new password and a second factor, and work on. */
final class Recovery implements Chapter {

    private static final String ANOTHER_PASSWORD = "Another-7-password-entirely";

    @Override
    public String title() {
        return "Two people come back through their recovery mailbox";
    }

    @Override
    public void tell(World world) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        world.promises.check("reset-completed", evidence, () -> {
            boolean completed = true;
            for (Protocol protocol : Protocol.values()) {
                Person person = world.people(Plant::reset).stream()
                        .filter(candidate -> candidate.protocol() == protocol)
                        .findFirst()
                        .orElseThrow();
                Map<String, Object> steps = new LinkedHashMap<>();
                evidence.put(person.username() + " (" + protocol + ")", steps);
                completed &= comesBack(world, person, steps);
            }
            return completed;
        });
    }

    private static boolean comesBack(World world, Person person, Map<String, Object> steps) {
        String recoveryPassword = world.recoveryPasswords.getOrDefault(person.username(), "");
        String link = world.mail
                .recoveryLink(person, recoveryPassword)
                .orElseThrow(() -> new IllegalStateException("no link came to " + person.recoveryAddress()));
        world.secrets.add(link);
        String newPassword = new SampleOrganisation().people().getFirst().password();
        world.secrets.add(newPassword);
        String breached =
                world.people(plant -> plant == Plant.PWNED_PROTECTED).getFirst().password();
        RecoveryBrowser.Walk walk = new RecoveryBrowser().follow(link, breached, newPassword);
        steps.put("pages", walk.pages());
        steps.put("breached password refused with", walk.refusal());
        steps.put("new password set", walk.passwordSet());
        steps.put("authenticator enrolled", walk.totpKey().length > 0);
        boolean set = walk.passwordSet() && walk.totpKey().length > 0;
        if (!walk.refusal().isEmpty()) {
            world.terminal.say("%s first tried a breached password and was refused", person.fullName());
        }
        if (set) {
            world.terminal.say("%s set a new password and enrolled an authenticator", person.fullName());
        }
        // The good sign-in comes first: two refusals within a second would lock the person out for a minute.
        steps.put("sign-in with password and code", signsIn(world, person, newPassword, nextCode(walk.totpKey())));
        steps.put("sign-in with the password alone", signsIn(world, person, newPassword, ""));
        steps.put("sign-in with the old password", signsIn(world, person, person.password(), ""));
        steps.put(
                "link good a second time",
                new RecoveryBrowser().follow(link, ANOTHER_PASSWORD).passwordSet());
        steps.put("reading goes on with new mail", readsOn(world, person, newPassword));
        return set
                && walk.refusal().contains("known from a data breach")
                && steps.get("sign-in with the password alone").equals(false)
                && steps.get("sign-in with password and code").equals(true)
                && steps.get("sign-in with the old password").equals(false)
                && steps.get("link good a second time").equals(false)
                && steps.get("reading goes on with new mail").equals(true);
    }

    private static boolean signsIn(World world, Person person, String password, String code) {
        return world.keycloak.signIn(person, password, code, false).isPresent();
    }

    /** A code is good once, and enrolling used the one of now; Keycloak looks one period ahead. */
    private static String nextCode(byte[] key) {
        return key.length == 0 ? "" : OneTimePassword.code(key, Instant.now().plusSeconds(30));
    }

    private static boolean readsOn(World world, Person person, String newPassword) {
        world.stack.mail().changePassword(person.address(), newPassword);
        world.api.newPassword(world.account(person), newPassword).orFail("Giving the mailbox its new password");
        MimeMessage message = new MessageGenerator(person.username().hashCode()).next(person, person);
        String id = "<after-" + person.username() + "@" + SampleOrganisation.DOMAIN + ">";
        try {
            message.setHeader("Message-ID", id);
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException("A sample message could not be named", e);
        }
        world.mail.deliver(List.of(message), () -> {});
        world.await(
                "mail after the reset",
                () -> world.kafka
                        .on(Topics.MESSAGES)
                        .anyMatch(event -> event.text("messageId").equals(id)));
        // The mail is announced in the middle of the visit; the account is called ACTIVE at its end.
        world.await(
                "the account to be read again",
                () -> world.shown(person).path("state").asText().equals("ACTIVE"));
        return true;
    }
}
