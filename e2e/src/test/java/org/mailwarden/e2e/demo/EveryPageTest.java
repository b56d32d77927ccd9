// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mailwarden.devstack.browser.Chromium;
import org.mailwarden.devstack.keycloak.ConsolePeople.Person;

/**
 * Every page of the console as an admin sees it, over the real services. With {@code -Dmailwarden.screenshots=FOLDER} each is
 * also drawn into a folder, in both themes and both widths.
 */
@ExtendWith(SharedStack.Resolver.class)
class EveryPageTest {

    private static final List<String> PAGES = List.of(
            "/",
            "/first-steps",
            "/report",
            "/findings",
            "/findings?by=account",
            "/accounts",
            "/logins",
            "/responses",
            "/policies",
            "/audit",
            "/feeds",
            "/feeds/breaches",
            "/integrations",
            "/settings",
            "/system",
            "/system/dead-letters");
    private static final List<String> WCAG =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final int DESK = 1280;
    private static final int PHONE = 390;
    private static final int HEIGHT = 900;
    private static final int HIGHEST = 6_000;
    private static final String HIDDEN_BELOW = "() => Math.max(0, ...[...document.querySelectorAll('body *')]"
            + ".filter(each => ['auto', 'scroll'].includes(getComputedStyle(each).overflowY))"
            + ".map(each => each.scrollHeight - each.clientHeight))";
    private static final Pattern GERMAN = Pattern.compile("/assets/de-[^/]*\\.js$");
    private static final String SCRIPT_IS_LOADED = "() => performance.getEntriesByType('resource')"
            + ".some(each => /index-[^/]*[.]js$/.test(each.name) && each.responseEnd > 0)";
    private static final Optional<Path> SCREENSHOTS = Optional.ofNullable(System.getProperty("mailwarden.screenshots"))
            .filter(folder -> !folder.isBlank())
            .map(Path::of);

    private static Chromium chromium;
    private static URI console;
    private static Person admin;

    @BeforeAll
    static void consoleOpens(SharedStack shared) {
        chromium = Chromium.start();
        console = URI.create(shared.stack.ports().url("console"));
        admin = shared.stack.people(List.of("admin")).getFirst();
    }

    @AfterAll
    static void consoleCloses() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void everyPageCanBeReadByEverybodyAndAsksNobodyElse() {
        // Given
        SoftAssertions everywhere = new SoftAssertions();
        ConsoleVisit.Screen screen = new ConsoleVisit.Screen(DESK, HEIGHT, ConsoleVisit.AS_THE_SYSTEM);
        ColorScheme theme = ColorScheme.LIGHT;
        try (ConsoleVisit visit = new ConsoleVisit(chromium.browser(), console, screen)) {
            visit.signIn(admin, "/");

            for (String path : PAGES) {
                // When
                visit.open(path);
                seeAll(visit.page());

                // Then it is right as it was opened, and in the other theme, in which the next one is opened
                look(visit.page(), path, theme, everywhere);
                theme = theme == ColorScheme.LIGHT ? ColorScheme.DARK : ColorScheme.LIGHT;
                visit.turn(theme);
                look(visit.page(), path, theme, everywhere);
            }
            everywhere.assertThat(visit.complaints()).isEmpty();
        }
        everywhere.assertAll();
    }

    @Test
    void pageThatIsOpenedSpeaksTheReadersLanguageHoweverLateThatComes() {
        ConsoleVisit.Screen screen = new ConsoleVisit.Screen(DESK, HEIGHT, ConsoleVisit.AS_THE_SYSTEM);
        try (ConsoleVisit visit = new ConsoleVisit(chromium.browser(), console, screen)) {
            // Given a reader of German whose texts come after everything else
            Page page = visit.signIn(admin, "/").page();
            page.evaluate("() => localStorage.setItem('mailwarden.language', 'de')");
            List<Route> late = new ArrayList<>();
            page.route(GERMAN, late::add);
            page.navigate(
                    console.resolve("/audit").toString(),
                    new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            page.waitForCondition(() -> !late.isEmpty());
            page.waitForFunction(SCRIPT_IS_LOADED);

            // When
            page.unroute(GERMAN);
            late.forEach(Route::resume);
            visit.settle();

            // Then
            assertThat(page.locator("main").innerText()).contains("Jede Änderung und Entscheidung");
        }
    }

    /** What is asked for only when somebody comes near it is come near to. */
    private static void seeAll(Page page) {
        page.evaluate("() => document.querySelectorAll('.mw-unseen').forEach(place => place.scrollIntoView())");
        page.waitForFunction("() => document.querySelector('.mw-unseen, main .mw-loading') === null");
        page.evaluate("() => document.querySelector('main h1').scrollIntoView()");
    }

    private static void look(Page page, String path, ColorScheme scheme, SoftAssertions everywhere) {
        String theme = scheme.name().toLowerCase(Locale.ROOT);
        draw(page, theme, DESK, path);
        everywhere.assertThat(violations(page)).as("%s in %s", path, theme).isEmpty();
        page.setViewportSize(PHONE, HEIGHT);
        draw(page, theme, PHONE, path);
        everywhere
                .assertThat(isWiderThanItsScreen(page))
                .as("%s has to be moved sideways on a phone, in %s", path, theme)
                .isFalse();
        page.setViewportSize(DESK, HEIGHT);
    }

    private static List<String> violations(Page page) {
        AxeRunOptions options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        // In one go, without a second page that puts together what frames have to say: there are none.
        return new AxeBuilder(page)
                .setLegacyMode(true).options(options).withTags(WCAG).analyze().getViolations().stream()
                        .map(EveryPageTest::described)
                        .toList();
    }

    private static String described(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream()
                        .map(node -> node.getTarget().toString())
                        .toList();
    }

    private static boolean isWiderThanItsScreen(Page page) {
        return (boolean)
                page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    /** What has to be scrolled is drawn too: the screen is made so high that nothing has to be. */
    private static void draw(Page page, String theme, int width, String path) {
        SCREENSHOTS.ifPresent(folder -> {
            int hidden = (int) page.evaluate(HIDDEN_BELOW);
            page.setViewportSize(width, Math.min(HIGHEST, HEIGHT + hidden));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(folder.resolve(
                            (path.equals("/") ? "overview" : path.substring(1).replaceAll("[^a-z]+", "-")) + "-" + theme
                                    + "-" + width + ".png")));
            page.setViewportSize(width, HEIGHT);
        });
    }
}
