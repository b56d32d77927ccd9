// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @TempDir
    Path folder;

    @Test
    void readsNameSizeAndReport() {
        Options options = Options.of(List.of("fetch", "--size", "small", "--report", "f.json"), folder);

        assertThat(options).isEqualTo(new Options("fetch", Options.Size.SMALL, folder.resolve("f.json"), List.of()));
    }

    @Test
    void readsTheSeedsOfOrganisations() {
        Options options = Options.of(List.of("logins", "--seeds", "19-21"), folder);

        assertThat(options).isEqualTo(new Options("logins", Options.Size.FULL, null, List.of(19L, 20L, 21L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fetch poll",
                "fetch --size",
                "fetch --size huge",
                "fetch --report nowhere/f.json",
                "fetch --seeds 1-2",
                "logins --seeds",
                "logins --seeds many",
                "logins --seeds 2-1",
                "logins --seeds 1-1001",
                "--what"
            })
    void saysWhatIsWrongWithTheArguments(String arguments) {
        assertThatThrownBy(() -> Options.of(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")), folder))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
