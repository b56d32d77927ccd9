// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/findings",
                "/findings?state=OPEN&text=a%20b",
                "/accounts/7#timeline",
                "/findings?from=//elsewhere.example",
                "/a-page_of~ours"
            })
    void goesBackToAPageOfTheConsole(String wanted) {
        assertThat(ReturnPath.of(wanted)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "findings",
                "https://elsewhere.example/",
                "//elsewhere.example/",
                "/\\elsewhere.example/",
                "\\\\elsewhere.example",
                "/\t/elsewhere.example",
                "/findings\\..\\elsewhere",
                " //elsewhere.example",
                "javascript:alert(1)",
                "/findings\r\nSet-Cookie: a=b",
                "/\u00e4",
                "/sign-in?return=/",
                "/sign-in"
            })
    void goesToTheStartInsteadOfAnywhereElse(String wanted) {
        assertThat(ReturnPath.of(wanted)).isEqualTo("/");
    }
}
