// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;
import org.mailwarden.e2e.outside.KeycloakPeople.Tokens;
import org.mailwarden.e2e.outside.MailClient.Mailbox;

/** Everybody else: nothing happened to them, not even to the protected account with its planted password. */
final class Bystanders implements Chapter {

    @Override
    public String title() {
        return "Nobody else was touched";
    }

    @Override
    public void tell(World world) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        world.promises.check("bystanders", evidence, () -> untouched(world, evidence));
    }

    private static boolean untouched(World world, Map<String, Object> evidence) {
        List<Person> others = world.people(plant -> !plant.reset());
        List<JsonNode> remediations = world.remediations();
        List<String> touched = new ArrayList<>();
        int done = 0;
        for (Person person : others) {
            touched.addAll(touched(world, person, remediations));
            world.terminal.progress("bystanders looked at", ++done, others.size());
        }
        evidence.put("people", others.size());
        evidence.put(
                "looked at each",
                "remediations, required actions, credentials, sign-in, refresh and offline token, unread mail");
        evidence.put("protected and planted", Reset.count(remediations, "HELD") + " held for people to decide");
        evidence.put("touched", touched.isEmpty() ? "nobody" : touched);
        return touched.isEmpty() && Reset.count(remediations, "HELD") == 1;
    }

    private static List<String> touched(World world, Person person, List<JsonNode> remediations) {
        List<String> touched = new ArrayList<>();
        String account = world.account(person);
        List<String> states = remediations.stream()
                .filter(remediation -> remediation.path("accountId").asText().equals(account))
                .map(remediation -> remediation.path("state").asText())
                .toList();
        List<String> due = person.plant() == Plant.PWNED_PROTECTED ? List.of("HELD") : List.of();
        if (!states.equals(due)) {
            touched.add(person.username() + ": remediation " + states);
        }
        if (!world.keycloak.user(person).path("requiredActions").isEmpty()) {
            touched.add(person.username() + ": required actions");
        }
        if (!world.keycloak.credentials(person).equals(List.of("password"))) {
            touched.add(person.username() + ": credentials");
        }
        for (Tokens tokens : world.tokens.getOrDefault(person.username(), List.of())) {
            if (!world.keycloak.refresh(tokens)) {
                touched.add(person.username() + ": a token");
            }
        }
        if (world.keycloak.signIn(person, person.password(), "", false).isEmpty()) {
            touched.add(person.username() + ": sign-in");
        }
        if (!world.shown(person).path("state").asText().equals("ACTIVE")) {
            touched.add(person.username() + ": account state");
        }
        Mailbox mailbox = world.mail.look(person);
        // POP3 knows no read and unread; what its servers mark over IMAP is theirs.
        boolean marked = person.protocol() == Protocol.IMAP && mailbox.unread() != mailbox.messages();
        if (marked
                || mailbox.messages()
                        != world.delivered
                                .getOrDefault(person.username(), List.of())
                                .size()) {
            touched.add(person.username() + ": mail");
        }
        return touched;
    }
}
