// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.e2e.attack.BrowserDoor;
import org.mailwarden.e2e.attack.Door;
import org.mailwarden.e2e.attack.MailDoor;
import org.mailwarden.e2e.attack.Past;
import org.mailwarden.e2e.attack.Thief;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;

/**
 * Thieves at a real Dovecot and a real Keycloak: each attack is one finding with the facts of what they did, and nothing is
 * said of those who sign in beside them. The addresses are of RFC 5737, each /27 of which is a city.
 */
@ExtendWith(SharedStack.Resolver.class)
class AttackTest {

    private static final int SPRAYED = 200;
    private static final int SPRAYED_BY_MAIL = 190;
    private static final int GUESSES = 12;
    private static final int DAYS_BEFORE = 20;

    /** Longer than the 200 ms within which Keycloak takes two failures for a program's. */
    private static final Duration SLOWLY = Duration.ofMillis(250);

    private static final String BERLIN = "192.0.2.20";

    /** What is found in sign-ins. */
    private static final String OF_SIGN_INS = Stream.of(
                    FindingKind.IMPOSSIBLE_TRAVEL,
                    FindingKind.NEW_COUNTRY,
                    FindingKind.NEW_NETWORK,
                    FindingKind.NEW_CLIENT,
                    FindingKind.BRUTE_FORCE,
                    FindingKind.PASSWORD_SPRAY,
                    FindingKind.SUCCESS_AFTER_FAILURES,
                    FindingKind.DORMANT_LOGIN,
                    FindingKind.PLAINTEXT_LOGIN,
                    FindingKind.LEGACY_LOGIN,
                    FindingKind.BREACHED_LOGIN,
                    FindingKind.LOGIN_DURING_REMEDIATION,
                    FindingKind.RETIRED_PASSWORD_USED)
            .map(kind -> "kind=" + kind)
            .collect(Collectors.joining("&"));

    private static final List<String> CROWD =
            IntStream.range(0, SPRAYED).mapToObj("crowd%03d"::formatted).toList();
    private static final List<String> GUESSED = List.of("guessed.imap", "guessed.pop3", "guessed.web");
    private static final List<String> TRAVELLERS = List.of("travels.imap", "travels.pop3", "travels.web");
    private static final List<String> ORDINARY = List.of("ordinary.one", "ordinary.two", "ordinary.three");
    private static final String RESET = "retired.once";
    private static final String IN_RESET = "retired.now";

    private static SharedStack shared;
    private static World world;
    private static MailDoor imap;
    private static MailDoor pop3;
    private static BrowserDoor browser;

    /** User name to password, the same at Dovecot and at Keycloak. */
    private static final Map<String, String> PASSWORDS = new HashMap<>();

    /** User name to account. */
    private static final Map<String, String> ACCOUNTS = new ConcurrentHashMap<>();

    @BeforeAll
    static void fleetMovesIn(SharedStack running) {
        running.requireWatchedDovecot();
        shared = running;
        world = new World(shared.stack, shared.terminal, new Scale(List.of(), 0, 0, 0));
        imap = shared.watched.door(Protocol.IMAP);
        pop3 = shared.watched.door(Protocol.POP3);
        browser = world.browser();
        List<String> everybody = Stream.of(CROWD, GUESSED, TRAVELLERS, ORDINARY, List.of(RESET, IN_RESET))
                .flatMap(List::stream)
                .toList();
        everybody.forEach(user -> PASSWORDS.put(user, "current-" + UUID.randomUUID()));
        shared.watched.users(PASSWORDS);
        Stream.of(
                        CROWD.subList(SPRAYED_BY_MAIL, SPRAYED),
                        List.of(GUESSED.getLast(), TRAVELLERS.getLast(), ORDINARY.getLast(), RESET, IN_RESET))
                .flatMap(List::stream)
                .map(AttackTest::person)
                .forEach(world.keycloak::create);
        try (ExecutorService clerks = Executors.newFixedThreadPool(8)) {
            everybody.forEach(user -> clerks.execute(() -> enrol(user)));
        }
        assertThat(ACCOUNTS).hasSize(everybody.size());
        world.accounts.putAll(ACCOUNTS);
        awaitKnown(everybody);
        List<String> known =
                Stream.concat(TRAVELLERS.stream(), ORDINARY.stream()).toList();
        assertThat(Past.isTold(world.api, known, BERLIN, DAYS_BEFORE)).isEqualTo(DAYS_BEFORE * known.size());
    }

    @AfterAll
    static void fleetMovesOut() {
        if (world != null) {
            browser.close();
            world.close();
        }
    }

    @Test
    void sprayOverTwoHundredAccountsAndThreeDoorsIsOneFindingAboutAllOfThem() {
        // Given
        // Another network than the demo's thieves, whose story goes on for days.
        String sydney = "203.0.113.100";
        List<String> few = List.of("Winter2026!", "Welcome1!");

        // When
        List<Thief.Tried> tried = new ArrayList<>(Thief.sprays(imap, sydney, CROWD.subList(0, SPRAYED / 2), few, 8));
        ordinaryDay();
        tried.addAll(Thief.sprays(pop3, sydney, CROWD.subList(SPRAYED / 2, SPRAYED_BY_MAIL), few, 8));
        tried.addAll(Thief.sprays(browser, sydney, CROWD.subList(SPRAYED_BY_MAIL, SPRAYED), few.subList(0, 1), 2));

        // Then
        assertThat(tried).extracting(Thief.Tried::opened).containsOnly(false);
        awaitFinding(
                CROWD,
                finding -> finding.path("accountCount").asInt() == SPRAYED
                        && facts(finding).contains("over HTTP"));
        JsonNode spray = onlyFinding(CROWD);
        assertThat(spray.path("kind").asText()).isEqualTo("PASSWORD_SPRAY");
        assertThat(accounts(spray)).containsExactlyInAnyOrderElementsOf(accountsOf(CROWD));
        assertThat(spray.path("summary").asText()).contains("203.0.113.96/27");
        assertThat(facts(spray)).contains("Sydney", sydney, "within 60 minutes");
        assertThat(findings(ORDINARY)).isEmpty();
    }

    @Test
    void guessesAtOneAccountAreOneFindingAtEachDoor() {
        // Given
        List<Door> doors = List.of(imap, pop3, browser);
        List<String> addresses = List.of("198.51.100.10", "198.51.100.40", "198.51.100.70");

        for (int i = 0; i < doors.size(); i++) {
            // When
            Thief.guesses(doors.get(i), addresses.get(i), GUESSED.get(i), GUESSES, SLOWLY);

            // Then
            awaitFinding(List.of(GUESSED.get(i)), finding -> true);
            JsonNode guessed = onlyFinding(List.of(GUESSED.get(i)));
            assertThat(guessed.path("kind").asText()).isEqualTo("BRUTE_FORCE");
            assertThat(facts(guessed))
                    .contains(addresses.get(i), "over " + doors.get(i).protocol(), "at least 10 different passwords");
        }
    }

    @Test
    void journeyThatNobodyMakesIsOneFindingAtEachDoor() {
        // Given
        List<Door> doors = List.of(imap, pop3, browser);
        String singapore = "203.0.113.40";

        for (int i = 0; i < doors.size(); i++) {
            String user = TRAVELLERS.get(i);

            // When
            Thief.Tried owner = Thief.tries(doors.get(i), BERLIN, user, PASSWORDS.get(user));
            Thief.Tried thief = Thief.tries(doors.get(i), singapore, user, PASSWORDS.get(user));

            // Then
            assertThat(List.of(owner.opened(), thief.opened())).containsOnly(true);
            awaitFinding(List.of(user), finding -> true);
            JsonNode travel = onlyFinding(List.of(user));
            assertThat(travel.path("kind").asText()).isEqualTo("IMPOSSIBLE_TRAVEL");
            assertThat(travel.path("summary").asText()).contains("Singapore", "Germany");
            assertThat(facts(travel))
                    .contains(singapore, "km/h", "over " + doors.get(i).protocol());
        }
        ordinaryDay();
        assertThat(findings(ORDINARY)).isEmpty();
    }

    @Test
    void passwordThatWasResetBecauseItLeakedIsOneFindingWhenSomebodyTriesItAgain() throws IOException {
        // Given
        String lagos = "203.0.113.170";
        String leaked = PASSWORDS.get(RESET);
        resetBecauseItLeaked(RESET);
        world.await("breach-watch to know that the reset is proved", () -> isProved(RESET));
        shared.watched.users(Map.of(RESET, "renewed-" + UUID.randomUUID()));

        // When
        List<Boolean> opened = Stream.of(imap, pop3, browser)
                .map(door -> door.opens(lagos, RESET, leaked))
                .toList();

        // Then
        assertThat(opened).containsOnly(false);
        awaitFinding(
                List.of(RESET),
                finding -> Stream.of("over IMAP", "over POP3", "over HTTP").allMatch(facts(finding)::contains));
        JsonNode retired = onlyFinding(List.of(RESET));
        assertThat(retired.path("kind").asText()).isEqualTo("RETIRED_PASSWORD_USED");
        assertThat(retired.path("severity").asText()).isEqualTo("CRITICAL");
        assertThat(facts(retired))
                .contains(lagos, "Lagos", "retired by a reset")
                .doesNotContain(leaked);
    }

    @Test
    void whoComesInWhileAResetIsUnderWayIsOneFinding() throws IOException {
        // Given
        resetBecauseItLeaked(IN_RESET);
        String cairo = "203.0.113.200";
        world.await("breach-watch to know that a reset is under way", () -> {
            imap.opens(cairo, IN_RESET, "a mistake");
            return world.api.all("/logins?username=" + IN_RESET).stream()
                    .anyMatch(login -> login.path("answerReason").asText().contains("under way"));
        });

        // When
        boolean opened = imap.opens(cairo, IN_RESET, PASSWORDS.get(IN_RESET));

        // Then
        assertThat(opened).isTrue();
        awaitFinding(List.of(IN_RESET), finding -> true);
        JsonNode during = onlyFinding(List.of(IN_RESET));
        assertThat(during.path("kind").asText()).isEqualTo("LOGIN_DURING_REMEDIATION");
        assertThat(facts(during)).contains(cairo, "a remediation of the account was running");
    }

    /** People at the office, of whom one mistypes. */
    private static void ordinaryDay() {
        Thief.tries(imap, BERLIN, ORDINARY.get(0), "mistyped");
        Thief.tries(imap, BERLIN, ORDINARY.get(0), PASSWORDS.get(ORDINARY.get(0)));
        Thief.tries(pop3, BERLIN, ORDINARY.get(1), PASSWORDS.get(ORDINARY.get(1)));
        Thief.tries(browser, BERLIN, ORDINARY.get(2), PASSWORDS.get(ORDINARY.get(2)));
    }

    private static void enrol(String user) {
        Protocol protocol = user.endsWith("pop3") ? Protocol.POP3 : Protocol.IMAP;
        String id = world.api
                .call(
                        "POST",
                        "/accounts",
                        Map.of(
                                "address",
                                address(user),
                                "protocol",
                                protocol.name(),
                                "host",
                                "127.0.0.1",
                                "port",
                                shared.watched.port(protocol),
                                "security",
                                "TLS",
                                "username",
                                user,
                                "credential",
                                Map.of("type", "PASSWORD", "password", PASSWORDS.get(user)),
                                "owner",
                                user,
                                "recoveryAddress",
                                user + "@private.example"))
                .orFail("Enrolling " + user)
                .body()
                .path("id")
                .asText();
        ACCOUNTS.put(user, id);
        if (!List.of(RESET, IN_RESET).contains(user)) {
            // Nobody's mail is read here: two hundred mailboxes that are polled would keep everything else waiting.
            world.api.call("POST", "/accounts/" + id + "/pause", Map.of()).orFail("Pausing " + user);
        }
    }

    /** Until breach-watch knows whose the names are: it remembers for a while that a name is nobody's. */
    private static void awaitKnown(List<String> users) {
        Set<String> unknown = new HashSet<>(users);
        world.await("breach-watch to know everybody", () -> {
            unknown.removeIf(user ->
                    world.api.get("/posture/accounts/" + ACCOUNTS.get(user)).status() == 200);
            return unknown.isEmpty();
        });
    }

    private static void resetBecauseItLeaked(String user) throws IOException {
        Exposure.respondByItself(world);
        Path list = Files.write(
                shared.stack.dataDirectory().resolve("import/raid-" + user + ".txt"),
                List.of("somebody@elsewhere.example:hunter2", address(user) + ":" + PASSWORDS.get(user)));
        Exposure.finish(world, "combolist lines imported", world.api.importCombolist(list));
    }

    /** What leaked is closed by the proof. */
    private static boolean isProved(String user) {
        return world.api.all("/findings?kind=CREDENTIAL_LEAKED&accountId=" + ACCOUNTS.get(user)).stream()
                .anyMatch(finding -> finding.path("closedAs").asText().equals("REMEDIATED"));
    }

    private static void awaitFinding(List<String> users, Predicate<JsonNode> complete) {
        world.await(
                "a finding about " + users.getFirst(),
                () -> findings(users).stream().anyMatch(complete));
    }

    private static JsonNode onlyFinding(List<String> users) {
        List<JsonNode> all = findings(users);
        assertThat(all).as("findings about %s", users.getFirst()).hasSize(1);
        return all.getFirst();
    }

    /** What was found in the sign-ins of these people. */
    private static List<JsonNode> findings(List<String> users) {
        Set<String> theirs = Set.copyOf(accountsOf(users));
        return world.api.all("/findings?" + OF_SIGN_INS).stream()
                .filter(finding -> accounts(finding).stream().anyMatch(theirs::contains))
                .toList();
    }

    private static List<String> accountsOf(List<String> users) {
        return users.stream().map(ACCOUNTS::get).toList();
    }

    private static List<String> accounts(JsonNode finding) {
        List<String> accounts = new ArrayList<>();
        finding.path("accounts").forEach(account -> accounts.add(account.asText()));
        return accounts.isEmpty() ? List.of(finding.path("accountId").asText()) : accounts;
    }

    private static String facts(JsonNode finding) {
        List<String> facts = new ArrayList<>();
        finding.path("facts").forEach(fact -> facts.add(fact.path("text").asText()));
        return String.join("\n", facts);
    }

    private static String address(String user) {
        return user + (user.equals(IN_RESET) ? "@" + SharedStack.DOMAIN_AWAY : "@raid.example");
    }

    private static Person person(String user) {
        return new Person(
                user,
                user.replace('.', ' ').concat(" Raid"),
                address(user),
                user + "@private.example",
                Protocol.IMAP,
                PASSWORDS.get(user),
                "former-" + UUID.randomUUID(),
                Plant.NONE);
    }
}
