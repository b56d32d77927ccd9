// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.CorpusStore;

/** Many range searches at once. */
@QuarkusTest
class RangeBatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    CorpusImporter importer;

    @Inject
    CorpusStore store;

    @TestHTTPResource("/range")
    URI range;

    @TempDir
    Path folder;

    @BeforeEach
    void importGolden() throws IOException {
        GoldenCorpus.importBy(importer, folder);
    }

    @Test
    void answersEachPrefixOnceOnALineInTheOrderAsked() {
        // Given
        String asked = prefixes("FFFFF", "21bd1", "0018A", "21BD1", "fffff");

        // When
        Response answer = post(asked);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/x-ndjson");
        assertThat(answer.body().asString())
                .isEqualTo("{\"prefix\":\"FFFFF\",\"range\":\"\"}\n" + "{\"prefix\":\"21BD1\",\"range\":\""
                        + GoldenCorpus.RANGE.replace("\r\n", "\\r\\n") + "\"}\n"
                        + "{\"prefix\":\"0018A\",\"range\":\"\"}\n");
    }

    @Test
    void padsEachRangeOnItsOwn() throws IOException {
        // When
        Response answer = given().header("Add-Padding", "TRUE")
                .contentType("application/json")
                .body(prefixes("21BD1", "FFFFE", "FFFFF"))
                .post("/range");

        // Then
        List<String> ranges = ranges(answer.body().asString());
        assertThat(ranges)
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text.split("\r\n"))
                        .hasSizeBetween(800, 1000)
                        .allMatch(line -> line.matches("[0-9A-F]{35}:[0-9]+")));
        assertThat(ranges.getFirst()).startsWith(GoldenCorpus.RANGE + "\r\n");
    }

    @Test
    void answersAThousandPrefixesInPiecesAsTheyAreRead() throws Exception {
        // Given
        HttpRequest request = request(thousand()).header("Add-Padding", "true").build();

        // When
        HttpResponse<Stream<String>> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());

        // Then
        assertThat(answer.body()).hasSize(RangeBatchResource.MOST_PREFIXES);
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        assertThat(answer.headers().firstValue("Transfer-Encoding")).contains("chunked");
    }

    @Test
    void answersInGzipToACallerThatTakesIt() throws Exception {
        // Given
        HttpRequest request =
                request(prefixes("21BD1")).header("Accept-Encoding", "gzip").build();

        // When
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());

        // Then
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (InputStream plain = new GZIPInputStream(answer.body())) {
            assertThat(ranges(new String(plain.readAllBytes(), StandardCharsets.UTF_8)))
                    .containsExactly(GoldenCorpus.RANGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"prefixes\": null}", "{\"prefixes\": []}"})
    void listWithoutAPrefixIsRefused(String body) {
        // When
        Response answer = post(body);

        // Then
        assertProblem(answer, 400);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("prefixes-missing");
    }

    static Stream<Arguments> whatIsNoPrefix() {
        return Stream.of(
                Arguments.of(prefixes("21BD1", GoldenCorpus.HASH), "Prefix 2 of the list"),
                Arguments.of(prefixes("21BD12"), "Prefix 1 of the list"),
                Arguments.of(prefixes("21BD1", "0018A", "sesam"), "Prefix 3 of the list"),
                Arguments.of(prefixes("\u0662\u0661BD1"), "Prefix 1 of the list"),
                Arguments.of("{\"prefixes\": [\"21BD1\", null]}", "Prefix 2 of the list"),
                Arguments.of("{\"prefixes\": \"" + GoldenCorpus.HASH + "\"}", "'prefixes'"),
                Arguments.of("{\"prefixes\": [[\"" + GoldenCorpus.HASH + "\"]]}", "'prefixes.[0]'"),
                Arguments.of("", "Send one JSON object."),
                Arguments.of("{\"prefixes\": [" + GoldenCorpus.HASH + "]}", "The body is not JSON"));
    }

    @ParameterizedTest
    @MethodSource("whatIsNoPrefix")
    void whatIsNoPrefixIsRefusedByItsPlaceAndNeverRepeated(String body, String place) {
        // When
        Response answer = post(body);

        // Then
        assertProblem(answer, 400);
        assertThat(answer.jsonPath().getString("detail")).contains(place);
        assertThat(answer.body().asString()).doesNotContain("21BD1", "sesam");
    }

    @Test
    void moreThanAThousandPrefixesAreRefused() {
        // Given
        String[] tooMany = IntStream.rangeClosed(0, RangeBatchResource.MOST_PREFIXES)
                .mapToObj(i -> "21BD1")
                .toArray(String[]::new);

        // When
        Response answer = post(prefixes(tooMany));

        // Then
        assertProblem(answer, 422);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("too-many-prefixes");
    }

    @Test
    void bodyOverItsBoundIsRefused() {
        // Given
        String asked = prefixes("21BD1");
        String blanks = " ".repeat(RangeBatchResource.LARGEST_BODY - asked.length());

        // When
        Response largest = post(asked + blanks);
        Response larger = post(asked + blanks + " ");

        // Then
        assertThat(largest.statusCode()).isEqualTo(200);
        assertProblem(larger, 413);
    }

    @Test
    void withoutACorpusNothingIsAnswered() {
        // Given
        try (CorpusStore empty = new CorpusStore(folder.resolve("empty"), Long.MAX_VALUE)) {
            // When
            var refusal = assertThatThrownBy(() -> ask(empty, "21BD1"));

            // Then
            refusal.isInstanceOfSatisfying(
                    HttpProblem.class,
                    problem -> assertThat(problem.getStatusCode()).isEqualTo(503));
        }
    }

    @Test
    void allLinesAreOfTheGenerationThatTheHeaderNames() throws IOException {
        // Given
        try (CorpusStore own = onDisk()) {
            String generation = generation(own);
            var answer = ask(own, "21BD1", "FFFFF");
            GoldenCorpus.importLines(newImporter(own), folder, "F".repeat(40) + ":1\n");

            // When
            String lines = written(answer);

            // Then
            assertThat(answer.getHeaderString("X-Corpus-Generation"))
                    .isEqualTo(generation)
                    .isNotEqualTo(generation(own));
            assertThat(ranges(lines)).containsExactly(GoldenCorpus.RANGE, "");
        }
    }

    @Test
    void corpusIsLetGoAfterTheLastLine() throws IOException {
        // Given
        CorpusStore own = onDisk();
        Corpus corpus = own.open().orElseThrow();
        var answer = ask(own, "21BD1");
        own.close();
        corpus.close();

        // When
        String lines = written(answer);

        // Then
        assertThat(ranges(lines)).containsExactly(GoldenCorpus.RANGE);
        assertLetGo(corpus);
    }

    @Test
    void corpusIsLetGoWhenTheCallerGoesAway() throws IOException {
        // Given
        Corpus corpus = store.open().orElseThrow();
        String body = thousand();
        String request =
                "POST /range HTTP/1.1\r\nHost: localhost\r\nAdd-Padding: true\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body;

        Socket caller = new Socket(range.getHost(), range.getPort());
        caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        caller.getInputStream().read();
        GoldenCorpus.importBy(importer, folder);
        corpus.close();
        read(corpus);

        // When
        caller.close();

        // Then
        await().untilAsserted(() -> assertLetGo(corpus));
    }

    @Test
    void corpusThatCannotBeReadIsNoEmptyRange() throws IOException {
        // Given
        try (CorpusStore own = onDisk()) {
            var answer = ask(own, "21BD1");
            Path rows = folder.resolve("own").resolve(generation(own)).resolve("rows");
            try (FileChannel file = FileChannel.open(rows, StandardOpenOption.WRITE)) {
                file.truncate(0);
            }

            // When
            var failure = assertThatThrownBy(() -> written(answer));

            // Then
            failure.isInstanceOfSatisfying(
                    HttpProblem.class,
                    problem -> assertThat(problem.getStatusCode()).isEqualTo(503));
        }
    }

    @Test
    void packedAnswerThatBreaksOffDoesNotLookWhole() throws IOException {
        // Given
        try (CorpusStore own = onDisk()) {
            var answer = ask(own, true, "21BD1");
            Files.write(folder.resolve("own").resolve(generation(own)).resolve("rows"), new byte[0]);
            ByteArrayOutputStream sent = new ByteArrayOutputStream();

            // When
            var failure = assertThatThrownBy(() -> ((StreamingOutput) answer.getEntity()).write(sent));

            // Then
            failure.isInstanceOf(HttpProblem.class);
            assertThat(answer.getHeaderString("Content-Encoding")).isEqualTo("gzip");
            assertThatThrownBy(() -> new GZIPInputStream(new ByteArrayInputStream(sent.toByteArray())).readAllBytes())
                    .isInstanceOf(EOFException.class);
        }
    }

    private static Response post(String body) {
        return given().contentType("application/json").body(body).post("/range");
    }

    private HttpRequest.Builder request(String body) {
        return HttpRequest.newBuilder(range)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static String prefixes(String... prefixes) {
        return "{\"prefixes\":[\"" + String.join("\",\"", prefixes) + "\"]}";
    }

    private static String thousand() {
        return prefixes(IntStream.range(0, RangeBatchResource.MOST_PREFIXES)
                .mapToObj("%05X"::formatted)
                .toArray(String[]::new));
    }

    private static List<String> ranges(String lines) throws IOException {
        try (var read = JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines)) {
            return read.readAll().stream()
                    .map(line -> line.get("range").textValue())
                    .toList();
        }
    }

    private static void assertProblem(Response answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).endsWith(".");
    }

    private static void assertLetGo(Corpus corpus) {
        assertThatThrownBy(() -> read(corpus))
                .isInstanceOfAny(IllegalStateException.class, ClosedChannelException.class);
    }

    /** Fails when nobody uses the corpus any more. */
    private static void read(Corpus corpus) throws IOException {
        corpus.range(0x21BD1, (suffix, count) -> {});
    }

    /** A store of the test's own, read from disk, with the golden corpus. */
    private CorpusStore onDisk() throws IOException {
        CorpusStore own = new CorpusStore(folder.resolve("own"), 0);
        GoldenCorpus.importBy(newImporter(own), folder);
        return own;
    }

    private static CorpusImporter newImporter(CorpusStore own) {
        return new CorpusImporter(own, Clock.systemUTC());
    }

    private static String generation(CorpusStore own) {
        try (Corpus corpus = own.open().orElseThrow()) {
            return corpus.generation();
        }
    }

    private static jakarta.ws.rs.core.Response ask(CorpusStore store, String... prefixes) throws IOException {
        return ask(store, false, prefixes);
    }

    private static jakarta.ws.rs.core.Response ask(CorpusStore store, boolean gzip, String... prefixes)
            throws IOException {
        byte[] body = prefixes(prefixes).getBytes(StandardCharsets.US_ASCII);
        return new RangeBatchResource(new Ranges(new RangeCorpora(kind -> store)), JSON)
                .answer(new ByteArrayInputStream(body), null, gzip);
    }

    private static String written(jakarta.ws.rs.core.Response answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((StreamingOutput) answer.getEntity()).write(out);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
