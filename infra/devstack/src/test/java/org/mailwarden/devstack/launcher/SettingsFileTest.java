// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAgainAndForTheOwnerAlone() throws IOException {
        Path file = folder.resolve("fetcher.properties");
        Map<String, String> settings = Map.of("a.key", "C:\\path = # odd", "another", "value");

        new SettingsFile(file).write(settings);

        assertThat(new SettingsFile(file).read()).isEqualTo(settings);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void missingFileHasNoSettings() {
        assertThat(new SettingsFile(folder.resolve("none.properties")).read()).isEmpty();
    }

    @Test
    void fileThatIsNoPropertiesIsRefusedInWords() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.properties"), "key=\\u00zz\n");

        assertThatThrownBy(() -> new SettingsFile(file).read())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one key=value on each line");
    }
}
