// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.devstack.process.Checkout;

/** The command as an administrator types it: from the packaged service, which has less on its class path than a test. */
class DoctorCommandTest {

    private final Path root = Checkout.find().root();

    /** What the build leaves when it has ended: without it the command would begin with a build. */
    private final Path mark = root.resolve("e2e/target/built");

    private boolean wasThere;

    @TempDir
    Path folder;

    @BeforeEach
    void built() throws IOException {
        wasThere = Files.exists(mark);
        Files.write(mark, new byte[0]);
    }

    @AfterEach
    void asBefore() throws IOException {
        if (!wasThere) {
            Files.delete(mark);
        }
    }

    @Test
    void saysWhatToDoAboutAKeycloakThatDoesNotAnswer() throws IOException, InterruptedException {
        // Given
        Path settings = Files.writeString(
                folder.resolve("auth.properties"),
                "mailwarden.keycloak.url=http://127.0.0.1:1\nmailwarden.client-secret=none\n");
        Process doctor = new ProcessBuilder(List.of(
                        root.resolve("mailwarden").toString(),
                        "doctor",
                        "--keycloak",
                        "http://127.0.0.1:1",
                        "--settings",
                        settings.toString()))
                .redirectErrorStream(true)
                .start();

        // When
        String said = new String(doctor.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(said).contains("Check that Keycloak runs").doesNotContain("Exception in thread");
        assertThat(doctor.waitFor()).isEqualTo(3);
    }
}
