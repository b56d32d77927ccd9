// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Chromium of this machine; a test without one is skipped aloud, and fails where {@code CI=true}. Who uses it brings Playwright,
 * which is too large to be brought along. For one thread.
 */
public final class Chromium implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chromium.class);
    private static final String MISSING = "SKIPPED: there is no Chromium, so pages were NOT looked at in a browser."
            + " Install one (apt-get install chromium), or name it in MAILWARDEN_CHROMIUM.";

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        // Root has no sandbox; the only page that is opened is our own.
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-background-networking",
                                "--disable-component-update")));
    }

    /**
     * Starts the browser for a test.
     *
     * @return the running browser, to be closed by the caller
     * @throws TestAbortedException when there is none, so that the test counts as skipped
     * @throws AssertionError when there is none and {@code CI=true}
     */
    public static Chromium start() {
        return find().orElseThrow(Chromium::missing);
    }

    /**
     * Starts the browser.
     *
     * @return the running browser, to be closed by the caller; empty when this machine has none
     */
    public static Optional<Chromium> find() {
        return Stream.of(
                        Optional.ofNullable(System.getenv("MAILWARDEN_CHROMIUM"))
                                .orElse(""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .map(Chromium::new);
    }

    private static TestAbortedException missing() {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(MISSING);
        }
        LOG.warn(MISSING);
        return new TestAbortedException(MISSING);
    }

    /** The running browser; each person takes a context of their own. */
    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
