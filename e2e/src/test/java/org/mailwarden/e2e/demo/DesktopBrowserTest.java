// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DesktopBrowserTest {

    @ParameterizedTest
    @ValueSource(strings = {"DISPLAY", "WAYLAND_DISPLAY"})
    void isOpenedWhereThereIsAScreen(String screen) {
        assertThat(DesktopBrowser.command("Linux", Map.of(screen, ":0"))).contains("xdg-open");
    }

    @Test
    void isOpenedByTheProgramOfTheSystem() {
        assertThat(DesktopBrowser.command("Mac OS X", Map.of())).contains("open");
    }

    @Test
    void isNotOpenedWhereNobodyWouldSeeIt() {
        assertThat(DesktopBrowser.command("Linux", Map.of("DISPLAY", ""))).isEmpty();
        assertThat(DesktopBrowser.command("Linux", Map.of("DISPLAY", "localhost:10.0", "SSH_CONNECTION", "a b")))
                .as("on a screen far away")
                .isEmpty();
    }

    @Test
    void disturbsNothingWhereItCannotBeOpened() {
        assertThatCode(() -> DesktopBrowser.show(URI.create("http://127.0.0.1:1/")))
                .doesNotThrowAnyException();
    }
}
