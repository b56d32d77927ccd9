// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.e2e.organisation.Combolist;
import org.mailwarden.e2e.organisation.PasswordCorpus;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;

/** A corpus and a combolist are imported; what was planted in them is found, and nothing else. */
final class Exposure implements Chapter {

    /** A line in the form of a stealer log tells of the device too; that is not counted here. */
    private static final Set<String> PLANTED = Set.of(
            FindingKind.PASSWORD_PWNED.name(),
            FindingKind.CREDENTIAL_LEAKED.name(),
            FindingKind.CREDENTIAL_LEAKED_STALE.name());

    @Override
    public String title() {
        return "A corpus and a combolist arrive";
    }

    @Override
    public void tell(World world) {
        respondByItself(world);
        Path folder = world.stack.dataDirectory().resolve("import");
        Path corpus = folder.resolve("corpus.txt");
        List<String> planted =
                world.people(Plant::pwned).stream().map(Person::password).toList();
        int entries = PasswordCorpus.write(corpus, world.scale.corpusEntries(), planted);
        world.terminal.say("corpus of %,d entries made, %d of them planted", entries, planted.size());
        finish(world, "corpus entries imported", world.api.importCorpus(corpus));
        Path combolist = folder.resolve("combolist.txt");
        Combolist.write(combolist, world.people, world.scale.strangers());
        finish(world, "combolist lines imported", world.api.importCombolist(combolist));

        List<Person> pwned = world.people(Plant::pwned);
        List<Person> leaked = world.people(Plant::leaked);
        List<Person> stale = world.people(plant -> plant == Plant.LEAKED_STALE);
        int due = pwned.size() + leaked.size() + stale.size();
        world.await("the findings", () -> {
            int found = (int) world.findings("").stream()
                    .filter(finding -> PLANTED.contains(finding.path("kind").asText()))
                    .count();
            world.terminal.progress("findings raised", found, due);
            return found >= due;
        });
        promise(world, "pwned-found", FindingKind.PASSWORD_PWNED, pwned, false);
        promise(world, "pair-current", FindingKind.CREDENTIAL_LEAKED, leaked, false);
        promise(world, "pair-stale", FindingKind.CREDENTIAL_LEAKED_STALE, stale, true);
    }

    /** Before the findings come: what came first would be judged by the policy of before. */
    static void respondByItself(World world) {
        world.api.call("POST", "/policies/simulate", Map.of("name", "default")).orFail("Simulating the policy");
        world.api
                .call(
                        "PUT",
                        "/policies/default",
                        Map.of("mode", "AUTO", "budget", Map.of("max", 20, "windowMinutes", 60, "shareOfFleet", 0.0)))
                .orFail("Switching the policy to auto");
        world.terminal.say("policy simulated and set to auto, at most 20 resets within the hour");
    }

    /** Waits for the end of a job. */
    static void finish(World world, String what, String job) {
        world.await(what, () -> {
            JsonNode state =
                    world.api.get("/jobs/" + job).orFail("Reading the job").body();
            long total = state.path("total").asLong();
            if (total > 0) {
                world.terminal.progress(what, state.path("done").asLong(), total);
            }
            if (Set.of("FAILED", "CANCELLED").contains(state.path("state").asText())) {
                throw new IllegalStateException(
                        what + ": " + state.path("message").asText());
            }
            return state.path("state").asText().equals("DONE");
        });
    }

    /** The same people on REST and on Kafka, each once. */
    private static void promise(World world, String id, FindingKind kind, List<Person> planted, boolean closed) {
        List<String> due = planted.stream().map(world::account).sorted().toList();
        List<JsonNode> findings = world.findings(kind.name());
        List<String> found = findings.stream()
                .map(finding -> finding.path("accountId").asText())
                .sorted()
                .toList();
        world.await(kind + " on Kafka", () -> raised(world, kind).containsAll(Set.copyOf(due)) || !due.equals(found));
        long open = findings.stream()
                .filter(finding -> finding.path("state").asText().equals("OPEN"))
                .count();
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("planted", due.size());
        evidence.put("found", found.size());
        evidence.put(
                "found elsewhere",
                found.stream().filter(account -> !due.contains(account)).count());
        evidence.put("raised on Kafka", raised(world, kind).size());
        boolean held = due.equals(found) && raised(world, kind).equals(Set.copyOf(due));
        if (closed) {
            evidence.put("still open", open);
            held = held && open == 0;
        }
        world.promises.checked(id, held, evidence);
    }

    private static Set<String> raised(World world, FindingKind kind) {
        return world.kafka
                .on(Topics.FINDINGS)
                .filter(event -> event.text("kind").equals(kind.name()) && world.isOurs(event.text("accountId")))
                .map(event -> event.text("accountId"))
                .collect(Collectors.toSet());
    }
}
