// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.devstack.browser.Chromium;
import org.mailwarden.e2e.demo.ConsoleVisit.Screen;

/** From a stack that knows nobody of an organisation to the first finding about it, by the pages alone. */
@ExtendWith(SharedStack.Resolver.class)
class FirstStepsTest {

    private static final String STEM = "first" + UUID.randomUUID().toString().substring(0, 6);
    private static final String ADDRESS = STEM + "@sample.example";
    private static final String PASSWORD = "current-" + UUID.randomUUID();

    private static Chromium chromium;
    private static World world;

    @BeforeAll
    static void mailboxIsThere(SharedStack shared) {
        chromium = Chromium.start();
        world = new World(shared.stack, shared.terminal, new Scale(List.of(), 0, 0, 0));
        world.stack.mail().addUser(ADDRESS, ADDRESS, PASSWORD);
    }

    @AfterAll
    static void consoleCloses() {
        if (chromium != null) {
            chromium.close();
        }
        if (world != null) {
            world.close();
        }
    }

    @Test
    void leadFromTheDoctorOverAPreviewedImportAndALeakedListToAFindingThatIsExplained(@TempDir Path folder)
            throws IOException {
        // Given
        Path fleet = Files.writeString(
                folder.resolve("fleet.csv"),
                "address,protocol,host,port,security,password\n" + ADDRESS + ",IMAP,localhost,"
                        + world.stack.ports().of("imaps") + ",TLS," + PASSWORD + "\n");
        String list = STEM + ".txt";
        Files.writeString(world.stack.dataDirectory().resolve("import/" + list), ADDRESS + ":" + PASSWORD + "\n");
        try (ConsoleVisit admin = new ConsoleVisit(
                        chromium.browser(), URI.create(world.stack.ports().url("console")), Screen.DESK)
                .signIn(world.stack.people(List.of("admin")).getFirst(), "/first-steps")) {
            step(admin, "keycloak").getByText("in order").waitFor();

            go(admin, "accounts", "Import accounts");
            admin.page().locator("#import-file").setInputFiles(fleet);
            admin.press("Preview");
            dialog(admin).getByText(ADDRESS).first().waitFor();
            assertThat(account()).as("nothing is stored before it is confirmed").isEmpty();
            admin.press("Import 1 account");
            world.await(
                    "the account to be read",
                    () -> account().stream()
                            .anyMatch(found -> found.path("state").asText().equals("ACTIVE")));

            // When
            admin.open("/first-steps");
            go(admin, "sources", "Read a list");
            dialog(admin)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(list))
                    .click();
            dialog(admin)
                    .locator("footer")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Read a list"))
                    .click();
            dialog(admin).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));

            // Then
            world.await("the finding", () -> !leaks().isEmpty());
            admin.open("/first-steps");
            step(admin, "finding").getByText("Done").waitFor();
            step(admin, "finding")
                    .locator("a[href*='" + leaks().getFirst().path("findingId").asText() + "']")
                    .click();
            admin.page().getByText("What to do").waitFor();
            assertThat(admin.complaints()).isEmpty();
        }
    }

    private static Locator step(ConsoleVisit visit, String step) {
        return visit.page().locator("li#" + step);
    }

    private static void go(ConsoleVisit visit, String step, String link) {
        step(visit, step)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(link))
                .click();
        dialog(visit).waitFor();
    }

    private static Locator dialog(ConsoleVisit visit) {
        return visit.page().getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions());
    }

    private static List<JsonNode> account() {
        return world.api.all("/accounts?text=" + STEM);
    }

    private static List<JsonNode> leaks() {
        return world.api.all("/findings?kind=CREDENTIAL_LEAKED&text=" + STEM);
    }
}
