// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mailwarden.e2e.promise.Promise;

class TerminalTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void logShowsEachQuarterOnce() {
        Terminal terminal = new Terminal(out, false);

        for (int done = 1; done <= 100; done++) {
            terminal.progress("messages read", done, 100);
        }

        assertThat(text().lines().map(String::strip))
                .containsExactly(
                        "messages read                           25 of 100",
                        "messages read                           50 of 100",
                        "messages read                           75 of 100",
                        "messages read                          100 of 100");
    }

    @Test
    void personSeesOneLineThatIsRewritten() {
        Terminal terminal = new Terminal(out, true);

        for (int done = 1; done <= 100; done++) {
            terminal.progress("messages read", done, 100);
        }

        assertThat(text().chars().filter(character -> character == '\n').count())
                .isEqualTo(1);
        assertThat(text()).contains("\r").contains("57 of 100");
    }

    @Test
    void tableSaysWhichPromiseWasLostAndShowsItsEvidence() {
        Terminal terminal = new Terminal(out, false);

        terminal.promises(List.of(
                new Promise("kept", "A promise", true, Map.of("people", 9)),
                new Promise("broken", "Another", false, Map.of("ada", Map.of("sign-in", true)))));

        assertThat(text()).containsPattern("held\\s+kept").containsPattern("LOST\\s+broken");
        assertThat(text()).contains("people: 9").contains("sign-in: true");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
