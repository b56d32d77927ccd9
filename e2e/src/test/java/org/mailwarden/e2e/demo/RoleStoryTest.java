// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.devstack.browser.Chromium;
import org.mailwarden.devstack.keycloak.ConsolePeople.Person;
import org.mailwarden.e2e.demo.ConsoleVisit.Screen;
import org.mailwarden.e2e.organisation.Plant;

/** What people of each role do at the console, over the real services and with Keycloak's own sign-in. */
@ExtendWith(SharedStack.Resolver.class)
class RoleStoryTest {

    private static final String SECRET = "secret" + UUID.randomUUID();
    private static final String STEM = "console" + UUID.randomUUID().toString().substring(0, 6);

    private static Chromium chromium;
    private static World world;
    private static URI console;
    private static Map<String, Person> people;

    @BeforeAll
    static void organisationMovesIn(SharedStack shared) {
        chromium = Chromium.start();
        world = new World(
                shared.stack,
                shared.terminal,
                new Scale(
                        List.of(
                                somebody("anna", "current-" + UUID.randomUUID()),
                                somebody("bela", "current-" + UUID.randomUUID()),
                                somebody("cora", "zkzkzkzkzk"),
                                somebody("dora", "wjwjwjwjwj")),
                        0,
                        0,
                        0));
        world.people.forEach(person -> {
            world.keycloak.create(person);
            // The fetcher signs in by address; refusals would hold the host back for everybody who comes after.
            world.stack.mail().addUser(person.address(), person.address(), person.password());
            String account = world.api
                    .enrol(person, world.stack.ports().of("imaps"), "TLS", person.password())
                    .orFail("Enrolling " + person.username())
                    .body()
                    .path("id")
                    .asText();
            world.accounts.put(person.username(), account);
        });
        world.await("the response to know the accounts", () -> known() == world.people.size());
        console = URI.create(shared.stack.ports().url("console"));
        people = shared.stack.people(List.of("analyst", "approver", "auditor", "viewer", "admin")).stream()
                .collect(Collectors.toMap(Person::username, Function.identity()));
    }

    @AfterAll
    static void organisationMovesOut() {
        if (chromium != null) {
            chromium.close();
        }
        if (world != null) {
            world.close();
        }
    }

    @Test
    void analystAsksForResetsAnotherPersonApprovesExactlyThoseAndBothSeeTheProof() {
        // Given
        List<org.mailwarden.e2e.organisation.Person> both = world.people.subList(0, 2);
        try (ConsoleVisit analyst = visit("analyst", "/accounts?text=" + STEM);
                ConsoleVisit approver = visit("approver", "/")) {
            both.forEach(person -> analyst.page()
                    .getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Mark " + person.address()))
                    .check());
            analyst.press("Respond");
            analyst.page().getByRole(AriaRole.TEXTBOX, reason()).fill("Both were seen in a list that is for sale");
            analyst.press("Show exactly who and what");
            both.forEach(
                    person -> analyst.page().getByText(person.address()).first().waitFor());
            analyst.press("Ask for it, 2 people");
            analyst.page()
                    .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Look at it"))
                    .click();
            analyst.settle();
            String batch = URI.create(analyst.page().url()).getPath();

            // When
            approver.open(batch);
            approver.press("Approve");
            Locator dialog = approver.page().getByRole(AriaRole.DIALOG);
            dialog.getByRole(AriaRole.TEXTBOX).fill("Agreed");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Approve"))
                    .click();

            // Then
            world.await("the proof of both resets", () -> proved() == both.size());
            assertThat(analyst.open(batch).page().getByText("Proved").count()).isPositive();
            assertThat(analyst.complaints()).isEmpty();
            assertThat(approver.complaints()).isEmpty();
        }
    }

    @Test
    void analystTriagesAFindingUpToItsVerdictAndAReloadLosesNothing() {
        // Given
        String finding = weaknessOf(named("cora"));
        try (ConsoleVisit analyst = visit("analyst", "/findings?tab=open&accountId=" + world.account(named("cora")))) {
            openRow(analyst, finding);
            analyst.page().reload();
            analyst.settle();
            analyst.page().getByText("What to do").waitFor();
            confirm(analyst, "Assign", dialog -> {});
            analyst.page().getByLabel("Comment").fill("She is told to choose a longer one.");
            analyst.press("Add the comment");
            analyst.page().getByText("She is told to choose a longer one.").waitFor();

            // When
            confirm(analyst, "Close", dialog -> {
                dialog.getByLabel("True positive").check();
                dialog.getByRole(AriaRole.TEXTBOX).fill("Her password is changed");
            });

            // Then
            world.await(
                    "the verdict", () -> shown(finding).path("state").asText().equals("CLOSED"));
            assertThat(shown(finding).path("closedAs").asText()).isEqualTo("TRUE_POSITIVE");
            assertThat(shown(finding).path("assignee").asText()).isEqualTo("analyst");
            assertThat(explained(finding))
                    .contains("She is told to choose a longer one.")
                    .contains("Her password is changed");
            assertThat(analyst.complaints()).isEmpty();
        }
    }

    @Test
    void analystTakesBackWhatWasAMistakeByOneClick() {
        // Given
        String finding = weaknessOf(named("dora"));
        try (ConsoleVisit analyst = visit("analyst", "/findings?tab=open&open=" + finding)) {
            confirm(analyst, "Assign", dialog -> {});
            analyst.press("Undo");
            world.await(
                    "the assignment to be undone",
                    () -> shown(finding).path("assignee").asText("").isEmpty());
            confirm(analyst, "Close", dialog -> {
                dialog.getByLabel("False positive").check();
                dialog.getByRole(AriaRole.TEXTBOX).fill("It only looks like that");
            });
            world.await(
                    "the verdict", () -> shown(finding).path("state").asText().equals("CLOSED"));

            // When
            analyst.press("Undo");

            // Then
            world.await(
                    "the finding to be open again",
                    () -> shown(finding).path("state").asText().equals("OPEN"));
            analyst.page().getByText("The finding is open again").first().waitFor();
            assertThat(analyst.complaints()).isEmpty();
        }
    }

    @Test
    void viewerIsToldWhichRoleIsMissing() {
        // Given
        try (ConsoleVisit viewer = visit("viewer", "/accounts?text=" + STEM)) {
            viewer.page()
                    .getByRole(
                            AriaRole.CHECKBOX,
                            new Page.GetByRoleOptions()
                                    .setName("Mark " + world.people.getFirst().address()))
                    .check();

            // When
            Locator respond = viewer.page()
                    .getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Respond").setExact(true))
                    .first();
            respond.focus();

            // Then
            assertThat(respond.getAttribute("aria-disabled")).isEqualTo("true");
            viewer.page().getByText("analyst").first().waitFor();
            assertThat(viewer.complaints()).isEmpty();
        }
    }

    @Test
    void auditorSeesThatTheLedgerIsWhole() {
        // Given
        try (ConsoleVisit auditor = visit("auditor", "/audit")) {

            // When
            auditor.press("Verify");

            // Then
            auditor.page().getByText("whole").first().waitFor();
            assertThat(auditor.complaints()).isEmpty();
        }
    }

    private static org.mailwarden.e2e.organisation.Person named(String given) {
        return world.people.stream()
                .filter(person -> person.username().equals(STEM + "." + given))
                .findFirst()
                .orElseThrow();
    }

    /** Their password is easy to guess: a finding that no policy acts on by itself. */
    private static String weaknessOf(org.mailwarden.e2e.organisation.Person person) {
        world.await("the finding", () -> !weaknesses(person).isEmpty());
        return weaknesses(person).getFirst().path("findingId").asText();
    }

    private static List<JsonNode> weaknesses(org.mailwarden.e2e.organisation.Person person) {
        return world.findings("PASSWORD_WEAK").stream()
                .filter(finding -> finding.path("accountId").asText().equals(world.account(person)))
                .toList();
    }

    private static JsonNode shown(String finding) {
        return world.api.get("/findings/" + finding).orFail("Reading a finding").body();
    }

    private static String explained(String finding) {
        return world.api
                .get("/findings/" + finding + "/explain")
                .orFail("Reading why")
                .body()
                .toString();
    }

    private static void openRow(ConsoleVisit visit, String finding) {
        visit.page().locator("tr[data-row='" + finding + "'] button").first().click();
        visit.page().waitForURL(url -> url.contains("open=" + finding));
    }

    /** Presses the button of a finding's details, fills the dialog that comes, and confirms it. */
    private static void confirm(ConsoleVisit visit, String action, Consumer<Locator> filled) {
        visit.page()
                .locator(".mw-detail")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(action).setExact(true))
                .last()
                .click();
        Locator dialog = visit.page().getByRole(AriaRole.DIALOG);
        filled.accept(dialog);
        dialog.locator("footer")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(action).setExact(true))
                .click();
        dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    @Test
    void adminSendsADeadLetterAgainWithAReasonAndSeesThatItCameBack() {
        // Given
        String account = UUID.randomUUID().toString();
        brokenFinding(account);
        world.await("the dead letter", () -> deadLetters(account).size() == 1);
        try (ConsoleVisit admin = visit(
                "admin",
                "/system/dead-letters?open="
                        + deadLetters(account).getFirst().path("id").asText())) {
            Locator details = admin.page().locator(".mw-detail");
            details.getByText("the data is no FindingRaised").waitFor();
            details.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Send again"))
                    .click();
            Locator dialog = admin.page().getByRole(AriaRole.DIALOG);
            dialog.getByRole(AriaRole.TEXTBOX).fill("To see whether it is mended");

            // When
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Send again"))
                    .click();

            // Then
            details.getByText("To see whether it is mended").waitFor();
            world.await(
                    "it to come back",
                    () -> deadLetters(account).stream().anyMatch(letter -> letter.hasNonNull("replayOf")));
            assertThat(admin.page().content()).doesNotContain(SECRET);
            assertThat(admin.complaints()).isEmpty();
        }
    }

    @Test
    void adminWhoSavesAPolicyAfterSomebodyElseSeesTheirsAndLosesNothing() {
        // Given
        String policy = "p" + UUID.randomUUID();
        write(policy, "HIGH");
        try (ConsoleVisit admin = visit("admin", "/policies/" + policy)) {
            admin.page()
                    .getByLabel("People", new Page.GetByLabelOptions().setExact(true))
                    .fill("7");
            admin.press("Save");
            Locator dialog = admin.page().getByRole(AriaRole.DIALOG);
            dialog.waitFor();
            write(policy, "LOW");

            // When
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save"))
                    .click();

            // Then
            dialog.getByText("Somebody else changed it at").waitFor();
            dialog.getByText("By somebody else").first().waitFor();
            assertThat(read(policy).at("/minimumSeverity").asText()).isEqualTo("LOW");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save mine over it"))
                    .click();
            dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
            assertThat(read(policy).at("/budget/max").asInt()).isEqualTo(7);
            assertThat(read(policy).at("/minimumSeverity").asText()).isEqualTo("HIGH");
        }
    }

    @Test
    void adminWhoSavesAFeedAfterSomebodyElseSeesTheirsAndLosesNothing() {
        // Given
        String feed = "f" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> settings =
                Map.of("location", "https://lists.example.org/leaks.csv", "format", "csv", "address", "mail");
        world.api
                .call(
                        "POST",
                        "/feeds",
                        Map.of("id", feed, "kind", "TABLE", "name", feed, "every", "never", "settings", settings))
                .orFail("Adding a feed");
        try (ConsoleVisit admin = visit("admin", "/feeds")) {
            admin.page()
                    .locator(".pf-v6-c-card")
                    .filter(new Locator.FilterOptions().setHasText(feed))
                    .getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Change").setExact(true))
                    .click();
            Locator dialog = admin.page().getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true))
                    .fill("Mine");
            Map<String, String> more = new HashMap<>(settings);
            more.put("date", "leaked_at");
            world.api.call("PUT", "/feeds/" + feed, Map.of("settings", more)).orFail("Changing a feed");

            // When
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save"))
                    .click();

            // Then
            dialog.getByText("Somebody else changed it at").waitFor();
            dialog.getByText("leaked_at").waitFor();
            assertThat(feed(feed).path("name").asText()).isEqualTo(feed);
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save mine over it"))
                    .click();
            dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
            assertThat(feed(feed).path("name").asText()).isEqualTo("Mine");
        } finally {
            world.api.call("DELETE", "/feeds/" + feed, null).orFail("Removing a feed");
        }
    }

    private static JsonNode feed(String id) {
        return world.api.get("/feeds/" + id).orFail("Reading a feed").body();
    }

    private static void write(String policy, String severity) {
        world.api
                .call(
                        "PUT",
                        "/policies/" + policy,
                        Map.of("kinds", List.of("PASSWORD_EXPIRED"), "mode", "OBSERVE", "minimumSeverity", severity))
                .orFail("Writing a policy");
    }

    private static JsonNode read(String policy) {
        return world.api.get("/policies/" + policy).orFail("Reading a policy").body();
    }

    /** Somebody writes to a topic of findings what is none, with something in it that nobody is to see. */
    private static void brokenFinding(String account) {
        ProducerRecord<String, String> record =
                new ProducerRecord<>(Topics.FINDINGS, account, "{\"kind\": \"" + SECRET + "\", \"" + SECRET + "\": 1}");
        record.headers().add("ce_id", UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_type", EventType.FINDING_RAISED.type().getBytes(StandardCharsets.UTF_8));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", world.stack.kafka().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(record);
            producer.flush();
        }
    }

    private static List<JsonNode> deadLetters(String account) {
        return world.api.all("/dead-letters?topic=" + Topics.deadLetter(Topics.FINDINGS)).stream()
                .filter(letter -> letter.path("key").asText().equals(account))
                .toList();
    }

    private static ConsoleVisit visit(String role, String path) {
        return new ConsoleVisit(chromium.browser(), console, Screen.DESK).signIn(people.get(role), path);
    }

    private static Page.GetByRoleOptions reason() {
        return new Page.GetByRoleOptions().setName("Reason");
    }

    /** For how many of them a reset would be planned: auth hears of accounts a moment after they are made. */
    private static int known() {
        return world.api
                .call(
                        "POST",
                        "/remediations/batches?dryRun=true",
                        Map.of(
                                "owners",
                                world.people.stream()
                                        .map(org.mailwarden.e2e.organisation.Person::username)
                                        .toList()))
                .orFail("Asking who is known")
                .body()
                .path("people")
                .asInt();
    }

    private static long proved() {
        return world.remediations().stream()
                .filter(remediation -> world.accounts.containsValue(
                        remediation.path("accountId").asText()))
                .filter(remediation -> remediation.path("state").asText().equals("VERIFIED"))
                .count();
    }

    private static org.mailwarden.e2e.organisation.Person somebody(String given, String password) {
        String name = STEM + "." + given;
        return new org.mailwarden.e2e.organisation.Person(
                name,
                given.toUpperCase(Locale.ROOT) + " " + STEM,
                name + "@sample.example",
                name + "@private.example",
                Protocol.IMAP,
                password,
                "former-" + UUID.randomUUID(),
                Plant.NONE);
    }
}
