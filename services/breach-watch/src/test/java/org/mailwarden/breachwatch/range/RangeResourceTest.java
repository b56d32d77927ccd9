// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.CorpusStore;

/** The range search as a client of Pwned Passwords sees it, to the byte. */
@QuarkusTest
class RangeResourceTest {

    private static final String GOLDEN = GoldenCorpus.RANGE;

    @Inject
    CorpusImporter importer;

    @TestHTTPResource("/range/21BD1")
    URI range;

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
        "/range,Invalid API query",
        "/range/,The hash prefix was not in a valid format",
        "/range/21BD,The hash prefix was not in a valid format",
        "/range/21BD12,The hash prefix was not in a valid format",
        "/range/21BD1/,The hash prefix was not in a valid format",
        "/range/21BD1/2DC18,The hash prefix was not in a valid format",
        "/range/21BDX,The hash prefix was not valid hexadecimal",
        "/range/21B/1,The hash prefix was not valid hexadecimal",
    })
    void badPathIsRefusedInTheOriginalsWords(String path, String sentence) {
        // When
        Response answer = given().get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body().asString()).isEqualTo(sentence);
        assertThat(answer.contentType()).startsWith("text/plain");
    }

    @Test
    void ntlmIsNeverAnsweredWithShaOneHashes() {
        assertThat(given().get("/range/21BD1?mode=ntlm").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/range/", "/range/21BD1", "/range/21BD1/x"})
    void postOfAPrefixIsRefusedInTheOriginalsWords(String path) {
        // When
        Response answer = given().contentType("application/json").post(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body().asString())
                .isEqualTo("Only GET requests can be used to query ranges, but this request used the POST verb");
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/range", "/range/", "/range/21BD1", "/range/no/prefix/at/all"})
    void pageOfAnotherOriginMayAsk(String path) {
        // When
        Response answer = given().options(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asByteArray()).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET");
        assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("Add-Padding");
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("1728000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/corpora", "/ranges", "/"})
    void pageOfAnotherOriginMayAskNothingElse(String path) {
        // When
        Response answer = given().options(path);

        // Then
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void headAnswersWhatGetDoesWithoutTheBody() {
        // Given
        Response get = given().get("/range/21BD1");

        // When
        Response head = given().head("/range/21BD1");

        // Then
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body().asByteArray()).isEmpty();
        for (String name : List.of("Content-Type", "Content-MD5", "ETag", "Last-Modified", "Vary")) {
            assertThat(head.header(name)).as(name).isNotNull().isEqualTo(get.header(name));
        }
    }

    @Test
    void gzipHasTheTagOfThePlainAnswer() throws Exception {
        // Given
        String tag = given().get("/range/21BD1").header("ETag");
        HttpRequest request =
                HttpRequest.newBuilder(range).header("Accept-Encoding", "gzip").build();

        // When
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());

        // Then
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.headers().firstValue("ETag")).contains(tag);
        assertThat(answer.headers().firstValue("Content-MD5")).contains(RangeBody.contentMd5(GOLDEN));
        assertThat(answer.headers().firstValue("Vary").orElseThrow()).contains("Accept-Encoding");
        try (InputStream plain = new GZIPInputStream(answer.body())) {
            assertThat(plain.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo(GOLDEN);
        }
    }

    @Test
    void callerThatTakesNoGzipGetsNone() throws Exception {
        // When
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(range).build(), HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(answer.body()).isEqualTo(GOLDEN);
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void dateOfTheAnswerMeansTheCallerHasIt() {
        // Given
        String modified = given().get("/range/21BD1").header("Last-Modified");

        // When
        Response answer = given().header("If-Modified-Since", modified).get("/range/21BD1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.header("Last-Modified")).isEqualTo(modified);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 20 May 2026 10:00:00 GMT", "yesterday", ""})
    void earlierOrUnreadableDateMeansTheWholeAnswer(String date) {
        // When
        Response answer = given().header("If-Modified-Since", date).get("/range/21BD1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asString()).isEqualTo(GOLDEN);
    }

    @Test
    void tagIsAskedBeforeTheDate() {
        // Given
        String modified = given().get("/range/21BD1").header("Last-Modified");

        // When
        Response answer = given().header("If-None-Match", "\"of another generation\"")
                .header("If-Modified-Since", modified)
                .get("/range/21BD1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void paddedAnswerIsSentWholeToACallerThatHasOne() {
        // Given
        Response plain = given().get("/range/21BD1");

        // When
        Response answer = given().header("Add-Padding", "true")
                .header("If-None-Match", plain.header("ETag"))
                .get("/range/21BD1");
        Response dated = given().header("Add-Padding", "true")
                .header("If-Modified-Since", plain.header("Last-Modified"))
                .get("/range/21BD1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(dated.statusCode()).isEqualTo(200);
    }

    @Test
    void withoutACorpusTheAnswerIsNoEmptyRange() {
        // Given
        try (CorpusStore empty = new CorpusStore(folder.resolve("empty"), Long.MAX_VALUE)) {
            // When
            var answer = new RangeResource(new Ranges(empty)).search("21BD1", null, null, null, null);

            // Then
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat((String) answer.getEntity()).startsWith("No corpus has been imported yet");
        }
    }
}
