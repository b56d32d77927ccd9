// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.devstack.browser.Chromium;
import org.mailwarden.devstack.keycloak.ConsolePeople;
import org.mailwarden.e2e.demo.ConsoleVisit.Screen;
import org.mailwarden.e2e.organisation.Person;
import org.mailwarden.e2e.organisation.Plant;

/** What a list of the console does under the hands of somebody quick, shown by the list of sign-ins. */
@ExtendWith(SharedStack.Resolver.class)
class ListsTest {

    private static final String NAME = "lists" + UUID.randomUUID().toString().substring(0, 6);
    private static final Person MAX = new Person(
            NAME,
            "MAX " + NAME,
            NAME + "@sample.example",
            NAME + "@private.example",
            Protocol.IMAP,
            "zkzkzkzkzk",
            "former-" + UUID.randomUUID(),
            Plant.NONE);
    private static final int REPORTED = 60;

    private static Chromium chromium;
    private static World world;
    private static URI console;
    private static ConsolePeople.Person analyst;
    private static String account;

    @BeforeAll
    static void somebodySignsIn(SharedStack shared) {
        chromium = Chromium.start();
        world = new World(shared.stack, shared.terminal, new Scale(List.of(MAX), 0, 0, 0));
        world.keycloak.create(MAX);
        world.stack.mail().addUser(MAX.address(), MAX.address(), MAX.password());
        account = world.api
                .enrol(MAX, world.stack.ports().of("imaps"), "TLS", MAX.password())
                .orFail("Enrolling him")
                .body()
                .path("id")
                .asText();
        Instant now = Instant.now();
        world.api
                .call(
                        "POST",
                        "/logins",
                        Map.of(
                                "logins",
                                IntStream.range(0, REPORTED)
                                        .mapToObj(n -> Map.of(
                                                "id", UUID.randomUUID().toString(),
                                                "username", MAX.address(),
                                                "succeeded", true,
                                                "occurredAt",
                                                        now.minusSeconds(n).toString()))
                                        .toList()))
                .orFail("Reporting sign-ins");
        world.await("his sign-ins and the fetcher's", () -> kept("API") == REPORTED && kept("FETCHER") > 0);
        console = URI.create(shared.stack.ports().url("console"));
        analyst = shared.stack.people(List.of("analyst")).getFirst();
    }

    @AfterAll
    static void heLeaves() {
        if (chromium != null) {
            chromium.close();
        }
        if (world != null) {
            world.close();
        }
    }

    @Test
    void theFetchersOwnSignInsAreLeftOutUnlessSomebodyAsksForThem() {
        // Given
        try (ConsoleVisit visit = visit()) {
            String before =
                    visit.page().locator("table.pf-m-sticky-header tbody").innerText();

            // When
            visit.page()
                    .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Show them"))
                    .click();

            // Then
            visit.page().waitForURL(url -> url.contains("source=FETCHER"));
            visit.page().getByText("Show them").waitFor(gone());
            world.await(
                    "other rows",
                    () -> !visit.page()
                            .locator("table.pf-m-sticky-header tbody")
                            .innerText()
                            .equals(before));
            rows(visit).first().locator("button").first().click();
            visit.page().locator(".mw-detail").getByText("The fetcher").waitFor();
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void findingsPutTogetherByAccountLeadToTheFindingsOfTheAccount() {
        // Given
        world.await(
                "his weak password",
                () -> !world.api.all("/findings?state=OPEN&text=" + NAME).isEmpty());
        try (ConsoleVisit visit = visit("/findings?tab=open&text=" + NAME)) {
            visit.press("By account");
            Locator group = visit.page().locator("tr[data-row='" + account + "']");
            group.waitFor();
            assertThat(rows(visit).count()).isEqualTo(1);

            // When
            group.locator("button.mw-link").click();

            // Then
            visit.page().waitForURL(url -> url.contains("accountId=" + account) && !url.contains("by="));
            visit.page().getByText("Password weak").first().waitFor();
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void anAnalystTagsAnAccountAndTakesItBack() {
        // Given
        String tag = "tag of " + NAME;
        world.api
                .call("POST", "/accounts/" + account + "/tags", Map.of("add", List.of("vip")))
                .orFail("Giving him a tag");
        try (ConsoleVisit visit = visit("/accounts?text=" + NAME)) {
            visit.page()
                    .getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Mark " + MAX.address()))
                    .check();
            visit.press("Change tags");
            Locator dialog = visit.page().getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Tags").last().fill(tag.toUpperCase(Locale.ROOT) + ", vip");

            // When
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add tags"))
                    .click();

            // Then
            dialog.waitFor(gone());
            world.await(
                    "the tags in the list",
                    () -> rows(visit).first().innerText().contains(tag));
            visit.press("Undo");
            world.await(
                    "the tag that he had before, and no other",
                    () -> world.api
                            .get("/accounts/" + account)
                            .orFail("Reading the account")
                            .body()
                            .path("tags")
                            .toString()
                            .equals("[\"vip\"]"));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void escapeClosesAnOpenMenuAndLeavesTheDetails() {
        // Given
        try (ConsoleVisit visit = visit()) {
            rows(visit).first().locator("button").first().click();
            Locator details = visit.page().locator(".mw-detail");
            details.waitFor();
            Locator menu =
                    visit.page().locator(".mw-list-body .pf-v6-c-menu-toggle").first();
            // On a small screen the details lie over it.
            menu.press("Enter");
            world.await("an open menu", () -> "true".equals(menu.getAttribute("aria-expanded")));

            // When
            menu.press("Escape");

            // Then
            world.await("a closed menu", () -> "false".equals(menu.getAttribute("aria-expanded")));
            assertThat(details.isVisible()).isTrue();
            menu.press("Escape");
            details.waitFor(gone());
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void theNextPageIsAskedForAsSoonAsSomebodyPointsAtIt() {
        // Given
        try (ConsoleVisit visit = visit()) {

            // When
            Request asked = visit.page()
                    .waitForRequest(
                            request -> request.url().contains("/api/v1/logins?")
                                    && request.url().contains("after="),
                            () -> next(visit).hover());

            // Then
            assertThat(URI.create(asked.url()).getQuery()).contains("username=" + MAX.address());
            assertThat(visit.page().url()).doesNotContain("after=");
        }
    }

    @Test
    void twoClicksInOneMomentBothCount() {
        // Given
        try (ConsoleVisit visit = visit()) {

            // When
            visit.page().evaluate("""
                    () => {
                      document.querySelector('table.pf-m-sticky-header tbody tr button').click();
                      document.querySelector('nav.mw-pager button[aria-label="Next page"]').click();
                    }""");

            // Then
            visit.page().waitForURL(url -> url.contains("after="));
            assertThat(visit.page().url()).contains("open=");
        }
    }

    @Test
    void aMenuIsOpenedUsedAndClosedByKeysAlone() {
        // Given
        try (ConsoleVisit visit = visit()) {
            // What is chosen has a button of its own, which names the menu as well.
            Locator button = visit.page()
                    .locator("button[aria-expanded]")
                    .filter(new Locator.FilterOptions().setHasText("Outcome"));
            Locator menu = visit.page().getByRole(AriaRole.MENU);
            button.press("Enter");
            menu.waitFor();
            world.await("the menu under its button", () -> isUnder(button.boundingBox(), menu.boundingBox()));

            // When
            visit.page().keyboard().press("ArrowDown");
            visit.page().keyboard().press("Space");
            visit.page().waitForURL(url -> url.contains("succeeded="));
            visit.page().keyboard().press("Escape");

            // Then
            menu.waitFor(gone());
            assertThat(isFocused(button)).as("where the person was before").isTrue();
        }
    }

    @Test
    void detailsOpenBesideTheRowThatIsRead() {
        // Given
        try (ConsoleVisit visit = visit()) {
            Locator row = rows(visit).last();
            row.scrollIntoViewIfNeeded();
            double place = row.boundingBox().y;

            // When
            row.locator("button").first().click();

            // Then
            Locator title = visit.page().locator(".mw-detail-head");
            world.await("the focus at the title", () -> isFocused(title));
            assertThat(title.boundingBox().y).as("the title is in sight").isBetween(0.0, place);
            assertThat(row.boundingBox().y).as("the row stays where it was").isEqualTo(place);
        }
    }

    @Test
    void closingDetailsGivesTheirRowTheFocusBack() {
        // Given
        try (ConsoleVisit visit = visit()) {
            Locator row = rows(visit).last();
            row.locator("button").first().click();
            Locator details = visit.page().locator(".mw-detail");
            details.waitFor();

            // When
            visit.page().keyboard().press("Escape");

            // Then
            details.waitFor(gone());
            world.await("the focus at the row", () -> isFocused(row));
        }
    }

    @Test
    void tabsAreWalkedThroughWithArrowKeys() {
        // Given
        try (ConsoleVisit visit = visit("/findings")) {
            visit.page().getByRole(AriaRole.TAB).first().focus();
            visit.page().keyboard().press("ArrowLeft");
            assertThat(visit.page().url()).as("arrows choose nothing").doesNotContain("tab=");

            // When
            visit.page().keyboard().press("Enter");

            // Then
            visit.page().waitForURL(url -> url.contains("tab=closed"));
        }
    }

    private static boolean isFocused(Locator element) {
        return Boolean.TRUE.equals(element.evaluate("element => element === document.activeElement"));
    }

    private static boolean isUnder(BoundingBox button, BoundingBox menu) {
        return menu.y >= button.y + button.height && Math.abs(menu.x - button.x) < 20;
    }

    private static Locator rows(ConsoleVisit visit) {
        return visit.page().locator("table.pf-m-sticky-header tbody tr");
    }

    private static Locator next(ConsoleVisit visit) {
        return visit.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Next page"));
    }

    private static Locator.WaitForOptions gone() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);
    }

    private static int kept(String source) {
        return world.api
                .all("/logins?username=" + MAX.address() + "&source=" + source)
                .size();
    }

    private static ConsoleVisit visit() {
        return visit("/logins?username=" + MAX.address());
    }

    private static ConsoleVisit visit(String path) {
        return new ConsoleVisit(chromium.browser(), console, Screen.DESK).signIn(analyst, path);
    }
}
