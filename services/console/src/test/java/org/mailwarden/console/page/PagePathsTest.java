// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagePathsTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @ParameterizedTest
    @ValueSource(strings = {"/findings", "/accounts/7", "/logins", "/feeds/", "/rangefinder", "/a.b"})
    void leavesEveryOtherPathToThePages(String path) {
        assertThat(PagePaths.isPage("GET", BROWSER, path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v1/nowhere",
                "/range/x",
                "/q/nowhere",
                "/session/",
                "/sign-in/x",
                "/sign-out",
                "/credential/x",
                "/docs/none.md",
                "/assets/none.js"
            })
    void keepsWhatTheConsoleAnswersItself(String path) {
        assertThat(PagePaths.isPage("GET", BROWSER, path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"POST, text/html", "GET, */*", "GET, application/json", "GET,"})
    void showsNoPageToAProgram(String method, String accept) {
        assertThat(PagePaths.isPage(method, accept, "/findings")).isFalse();
    }
}
