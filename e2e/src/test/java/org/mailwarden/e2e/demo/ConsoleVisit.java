// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.mailwarden.devstack.keycloak.ConsolePeople.Person;

/**
 * Somebody at the console in a browser of their own, signed in through Keycloak's form. Whatever goes wrong in the page is kept, and
 * nothing that it asks for elsewhere is let through.
 */
final class ConsoleVisit implements AutoCloseable {

    /** As long as a busy machine takes for a page. */
    private static final double PATIENCE_MS = 60_000;

    /** A page has drawn what it asked for. */
    private static final String SETTLED = "() => document.querySelector('main h1') !== null"
            + " && document.querySelector('main .mw-loading, main .pf-v6-c-spinner') === null";

    /** The theme that the system has; it is light at first. */
    static final String AS_THE_SYSTEM = "system";

    /** The page has taken the colours of the system, and none is on its way to another one any more. */
    private static final String DRAWN_ANEW =
            "isDark => document.documentElement.classList.contains('pf-v6-theme-dark') === isDark"
                    + " && document.getAnimations().every(each => !(each instanceof CSSTransition))";

    private static final Pattern ELSEWHERE = Pattern.compile("^(?!http://127\\.0\\.0\\.1:|data:|blob:)");

    private final BrowserContext context;
    private final Page page;
    private final URI console;
    private final List<String> trouble = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();

    /** The width and the colours of a screen. */
    record Screen(int width, int height, String theme) {

        static final Screen DESK = new Screen(1280, 900, "light");
    }

    ConsoleVisit(Browser browser, URI console, Screen screen) {
        this.console = console;
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(screen.width(), screen.height())
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(PATIENCE_MS);
        context.setDefaultNavigationTimeout(PATIENCE_MS);
        context.addInitScript("localStorage.setItem('mailwarden.theme', '" + screen.theme() + "')");
        context.route(ELSEWHERE, route -> {
            elsewhere.add(route.request().url());
            route.abort();
        });
        page = context.newPage();
        page.onPageError(error -> trouble.add("error: " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !isTheQuestionWhoIsThere(message)) {
                trouble.add("console: " + message.text() + " at " + message.location());
            }
        });
    }

    /** That nobody is signed in yet is an answer, but the browser calls it an error. */
    private static boolean isTheQuestionWhoIsThere(ConsoleMessage message) {
        return message.location().contains("/session:") && message.text().contains("401");
    }

    /** Goes to a page of the console, signing in on the way when that is asked for. */
    ConsoleVisit signIn(Person person, String path) {
        page.navigate(console.resolve(path).toString());
        page.locator("#username").fill(person.username());
        page.locator("#password").fill(person.password());
        page.locator("#kc-login").click();
        return settle();
    }

    /** Goes to a page of the console as somebody who is signed in already. */
    ConsoleVisit open(String path) {
        page.navigate(console.resolve(path).toString());
        return settle();
    }

    /** The system turns light or dark while the page is open. */
    ConsoleVisit turn(ColorScheme theme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.waitForFunction(DRAWN_ANEW, theme == ColorScheme.DARK);
        return this;
    }

    /** Waits until the page has drawn what it asked for. */
    ConsoleVisit settle() {
        page.waitForFunction(SETTLED);
        return this;
    }

    /** The page. */
    Page page() {
        return page;
    }

    /** Presses the button of this name. */
    void press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    /** What went wrong in the page, and what it asked for elsewhere. */
    List<String> complaints() {
        List<String> all = new ArrayList<>(trouble);
        elsewhere.forEach(url -> all.add("asked elsewhere: " + url));
        return all;
    }

    @Override
    public void close() {
        context.close();
    }
}
