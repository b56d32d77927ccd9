// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.CorpusStore;

/** The range search as a client of Pwned Passwords sees it, to the byte. */
@QuarkusTest
class RangeResourceTest {

    private static final String GOLDEN = GoldenCorpus.RANGE;

    @Inject
    CorpusImporter importer;

    @TempDir
    Path folder;

    @BeforeEach
    void importGolden() throws IOException {
        GoldenCorpus.importBy(importer, folder);
    }

    @ParameterizedTest
    @CsvSource({"21BD1,", "21bd1,", "21BD1,sha1", "21BD1,NTLM"})
    void linesAreJoinedByCrlfWithoutALastOne(String prefix, String mode) {
        // When
        Response answer = given().queryParam("mode", mode == null ? "" : mode).get("/range/" + prefix);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asString()).isEqualTo(GOLDEN);
        assertThat(answer.contentType()).isEqualToIgnoringCase("text/plain; charset=utf-8");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Content-MD5")).isEqualTo(RangeBody.contentMd5(GOLDEN));
        assertThat(answer.header("Last-Modified")).endsWith(" GMT");
    }

    @Test
    void rangeWithoutAnEntryIsAnEmptyAnswer() {
        // When
        Response answer = given().get("/range/FFFFF");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asByteArray()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true", "TRUE"})
    void paddedAnswerHasAtLeastEightHundredLinesAndNoTag(String asked) {
        // When
        Response answer = given().header("Add-Padding", asked).get("/range/21BD1");

        // Then
        String body = answer.body().asString();
        assertThat(body).startsWith(GOLDEN + "\r\n").doesNotEndWith("\n");
        assertThat(body.split("\r\n"))
                .hasSizeBetween(800, 1000)
                .allMatch(line -> line.matches("[0-9A-F]{35}:[0-9]+"))
                .filteredOn(line -> !line.endsWith(":0"))
                .hasSize(2);
        assertThat(answer.header("ETag")).isNull();
        assertThat(answer.header("Content-MD5")).isNull();
    }

    @Test
    void callerThatHasTheAnswerGetsNoneAgain() {
        // Given
        String tag = given().get("/range/21BD1").header("ETag");

        // When
        Response strong = given().header("If-None-Match", tag).get("/range/21bd1");
        Response weak = given().header("If-None-Match", "\"x\", W/" + tag).get("/range/21BD1");
        Response other = given().header("If-None-Match", tag).get("/range/21BD2");

        // Then
        assertThat(strong.statusCode()).isEqualTo(304);
        assertThat(strong.header("ETag")).isEqualTo(tag);
        assertThat(weak.statusCode()).isEqualTo(304);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "21BD,The hash prefix was not in a valid format",
        "21BD12,The hash prefix was not in a valid format",
        "21BDX,The hash prefix was not valid hexadecimal",
    })
    void badPrefixIsRefusedInTheOriginalsWords(String prefix, String sentence) {
        // When
        Response answer = given().get("/range/" + prefix);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body().asString()).isEqualTo(sentence);
        assertThat(answer.contentType()).startsWith("text/plain");
    }

    @Test
    void ntlmIsNeverAnsweredWithShaOneHashes() {
        assertThat(given().get("/range/21BD1?mode=ntlm").statusCode()).isEqualTo(404);
    }

    @Test
    void postIsRefusedAndAnotherOriginMayAsk() {
        Response post = given().post("/range/21BD1");
        Response options = given().options("/range/21BD1");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.body().asString())
                .isEqualTo("Only GET requests can be used to query ranges, but this request used the POST verb");
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.body().asByteArray()).isEmpty();
        assertThat(options.header("Access-Control-Allow-Methods")).isEqualTo("GET");
        assertThat(options.header("Access-Control-Allow-Headers")).isEqualTo("Add-Padding");
        assertThat(options.header("Access-Control-Max-Age")).isEqualTo("1728000");
    }

    @Test
    void withoutACorpusTheAnswerIsNoEmptyRange() {
        // Given
        try (CorpusStore empty = new CorpusStore(folder.resolve("empty"), Long.MAX_VALUE)) {
            // When
            var answer = new RangeResource(new Ranges(empty)).range("21BD1", null, null, null);

            // Then
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat((String) answer.getEntity()).startsWith("No corpus has been imported yet");
        }
    }
}
