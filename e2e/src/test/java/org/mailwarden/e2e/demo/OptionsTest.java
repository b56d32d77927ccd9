// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

    @Test
    void keepsTheStackUpWithoutAReportUnlessAskedOtherwise(@TempDir Path folder) {
        assertThat(Options.of(List.of(), folder)).isEqualTo(new Options(false, null));
    }

    @Test
    void reportLiesWhereTheCommandWasGiven(@TempDir Path folder) {
        assertThat(Options.of(List.of("--exit", "--report", "r.json"), folder))
                .isEqualTo(new Options(true, folder.resolve("r.json")));
    }

    @Test
    void unknownOptionIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> Options.of(List.of("--fast"), folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--fast");
    }

    @Test
    void reportWithoutAFileIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> Options.of(List.of("--report"), folder)).hasMessageContaining("wants a file");
    }

    @Test
    void reportThatCannotBeWrittenIsRefusedBeforeTheStoryBegins(@TempDir Path folder) {
        assertThatThrownBy(() -> Options.of(List.of("--report", "nowhere/r.json"), folder))
                .hasMessageContaining("cannot be written");
    }
}
