// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;
import org.mailwarden.e2e.outside.Http;
import org.mailwarden.e2e.outside.KeycloakPeople.Tokens;

/** Every mailbox is enrolled through the API; one in clear is refused, one has a typing mistake in its password. */
final class Enrolment implements Chapter {

    /** At a tenth of the messages the backfill is certainly not over. */
    private static final int SHARE_BEFORE_THE_CRASH = 10;

    @Override
    public String title() {
        return "Mailboxes are enrolled, and the fetcher is killed in mid-backfill";
    }

    @Override
    public void tell(World world) {
        signIn(world);
        Map<String, Object> evidence = new LinkedHashMap<>();
        world.promises.check("tls-only", evidence, () -> refusesPlaintext(world, evidence));
        Person mistyped = mistyped(world);
        boolean crashed = false;
        int done = 0;
        for (Person person : world.people) {
            String password = person.equals(mistyped) ? person.formerPassword() : person.password();
            JsonNode account = world.api
                    .enrol(person, port(world, person), "TLS", password)
                    .orFail("Enrolling " + person.username())
                    .body();
            world.accounts.put(person.username(), account.path("id").asText());
            world.terminal.progress("mailboxes enrolled", ++done, world.people.size());
            if (!crashed && messages(world) >= world.scale.messages() / SHARE_BEFORE_THE_CRASH) {
                crash(world);
                crashed = true;
            }
        }
        if (!crashed) {
            world.await("the first messages", () -> messages(world) >= world.scale.messages() / SHARE_BEFORE_THE_CRASH);
            crash(world);
        }
    }

    /** The person whose password was mistyped at enrolment: somebody whom nothing else happens to. */
    static Person mistyped(World world) {
        return world.people(plant -> plant == Plant.NONE).getFirst();
    }

    private static void signIn(World world) {
        for (Person person : world.people) {
            Tokens session = world.keycloak
                    .signIn(person, person.password(), "", false)
                    .orElseThrow(() -> new IllegalStateException(person.username() + " could not sign in"));
            List<Tokens> offline = new ArrayList<>();
            // Keycloak refuses whoever signs in while its guard against guessing is busy with the same person's last
            // sign-in.
            world.await(
                    "the offline token of " + person.username(),
                    () -> world.keycloak
                            .signIn(person, person.password(), "", true)
                            .map(offline::add)
                            .orElse(false));
            world.tokens.put(person.username(), List.of(session, offline.getFirst()));
        }
        world.terminal.say("%d people signed in, each holds a refresh token and an offline token", world.people.size());
    }

    private static boolean refusesPlaintext(World world, Map<String, Object> evidence) {
        Person person = world.people.getFirst();
        Http.Answer answer = world.api.enrol(person, world.stack.ports().of("imap"), "NONE", person.password());
        evidence.put("status", answer.status());
        evidence.put("code", answer.body().path("code").asText());
        evidence.put("sentence", answer.body().path("detail").asText());
        long accounts = world.api.all("/accounts").stream()
                .filter(account -> account.path("address").asText().equals(person.address()))
                .count();
        evidence.put("accounts enrolled", accounts);
        return answer.status() == 422 && answer.body().path("detail").asText().contains("TLS") && accounts == 0;
    }

    private static int port(World world, Person person) {
        return world.stack.ports().of(person.protocol() == Protocol.IMAP ? "imaps" : "pop3s");
    }

    private static long messages(World world) {
        return world.kafka.count(Topics.MESSAGES, event -> event.name().equals("MessageReceived"));
    }

    private static void crash(World world) {
        world.stack.kill("fetcher");
        world.messagesAtTheCrash = messages(world);
        world.terminal.say(
                "fetcher killed with SIGKILL after %d messages; starting it again", world.messagesAtTheCrash);
        world.stack.start("fetcher");
    }
}
