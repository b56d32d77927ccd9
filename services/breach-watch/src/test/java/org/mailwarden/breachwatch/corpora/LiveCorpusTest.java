// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;

/** What becomes of corpora while others are imported, and of imports that nobody goes on with. */
@QuarkusTest
class LiveCorpusTest {

    private final Tables tables;
    private final AbandonedImports abandoned;

    LiveCorpusTest(Tables tables, AbandonedImports abandoned) {
        this.tables = tables;
        this.abandoned = abandoned;
    }

    @Test
    void forgetsWhatAPausedImportWroteOnceItIsCancelled() throws IOException {
        // Given
        UUID job = UUID.randomUUID();
        tables.change("insert into job (id, kind, state, message, parameters, pause, created_at, updated_at) values ('"
                + job + "', 'CORPUS_IMPORT', 'PAUSED', 'Paused.', '{}', true, now(), now())");
        Path folder = Files.createDirectories(Path.of("target/test-data/breach-watch/corpus/.importing-file"));
        Files.writeString(folder.resolve("CHECKPOINT"), "{}");
        abandoned.sweep();
        boolean keptWhilePaused = Files.exists(folder);

        // When
        Tokens.asAdmin().post("/api/v1/jobs/" + job + "/cancel").then().statusCode(200);
        abandoned.sweep();

        // Then
        assertThat(keptWhilePaused).isTrue();
        assertThat(folder).doesNotExist();
    }
}
