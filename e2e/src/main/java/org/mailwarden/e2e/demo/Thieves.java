// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailwarden.e2e.attack.BrowserDoor;
import org.mailwarden.e2e.attack.Past;
import org.mailwarden.e2e.attack.Thief;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;

/**
 * Thieves at Keycloak's sign-in page, whose reverse proxy says where they are: one knows a password and is on another
 * continent, one tries a few passwords at everybody.
 */
final class Thieves implements Chapter {

    /** Addresses of RFC 5737, each /27 of which has a city here. */
    private static final String BERLIN = "192.0.2.20";

    private static final String SINGAPORE = "203.0.113.40";
    private static final String TOKYO = "203.0.113.10";
    private static final List<String> FEW = List.of("Winter2026!", "Welcome1!");
    private static final int DAYS_BEFORE = 20;
    private static final int AT_ONCE = 4;

    @Override
    public String title() {
        return "Thieves try the doors";
    }

    @Override
    public void tell(World world) {
        Map<String, Object> travel = new LinkedHashMap<>();
        Map<String, Object> spray = new LinkedHashMap<>();
        try (BrowserDoor door = world.browser()) {
            world.promises.check("travel-seen", travel, () -> travels(world, door, travel));
            world.promises.check("spray-seen", spray, () -> sprays(world, door, spray));
        }
    }

    private static boolean travels(World world, BrowserDoor door, Map<String, Object> evidence) {
        Person owner = world.people(plant -> plant == Plant.NONE).getLast();
        int told = Past.isTold(world.api, List.of(owner.username()), BERLIN, DAYS_BEFORE);
        world.terminal.say(
                "%d sign-ins of the last %d days are posted with their times: the detectors learn from them what they would"
                        + " else wait for",
                told, DAYS_BEFORE);
        Thief.Tried home = Thief.tries(door, BERLIN, owner.username(), owner.password());
        Thief.Tried away = Thief.tries(door, SINGAPORE, owner.username(), owner.password());
        evidence.put("sign-ins of earlier days, posted", told);
        evidence.put("opened in Berlin, and from Singapore after it", home.opened() && away.opened());
        Set<String> account = Set.of(world.account(owner));
        world.await(
                "the journey", () -> !about(world, "IMPOSSIBLE_TRAVEL", account).isEmpty());
        List<JsonNode> found = about(world, "IMPOSSIBLE_TRAVEL", account);
        evidence.put("findings", found.size());
        evidence.put("summary", found.getFirst().path("summary").asText());
        evidence.put("about anybody else", world.findings("IMPOSSIBLE_TRAVEL").size() - found.size());
        String summary = found.getFirst().path("summary").asText();
        return home.opened()
                && away.opened()
                && world.findings("IMPOSSIBLE_TRAVEL").size() == 1
                && summary.contains("Singapore")
                && summary.contains("Germany");
    }

    private static boolean sprays(World world, BrowserDoor door, Map<String, Object> evidence) {
        List<String> users = world.people.stream().map(Person::username).toList();
        Set<String> all = Set.copyOf(world.people.stream().map(world::account).toList());
        // That old passwords are refused was tried at several people too, from this machine: another story.
        Set<String> before = ids(about(world, "PASSWORD_SPRAY", all));
        List<Thief.Tried> tried = Thief.sprays(door, TOKYO, users, FEW, AT_ONCE);
        evidence.put("passwords tried", FEW.size() + " at each of " + users.size() + " people");
        evidence.put("opened", tried.stream().filter(Thief.Tried::opened).count());
        world.await(
                "the spray",
                () -> about(world, "PASSWORD_SPRAY", all).stream()
                        .anyMatch(finding -> accounts(finding).containsAll(all)));
        List<JsonNode> found = about(world, "PASSWORD_SPRAY", all).stream()
                .filter(finding -> !before.contains(id(finding)))
                .toList();
        evidence.put("findings", found.size());
        evidence.put("summary", found.getFirst().path("summary").asText());
        evidence.put("accounts named", accounts(found.getFirst()).size());
        long guessed = world.findings("BRUTE_FORCE").size();
        evidence.put("told again as guesses at one account", guessed);
        return found.size() == 1 && guessed == 0 && tried.stream().noneMatch(Thief.Tried::opened);
    }

    /** Findings of a kind about any of these accounts. */
    private static List<JsonNode> about(World world, String kind, Set<String> accounts) {
        return world.api.all("/findings?kind=" + kind).stream()
                .filter(finding -> accounts(finding).stream().anyMatch(accounts::contains))
                .toList();
    }

    private static Set<String> ids(List<JsonNode> findings) {
        return findings.stream().map(Thieves::id).collect(Collectors.toUnmodifiableSet());
    }

    private static String id(JsonNode finding) {
        return finding.path("findingId").asText();
    }

    /** Every account that a finding is about. */
    private static List<String> accounts(JsonNode finding) {
        List<String> accounts = new ArrayList<>();
        finding.path("accounts").forEach(account -> accounts.add(account.asText()));
        return accounts.isEmpty() ? List.of(finding.path("accountId").asText()) : accounts;
    }
}
