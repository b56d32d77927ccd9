// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The browser of whoever sits at this machine. */
final class DesktopBrowser {

    private DesktopBrowser() {}

    /**
     * Shows a page, where there is a screen to show it on; does nothing otherwise, and whatever goes wrong stays without effect.
     *
     * @param page what to show
     */
    static void show(URI page) {
        command(System.getProperty("os.name", ""), System.getenv()).ifPresent(program -> {
            try {
                new ProcessBuilder(program, page.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start();
            } catch (IOException noSuchProgram) {
                // The address stands in the terminal.
            }
        });
    }

    /**
     * Says which program hands an address to the browser that a person has chosen. Pure.
     *
     * @param system the name of the operating system, as the JVM spells it
     * @param environment the variables of the process
     * @return the program; empty where nobody would see the browser
     */
    static Optional<String> command(String system, Map<String, String> environment) {
        if (environment.containsKey("SSH_CONNECTION")) {
            return Optional.empty();
        }
        if (system.startsWith("Mac")) {
            return Optional.of("open");
        }
        boolean hasScreen = List.of("DISPLAY", "WAYLAND_DISPLAY").stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
        return hasScreen ? Optional.of("xdg-open") : Optional.empty();
    }
}
