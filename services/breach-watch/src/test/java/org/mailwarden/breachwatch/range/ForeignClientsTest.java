// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.breachwatch.corpora.CorpusStores;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.CorpusCompactor;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.HashKind;
import org.mailwarden.breachwatch.corpus.ImportProgress;
import org.mailwarden.breachwatch.corpus.Pace;
import org.mailwarden.breachwatch.corpus.PrefixSet;
import org.mailwarden.breachwatch.corpus.RangeServer;
import org.mailwarden.breachwatch.support.MadeUpCorpus;
import org.mailwarden.devstack.chaos.Chaos;
import org.springframework.security.web.authentication.password.HaveIBeenPwnedRestApiPasswordChecker;
import org.springframework.web.client.RestClient;

/** Clients of Pwned Passwords that others wrote work unchanged when they are pointed at the range search. */
@QuarkusTest
class ForeignClientsTest {

    private static final String UNKNOWN = "no list has ever held this one";

    private static final int PREFIX = 0x21BD1;
    private static final int UPDATED_COUNT = GoldenCorpus.COUNT + 1;
    private static final Pace PACE = new Pace(16, 1_000_000, 1, Duration.ofMillis(1), Duration.ofMillis(1));

    @Inject
    CorpusImporter importer;

    @Inject
    CorpusStores stores;

    @TestHTTPResource("/range/")
    URI range;

    @TempDir
    Path folder;

    @BeforeEach
    void importGolden() throws IOException {
        if (!Chaos.isFull()) {
            GoldenCorpus.importBy(importer, folder);
            return;
        }
        MadeUpCorpus around = new MadeUpCorpus(5, 50_000_000, 1 << 20, 64);
        Path text = folder.resolve("text");
        around.write(text, Map.of(PREFIX, GoldenCorpus.RANGE));
        importer.importFile(text, ImportProgress.UNHEARD);
        Files.delete(text);
    }

    @Test
    void npmClientsFindAPwnedPasswordWithItsCountAndNoOther() throws Exception {
        // When
        JsonNode answers = NodeClients.ask(service(), GoldenCorpus.PASSWORD, UNKNOWN);

        // Then
        assertFound(answers, GoldenCorpus.COUNT);
        assertThat(answers.get("hibpPadding").intValue()).isBetween(798, 998);
        assertThat(answers.get("zxcvbnFailures")).isEmpty();
        assertThat(answers.get("hibpNtlm").textValue())
                .as("what is not held here is no answer")
                .isEqualTo("Service Unavailable");
    }

    @Test
    void allOfThemSeeAnOverlayAndNothingOfItsCompaction() throws Exception {
        // Given
        CorpusStores.Slot corpus = stores.of(HashKind.SHA1);
        byte[] updated = GoldenCorpus.RANGE
                .replace(":" + GoldenCorpus.COUNT, ":" + UPDATED_COUNT)
                .getBytes(StandardCharsets.US_ASCII);
        corpus.downloader()
                .download(
                        (prefix, etag) -> new RangeServer.Reply.Range(updated, null),
                        "update",
                        PrefixSet.of(IntStream.of(PREFIX)),
                        PACE,
                        ImportProgress.UNHEARD);
        JsonNode overlaid = NodeClients.ask(service(), GoldenCorpus.PASSWORD, UNKNOWN);

        // When
        CorpusCompactor.Outcome outcome = corpus.compactor().compact(ImportProgress.UNHEARD);

        // Then
        assertThat(outcome).isInstanceOf(CorpusCompactor.Outcome.Compacted.class);
        assertFound(overlaid, UPDATED_COUNT);
        assertFound(NodeClients.ask(service(), GoldenCorpus.PASSWORD, UNKNOWN), UPDATED_COUNT);
        assertThat(springSecurity().check(GoldenCorpus.PASSWORD).isCompromised())
                .isTrue();
        try (Corpus serves = corpus.store().open().orElseThrow()) {
            Chaos.tell(
                    "corpus: foreign clients after an overlay and its compaction",
                    Map.of("entries", serves.entries(), "clients", 3, "wrongAnswers", 0));
        }
    }

    @Test
    void springSecurityFindsAPwnedPasswordAndNoOther() {
        // Given
        HaveIBeenPwnedRestApiPasswordChecker checker = springSecurity();

        // When
        boolean known = checker.check(GoldenCorpus.PASSWORD).isCompromised();

        // Then
        assertThat(known).isTrue();
        assertThat(checker.check(UNKNOWN).isCompromised()).isFalse();
    }

    private HaveIBeenPwnedRestApiPasswordChecker springSecurity() {
        HaveIBeenPwnedRestApiPasswordChecker checker = new HaveIBeenPwnedRestApiPasswordChecker();
        checker.setRestClient(RestClient.builder().baseUrl(range.toString()).build());
        return checker;
    }

    private String service() {
        return range.resolve("/").toString().replaceFirst("/$", "");
    }

    private static void assertFound(JsonNode answers, int count) {
        for (String client : new String[] {"hibp", "hibpPadded", "zxcvbn"}) {
            assertThat(answers.at("/" + client + "/known").longValue())
                    .as(client)
                    .isEqualTo(count);
            assertThat(answers.at("/" + client + "/unknown").longValue())
                    .as(client)
                    .isZero();
        }
    }
}
