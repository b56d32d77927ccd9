// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.CorpusStore;
import org.mailwarden.breachwatch.corpus.HashKind;

/** The range search as a client of Pwned Passwords sees it, to the byte. */
@QuarkusTest
class RangeResourceTest {

    private static final String GOLDEN = GoldenCorpus.RANGE;
    /** As {@code openssl md5 -binary | base64} has it. */
    private static final String GOLDEN_MD5 = "Qi++dVa2mcDVD1rFwBtvOw==";

    @Inject
    CorpusImporter importer;

    @Inject
    CorpusStore store;

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
        Response answer = plain().queryParam("mode", mode == null ? "" : mode).get("/range/" + prefix);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asString()).isEqualTo(GOLDEN);
        assertThat(answer.contentType()).isEqualToIgnoringCase("text/plain; charset=utf-8");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Content-MD5")).isEqualTo(GOLDEN_MD5);
        assertThat(answer.header("Last-Modified")).endsWith(" GMT");
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(GOLDEN.length()));
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=2678400");
        assertThat(answer.header("Access-Control-Expose-Headers")).isEqualTo("Content-MD5, ETag");
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding, Add-Padding");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void rangeWithoutAnEntryIsAnEmptyAnswer() {
        // When
        Response answer = plain().get("/range/FFFFF");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asByteArray()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true", "TRUE"})
    void paddedAnswerHasAtLeastEightHundredLinesAndNoTag(String asked) {
        // When
        Response answer = plain().header("Add-Padding", asked).get("/range/21BD1");

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
        assertThat(answer.header("Vary")).contains("Add-Padding");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=2678400");
    }

    @Test
    void callerThatHasTheAnswerGetsNoneAgain() {
        // Given
        Response first = plain().get("/range/21BD1");
        String tag = first.header("ETag");

        // When
        Response strong = plain().header("If-None-Match", tag).get("/range/21bd1");
        Response weak = plain().header("If-None-Match", "\"x\", W/" + tag).get("/range/21BD1");
        Response any = plain().header("If-None-Match", "*").get("/range/21BD1");
        Response other = plain().header("If-None-Match", tag).get("/range/21BD2");

        // Then
        assertThat(strong.statusCode()).isEqualTo(304);
        assertThat(strong.header("ETag")).isEqualTo(tag);
        assertThat(strong.body().asByteArray()).isEmpty();
        for (String name : List.of("Cache-Control", "Vary", "Last-Modified", "Access-Control-Allow-Origin")) {
            assertThat(strong.header(name)).as(name).isNotNull().isEqualTo(first.header(name));
        }
        assertThat(weak.statusCode()).isEqualTo(304);
        assertThat(any.statusCode()).isEqualTo(304);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void anotherGenerationIsAnotherAnswer() throws IOException {
        // Given
        String tag = plain().get("/range/21BD1").header("ETag");
        GoldenCorpus.importBy(importer, folder);

        // When
        Response answer = plain().header("If-None-Match", tag).get("/range/21BD1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("ETag")).startsWith("\"").isNotEqualTo(tag);
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
        Response answer = plain().get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body().asString()).isEqualTo(sentence);
        assertThat(answer.contentType()).startsWith("text/plain");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Range/21BD1", "/RANGE/21BD1", "/ranges/21BD1"})
    void rangeIsAskedForInLowerCaseOnly(String path) {
        assertThat(plain().get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void ntlmThatIsNotHeldIsNeitherAnsweredWithShaOneHashesNorNotFound() {
        // When
        Response answer = plain().get("/range/21BD1?mode=ntlm");

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body().asString()).startsWith("No NTLM corpus is held here");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/range/", "/range/21BD1", "/range/21BD1/x"})
    void postOfAPrefixIsRefusedInTheOriginalsWords(String path) {
        // When
        Response answer = plain().contentType("application/json").post(path);

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
        Response answer = plain().options(path);

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
        Response answer = plain().options(path);

        // Then
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void headAnswersWhatGetDoesWithoutTheBody() {
        // Given
        Response get = plain().get("/range/21BD1");

        // When
        Response head = plain().head("/range/21BD1");

        // Then
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body().asByteArray()).isEmpty();
        for (String name : List.of(
                "Content-Type", "Content-Length", "Content-MD5", "ETag", "Last-Modified", "Vary", "Cache-Control")) {
            assertThat(head.header(name)).as(name).isNotNull().isEqualTo(get.header(name));
        }
    }

    @Test
    void gzipIsTheSameTextUnderATagOfItsOwn() throws Exception {
        // Given
        Response identity = plain().get("/range/21BD1");

        // When
        HttpResponse<byte[]> answer = zipped("gzip", Map.of());

        // Then
        HttpHeaders headers = answer.headers();
        assertThat(headers.firstValue("Content-Encoding")).contains("gzip");
        assertThat(headers.firstValue("Content-Length")).contains(Integer.toString(answer.body().length));
        assertThat(headers.firstValue("ETag")).isPresent().isNotEqualTo(Optional.of(identity.header("ETag")));
        assertThat(headers.firstValue("Content-MD5")).contains(GOLDEN_MD5);
        assertThat(headers.firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(headers.firstValue("Vary").orElseThrow()).contains("Accept-Encoding");
        assertThat(unzipped(answer)).isEqualTo(GOLDEN);
    }

    @Test
    void tagOfOneCodingDoesNotStandForTheOther() throws Exception {
        // Given
        String zipped = zipped("gzip", Map.of()).headers().firstValue("ETag").orElseThrow();

        // When
        HttpResponse<byte[]> same = zipped("gzip", Map.of("If-None-Match", zipped));
        Response other = plain().header("If-None-Match", zipped).get("/range/21BD1");

        // Then
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().firstValue("ETag")).contains(zipped);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void paddedAnswerIsPackedToo() throws Exception {
        // When
        HttpResponse<byte[]> answer = zipped("gzip, deflate, br", Map.of("Add-Padding", "true"));

        // Then
        assertThat(unzipped(answer)).startsWith(GOLDEN + "\r\n");
        assertThat(answer.headers().firstValue("ETag")).isEmpty();
        assertThat(answer.headers().firstValue("Content-MD5")).isEmpty();
    }

    @Test
    void clientThatAsksForHttp2InClearIsAnsweredInHttp1() throws Exception {
        // Given: after the upgrade, answers of more than one frame would hang now and then.
        HttpRequest asking = HttpRequest.newBuilder(range).build();

        // When
        HttpResponse<byte[]> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .build()
                .send(asking, HttpResponse.BodyHandlers.ofByteArray());

        // Then
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** A request that takes no coding. */
    private static RequestSpecification plain() {
        return RestAssured.given()
                .config(RestAssured.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()));
    }

    private HttpResponse<byte[]> zipped(String codings, Map<String, String> more) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(range).header("Accept-Encoding", codings);
        more.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String unzipped(HttpResponse<byte[]> answer) throws IOException {
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(plain.readAllBytes(), StandardCharsets.US_ASCII);
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
        String modified = plain().get("/range/21BD1").header("Last-Modified");

        // When
        Response answer = plain().header("If-Modified-Since", modified).get("/range/21BD1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.header("Last-Modified")).isEqualTo(modified);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 20 May 2026 10:00:00 GMT", "yesterday", ""})
    void earlierOrUnreadableDateMeansTheWholeAnswer(String date) {
        // When
        Response answer = plain().header("If-Modified-Since", date).get("/range/21BD1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().asString()).isEqualTo(GOLDEN);
    }

    @Test
    void tagIsAskedBeforeTheDate() {
        // Given
        String modified = plain().get("/range/21BD1").header("Last-Modified");

        // When
        Response answer = plain().header("If-None-Match", "\"of another generation\"")
                .header("If-Modified-Since", modified)
                .get("/range/21BD1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void paddedAnswerIsSentWholeToACallerThatHasOne() {
        // Given
        Response plain = plain().get("/range/21BD1");

        // When
        Response answer = plain().header("Add-Padding", "true")
                .header("If-None-Match", plain.header("ETag"))
                .get("/range/21BD1");
        Response dated = plain().header("Add-Padding", "true")
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
            var answer = search(new RangeCorpora(kind -> empty), "21BD1", null);

            // Then
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat((String) answer.getEntity()).startsWith("No corpus has been imported yet");
        }
    }

    @Test
    void eachKindIsAnsweredFromACorpusOfItsOwn() throws IOException {
        // Given
        String suffix = "0".repeat(26) + "A";
        try (CorpusStore ntlm = new CorpusStore(folder.resolve("ntlm"), Long.MAX_VALUE, HashKind.NTLM)) {
            GoldenCorpus.importLines(new CorpusImporter(ntlm, Clock.systemUTC()), folder, "21BD1" + suffix + ":7\n");
            RangeCorpora corpora = new RangeCorpora(kind -> kind == HashKind.NTLM ? ntlm : store);

            // When
            var answer = search(corpora, "21bd1", "ntlm");

            // Then
            assertThat(text(answer)).isEqualTo(suffix + ":7");
            assertThat(answer.getEntityTag().getValue()).endsWith("-ntlm-21BD1");
            assertThat(text(search(corpora, "21bd1", "sha1"))).isEqualTo(GoldenCorpus.RANGE);
        }
    }

    private static String text(jakarta.ws.rs.core.Response answer) {
        return new String((byte[]) answer.getEntity(), StandardCharsets.US_ASCII);
    }

    @Test
    void nobodyWaitsForADiskThatHoldsTheCorpusOfAnother() throws Exception {
        // Given
        CountDownLatch busy = new CountDownLatch(1);
        try (ExecutorService waiting = Executors.newSingleThreadExecutor();
                CorpusStore onDisk = new CorpusStore(folder.resolve("disk"), 0)) {
            GoldenCorpus.importBy(new CorpusImporter(onDisk, Clock.systemUTC()), folder);
            waiting.execute(() -> awaitQuietly(busy));

            // When
            var fromDisk = resource(new RangeCorpora(kind -> onDisk), waiting).search("21BD1", asked(null));
            var fromMemory = resource(new RangeCorpora(kind -> store), waiting).search("21BD1", asked(null));

            // Then
            assertThat(fromMemory).isCompleted();
            assertThat(fromDisk).isNotCompleted();
            busy.countDown();
            assertThat(fromDisk.toCompletableFuture().get(10, TimeUnit.SECONDS).getStatus())
                    .isEqualTo(200);
        }
    }

    @Test
    void nobodyWaitsForACorpusThatIsLanding() throws Exception {
        // Given
        CorpusStore landing = store;
        synchronized (landing) {
            // When
            var answer = CompletableFuture.supplyAsync(() -> search(new RangeCorpora(kind -> store), "21BD1", null));

            // Then
            assertThat(answer.get(10, TimeUnit.SECONDS).getStatus()).isEqualTo(200);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static jakarta.ws.rs.core.Response search(RangeCorpora corpora, String prefix, @Nullable String mode) {
        return resource(corpora, ForkJoinPool.commonPool())
                .search(prefix, asked(mode))
                .toCompletableFuture()
                .join();
    }

    private static RangeResource resource(RangeCorpora corpora, ExecutorService waiting) {
        return new RangeResource(new Ranges(corpora), waiting);
    }

    private static RangeResource.Asked asked(@Nullable String mode) {
        return new RangeResource.Asked(mode, null, null, null, null);
    }
}
