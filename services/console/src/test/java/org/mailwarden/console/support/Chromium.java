// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assumptions;

/** The Chromium of this machine; a test without one is skipped aloud, and fails where {@code CI=true}. */
public final class Chromium implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Chromium.class);
    private static final String MISSING = "No Chromium: the start page was NOT looked at in a browser. Install one"
            + " (apt-get install chromium), or name it in MAILWARDEN_CHROMIUM.";

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

    /** Starts the browser. */
    public static Chromium start() {
        Optional<Path> executable = Stream.of(
                        Optional.ofNullable(System.getenv("MAILWARDEN_CHROMIUM"))
                                .orElse(""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (executable.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(MISSING);
        }
        if (executable.isEmpty()) {
            LOG.warn(MISSING);
        }
        Assumptions.assumeTrue(executable.isPresent(), MISSING);
        return new Chromium(executable.orElseThrow());
    }

    /** The browser. */
    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
