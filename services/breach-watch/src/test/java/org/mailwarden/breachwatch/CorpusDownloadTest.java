// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.RangePort;
import org.mailwarden.breachwatch.support.RangeStandIn;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.finding.FindingKind;

/** A corpus that is brought up to date over REST, from a server that has the faults of the real one. */
@QuarkusTest
class CorpusDownloadTest {

    private static final String OLD = "0".repeat(34) + "1:11";
    private static final String NEW = OLD + "\r\n" + "A".repeat(35) + ":22";

    /** So far ahead, 256 ranges, it is asked only when all before the one that is waited for are kept. */
    private static final Predicate<RangeStandIn.Asked> ALL_BEFORE_ARE_KEPT =
            asked -> asked.path().equals("/range/001FF");

    private RangeStandIn standIn;

    private final EntityManager entities;
    private final MeterRegistry meters;

    CorpusDownloadTest(EntityManager entities, MeterRegistry meters) {
        this.entities = entities;
        this.meters = meters;
    }

    @BeforeEach
    void start() {
        standIn = new RangeStandIn(RangePort.port(), null);
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of())), "before the download");
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void laysWhatChangedOverTheCorpusAndKeepsTheStateOfABadRange() {
        // Given
        standIn.range("00010", OLD).range("00011", OLD);
        JsonPath first = download();
        standIn.range("00010", NEW).range("00011", NEW);
        standIn.fault("00011", RangeStandIn.Fault.CACHED_502);

        // When
        JsonPath second = download();

        // Then
        assertThat(first.getString("message")).startsWith("512 ranges changed, with 512 new hashes;");
        assertThat(second.getString("state")).isEqualTo("DONE");
        assertThat(second.getString("message"))
                .startsWith("1 ranges changed, with 1 new hashes;")
                .contains("1 ranges could not be had or were no good (the first is 00011)");
        assertThat(range("00010")).isEqualTo(NEW);
        assertThat(range("00011")).isEqualTo(OLD);
        JsonPath corpora = Tokens.asAdmin().get("/api/v1/corpora").jsonPath();
        assertThat(corpora.getString("items[0].name")).isEqualTo("Pwned Passwords");
        assertThat(corpora.getBoolean("items[0].current")).isTrue();
    }

    @Test
    void asksAgainOnlyForCredentialsWhoseRangeChanged() {
        // Given
        String exposed = passwordIn("00010");
        Person touched = Person.somebody().uses(exposed, 1);
        Person untouched = Person.somebody().uses("untouched " + UUID.randomUUID(), 1);
        download();
        await().atMost(Duration.ofSeconds(90)).until(() -> screened(touched) && screened(untouched));
        double unchanged = unchanged();
        standIn.range("00010", Person.sha1(exposed).substring(5) + ":7");

        // When
        download();

        // Then
        await().atMost(Duration.ofSeconds(90)).until(() -> screened(touched) && screened(untouched));
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(Wire.findings(touched.accountId()))
                        .extracting(event -> event.finding().kind())
                        .containsExactly(FindingKind.PASSWORD_PWNED));
        assertThat(Wire.findings(untouched.accountId())).isEmpty();
        assertThat(unchanged()).isGreaterThan(unchanged);
    }

    /** A password whose SHA-1 begins so; about a million are tried. */
    private static String passwordIn(String prefix) {
        return Stream.generate(() -> "p" + UUID.randomUUID())
                .filter(password -> Person.sha1(password).startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    private boolean screened(Person person) {
        String generation =
                Tokens.asAdmin().get("/api/v1/corpora").jsonPath().getString("items.find { it.current }.generation");
        return QuarkusTransaction.requiringNew().call(() -> (Boolean) entities.createNativeQuery(
                        "select exists (select 1 from screened where account_id = :id and generation = :generation)",
                        Boolean.class)
                .setParameter("id", person.accountId())
                .setParameter("generation", generation)
                .getSingleResult());
    }

    private double unchanged() {
        return meters.counter("mailwarden_screened", "outcome", "UNCHANGED").count();
    }

    @Test
    void compactsWhatDownloadsLaidOverTheCorpus() {
        // Given
        standIn.range("00010", NEW);
        download();
        String generation = Tokens.asAdmin().get("/api/v1/corpora").jsonPath().getString("items[0].generation");

        // When
        JsonPath job = run("compact");

        // Then
        assertThat(job.getString("message")).endsWith("their base became one base of 2,513 hashes; no answer changed.");
        assertThat(range("00010")).isEqualTo(NEW);
        JsonPath corpora = Tokens.asAdmin().get("/api/v1/corpora").jsonPath();
        assertThat(corpora.getString("items.find { it.current }.generation")).isEqualTo(generation);
    }

    @Test
    void namesACorpusWhoseNameWasLostWhenItLanded() {
        // Given
        standIn.range("00010", NEW);
        download();
        String generation = Tokens.asAdmin().get("/api/v1/corpora").jsonPath().getString("items[0].generation");
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("delete from corpus_import where generation = :generation")
                        .setParameter("generation", generation)
                        .executeUpdate());

        // When
        JsonPath again = download();

        // Then
        assertThat(again.getString("state")).isEqualTo("DONE");
        JsonPath corpora = Tokens.asAdmin().get("/api/v1/corpora").jsonPath();
        assertThat(corpora.getString("items.find { it.current }.generation")).isEqualTo(generation);
        assertThat(corpora.getString("items.find { it.current }.name")).isEqualTo("Pwned Passwords");
    }

    @Test
    void goesOnWhereItWasPaused() {
        // Given
        // Long enough for a pause to come before all tries are spent.
        standIn.fault("00100", RangeStandIn.Fault.BUSY_FOR_A_SECOND);
        String job = submit("download");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> standIn.asked().stream().anyMatch(ALL_BEFORE_ARE_KEPT));
        Tokens.asAdmin().post("/api/v1/jobs/" + job + "/pause").then().statusCode(200);
        await().atMost(Duration.ofSeconds(90)).until(() -> state(job).equals("PAUSED"));
        standIn.fault("00100", null);
        long before = standIn.asked().size();

        // When
        Tokens.asAdmin().post("/api/v1/jobs/" + job + "/resume").then().statusCode(200);

        // Then
        assertThat(Imports.ended(job).getString("message")).startsWith("512 ranges changed,");
        assertThat(standIn.asked().stream().skip(before).map(RangeStandIn.Asked::path))
                .contains("/range/00100", "/range/001FF")
                .doesNotContain("/range/00000", "/range/000FE");
    }

    private static String state(String job) {
        return Tokens.asAdmin().get("/api/v1/jobs/" + job).jsonPath().getString("state");
    }

    private static JsonPath download() {
        return run("download");
    }

    private static JsonPath run(String what) {
        return Imports.ended(submit(what));
    }

    private static String submit(String what) {
        return Tokens.asAdmin()
                .post("/api/v1/corpora/" + what)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static String range(String prefix) {
        return Tokens.asAdmin().get("/range/" + prefix).asString();
    }
}
