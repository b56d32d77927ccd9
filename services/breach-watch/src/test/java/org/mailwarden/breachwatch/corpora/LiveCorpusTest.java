// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;

/** What becomes of corpora while others are imported, and of imports that nobody goes on with. */
@QuarkusTest
class LiveCorpusTest {

    private final Tables tables;
    private final LiveCorpus live;
    private final AbandonedImports abandoned;

    LiveCorpusTest(Tables tables, LiveCorpus live, AbandonedImports abandoned) {
        this.tables = tables;
        this.live = live;
        this.abandoned = abandoned;
    }

    @ParameterizedTest
    @CsvSource({"SHA1, false", "NTLM, true"})
    void isMatchedWithoutItsNameOnlyWhenNoneThatIsMatchedLandsThisMoment(HashKind landing, boolean matched) {
        // Given
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of())), "nameless");
        tables.change("delete from corpus_import where generation = '"
                + live.generation().orElseThrow() + "'");
        live.landingBegins(landing);

        // When
        Optional<LiveCorpus.Named> opened = live.open();
        live.landingEnds(landing);

        // Then
        opened.ifPresent(LiveCorpus.Named::close);
        assertThat(opened.isPresent()).isEqualTo(matched);
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
