// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.e2e.organisation.Person;

/** The mail of years becomes events, each message once, in spite of the crash. */
final class Backfill implements Chapter {

    @Override
    public String title() {
        return "Every mailbox is read";
    }

    @Override
    public void tell(World world) {
        Person mistyped = Enrolment.mistyped(world);
        world.await(
                "the refusal of the mistyped password",
                () -> world.kafka
                        .on(Topics.LOGINS)
                        .anyMatch(login -> login.text("accountId").equals(world.account(mistyped))
                                && SignIns.REFUSED.contains(login.text("failure"))));
        world.terminal.say(
                "%s: %s",
                mistyped.address(), world.shown(mistyped).path("lastError").asText());
        world.api.newPassword(world.account(mistyped), mistyped.password()).orFail("Mending the password");
        long all = world.delivered.values().stream().mapToLong(List::size).sum();
        world.await("an event for every message", () -> {
            long seen = ingest(world, null).seen();
            world.terminal.progress("messages read", seen, all);
            return seen == all;
        });
        promise(world, "imap-ingest", Protocol.IMAP);
        promise(world, "pop3-ingest", Protocol.POP3);
        Map<String, Object> crash = new LinkedHashMap<>();
        crash.put("events when the fetcher was killed", world.messagesAtTheCrash);
        crash.putAll(ingest(world, null).evidence());
        world.promises.checked(
                "crash-no-loss",
                world.messagesAtTheCrash > 0
                        && world.messagesAtTheCrash < all
                        && ingest(world, null).exactlyOnce(),
                crash);
        world.loginsUnaccounted = SignIns.unaccounted(world);
    }

    private static void promise(World world, String id, Protocol protocol) {
        Ingest ingest = ingest(world, protocol);
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put(
                "mailboxes",
                world.people.stream()
                        .filter(person -> person.protocol() == protocol)
                        .count());
        evidence.putAll(ingest.evidence());
        world.promises.checked(id, ingest.exactlyOnce(), evidence);
    }

    /** What was delivered to mailboxes of a protocol, or of both, against the events so far. */
    private static Ingest ingest(World world, @org.jspecify.annotations.Nullable Protocol protocol) {
        Map<String, List<String>> mailboxes = new HashMap<>();
        world.people.stream()
                .filter(person -> protocol == null || person.protocol() == protocol)
                .forEach(person -> mailboxes.put(
                        world.account(person), world.delivered.getOrDefault(person.username(), List.of())));
        return Ingest.of(mailboxes, world.kafka.on(Topics.MESSAGES));
    }
}
