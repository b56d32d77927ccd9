// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeenVersionTest {

    private static final Instant AT = Instant.parse("2026-11-26T10:15:30.5Z");

    @Test
    void hasAnotherTagForAnotherContent() {
        assertThat(SeenVersion.tag("one"))
                .hasSize(32)
                .isEqualTo(SeenVersion.tag("one"))
                .isNotEqualTo(SeenVersion.tag("two"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "             |     | a",
                "             |     |  ",
                "\"a\"        |     | a",
                "\"b\", \"a\" |     | a",
                "W/\"a\"      |     | a",
                "*            |     | a",
                "             | *   |  ",
                "             | \"b\" | a"
            })
    void letsBeWrittenWhatWasSeen(String ifMatch, String ifNoneMatch, String tag) {
        assertThatCode(() -> new SeenVersion(ifMatch, ifNoneMatch).require("it", tag, AT))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"\"b\" |   | a", "a |   | a", "\"\" |   | a", "* |   |  ", "\"a\" |   |  ", " | * | a"})
    void refusesToOverwriteWhatWasNotSeen(String ifMatch, String ifNoneMatch, String tag) {
        assertThatThrownBy(() -> new SeenVersion(ifMatch, ifNoneMatch).require("policy careful", tag, AT))
                .hasMessageContaining("policy careful at 2026-11-26T10:15:30Z")
                .hasMessageContaining("Look at theirs, then save yours again.");
    }
}
