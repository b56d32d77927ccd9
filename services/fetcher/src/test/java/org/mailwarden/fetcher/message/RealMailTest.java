// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Mails of other projects, read in place when they are at hand. */
class RealMailTest {

    private static final Path MAILS = Path.of("../../../shared/data/mail");

    @Test
    void readsEveryRealMail() throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(MAILS),
                "SKIPPED: no real mails at " + MAILS.toAbsolutePath().normalize());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(MAILS)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".xml"))
                    .toList();
        }

        int quarantined = 0;
        int withSubject = 0;
        for (Path file : files) {
            try (InputStream raw = Files.newInputStream(file)) {
                ParsedMessage message = MessageReader.read(raw, Files.size(file));
                assertThat(message.size()).as(file.toString()).isEqualTo(Files.size(file));
                quarantined += message.quarantined() ? 1 : 0;
                withSubject += message.subject() != null ? 1 : 0;
            }
        }

        assertThat(quarantined).as("quarantined of " + files.size()).isLessThanOrEqualTo(files.size() / 50);
        assertThat(withSubject).as("with a subject of " + files.size()).isGreaterThan(files.size() / 3);
    }
}
