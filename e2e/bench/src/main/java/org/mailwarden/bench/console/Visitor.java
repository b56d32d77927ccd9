// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.mailwarden.devstack.keycloak.ConsolePeople.Person;

/** Somebody at the console in a browser, whose page says by itself how long it took. For one thread. */
final class Visitor implements AutoCloseable {

    /** As long as a page may take before the benchmark gives up. */
    private static final double PATIENCE_MS = 60_000;

    private static final double ASKED_EVERY_MS = 100;

    private static final String SETTLED = "() => mailwardenBench.isSettled()";

    private final BrowserContext context;
    private final Page page;
    private final URI console;

    /**
     * What a page did from the beginning of its navigation on.
     *
     * @param paintMs until the largest content and the first figure of the overview were painted
     * @param settledMs until nothing was drawn or asked for any more
     * @param scriptBytes of scripts, as they came over the wire until then
     */
    record Load(double paintMs, double settledMs, double scriptBytes) {}

    private Visitor(Browser browser, URI console, Browser.NewContextOptions options) throws IOException {
        this.console = console;
        context = browser.newContext(
                options.setViewportSize(1280, 900).setLocale("en-GB").setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(PATIENCE_MS);
        context.setDefaultNavigationTimeout(PATIENCE_MS);
        context.addInitScript(script());
        page = context.newPage();
    }

    /** Signs somebody in through Keycloak's form. */
    static Visitor signedIn(Browser browser, URI console, Person person) throws IOException {
        Visitor visitor = new Visitor(browser, console, new Browser.NewContextOptions());
        visitor.page.navigate(console.resolve("/").toString());
        visitor.page.locator("#username").fill(person.username());
        visitor.page.locator("#password").fill(person.password());
        visitor.page.locator("#kc-login").click();
        visitor.settle();
        return visitor;
    }

    /** The same session in a browser that has nothing of the console in its cache. */
    Visitor withEmptyCache(Browser browser) throws IOException {
        return new Visitor(browser, console, new Browser.NewContextOptions().setStorageState(context.storageState()));
    }

    /** Opens a page, and waits until all of it is there. */
    Visitor open(String path) {
        page.navigate(console.resolve(path).toString());
        settle();
        return this;
    }

    /** What the page that is open did since its navigation began. */
    Load load() {
        Map<?, ?> told = (Map<?, ?>) page.evaluate("() => mailwardenBench.load()");
        return new Load(number(told, "paint"), number(told, "settled"), number(told, "scripts"));
    }

    /** Asks for paths one after the other, as the page does, and returns how long each took in milliseconds. */
    List<Double> ask(List<String> paths) {
        List<?> times = (List<?>) page.evaluate("paths => mailwardenBench.ask(paths)", paths);
        return times.stream().map(time -> ((Number) time).doubleValue()).toList();
    }

    /** What a path answers, as text. */
    String answer(String path) {
        return (String) page.evaluate("path => fetch(path).then(answer => answer.text())", path);
    }

    /** Searches for a text, and returns how long it took in milliseconds. */
    double search(String text) {
        Locator box = page.locator("main [data-list-search] input, main input[data-list-search]")
                .first();
        return timed(() -> {
            box.fill(text);
            box.press("Enter");
        });
    }

    /** Opens the menu of a facet, with its counts. */
    double facetMenu(String title) {
        return timed(() -> button(title).click());
    }

    /** Chooses a value of the facet whose menu is open, or an order. */
    double choose(String value) {
        return timed(() -> page.locator(".pf-v6-c-menu__item")
                .filter(new Locator.FilterOptions().setHasText(value))
                .first()
                .click());
    }

    /** Opens the menu of the order; that is no interaction with the list. */
    Visitor orderMenu(String present) {
        button(present).click();
        settle();
        return this;
    }

    /** Closes the menu that is open. */
    Visitor closeMenu() {
        page.keyboard().press("Escape");
        settle();
        return this;
    }

    double nextPage() {
        return press("Next page");
    }

    /** Presses the button of this name. */
    double press(String name) {
        return timed(() -> button(name).click());
    }

    double tab(String title) {
        return timed(() -> page.getByRole(
                        AriaRole.TAB, new Page.GetByRoleOptions().setName(title).setExact(true))
                .click());
    }

    /** Opens the first row: its details, or its page. */
    double openRow() {
        return timed(() -> page.locator("main tr[data-row] .mw-link").first().click());
    }

    /** Waits until nothing is drawn or asked for any more. Asked ten times a second: asked before each frame, the page would draw for that. */
    private void settle() {
        page.waitForFunction(SETTLED, null, new Page.WaitForFunctionOptions().setPollingInterval(ASKED_EVERY_MS));
    }

    private Locator button(String name) {
        return page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    /** From the key or the click until the last change that followed was painted. */
    private double timed(Runnable action) {
        page.evaluate("() => mailwardenBench.arm()");
        action.run();
        settle();
        return ((Number) page.evaluate("() => mailwardenBench.took()")).doubleValue();
    }

    private static double number(Map<?, ?> told, String name) {
        return told.get(name) instanceof Number value ? value.doubleValue() : Double.NaN;
    }

    private static String script() throws IOException {
        try (InputStream in = Visitor.class.getResourceAsStream("watch.js")) {
            if (in == null) {
                throw new IOException("The script that watches the page is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
