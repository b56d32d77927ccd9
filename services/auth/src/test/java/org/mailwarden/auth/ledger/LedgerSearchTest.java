// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Tokens;

/** Finding rows of the ledger, counting them, and taking them along. */
@QuarkusTest
class LedgerSearchTest {

    private static final String PATH = "/api/v1/audit";

    private final Ledger ledger;
    private final Database database;
    private final String object = UUID.randomUUID().toString();
    private final String person = "=ada" + UUID.randomUUID();

    LedgerSearchTest(Ledger ledger, EntityManager entities) {
        this.ledger = ledger;
        this.database = new Database(entities);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                    | 3",
                "action=test.one                       | 1",
                "action=test.one&action=test.two       | 3",
                "action=test.three                     | 0",
                "from=2020-01-01&to=2999-12-31         | 3",
                "to=2020-01-01                         | 0",
                "from=2999-12-31                       | 0"
            })
    void findsWhatFitsAnyOfTheActionsAndAllOfTheParts(String search, int found) {
        // Given
        three();

        // When
        Response answer = get("", search);

        // Then
        assertThat(answer.jsonPath().getList("items")).hasSize(found);
        assertThat(get("/facets", search).jsonPath().getInt("total")).isEqualTo(found);
    }

    @Test
    void findsTheRowsOfToday() {
        // Given
        three();
        String today = LocalDate.now(ZoneOffset.UTC).toString();

        // When
        Response answer = get("", "from=" + LocalDate.now(ZoneOffset.UTC).minusDays(1) + "&to=" + today);

        // Then
        assertThat(answer.jsonPath().getList("items")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest"})
    void pagesThroughTheRowsOfTodayWithoutRepeatingOrMissingOne(String order) {
        // Given
        three();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String search = "from=" + today.minusDays(1) + "&to=" + today + "&limit=2&order=" + order;
        JsonPath first = get("", search).jsonPath();

        // When
        JsonPath second = get("", search + "&after=" + first.getString("next")).jsonPath();

        // Then
        List<Long> rows = Stream.of(first, second)
                .flatMap(page -> page.getList("items.seq", Long.class).stream())
                .toList();
        assertThat(rows)
                .hasSize(3)
                .isSortedAccordingTo(order.equals("oldest") ? Comparator.naturalOrder() : Comparator.reverseOrder())
                .doesNotHaveDuplicates();
    }

    @Test
    void countsWhatFitsByAction() {
        // Given
        three();

        // When
        JsonPath facets = get("/facets", "").jsonPath();

        // Then
        assertThat(facets.getInt("total")).isEqualTo(3);
        assertThat(facets.getBoolean("more")).isFalse();
        assertThat(facets.getMap("action")).isEqualTo(Map.of("test.one", 1, "test.two", 2));
    }

    @Test
    void countsTheWholeLedgerExactly() {
        // Given
        three();
        long before = database.count("select count(*) from ledger");

        // When
        long total = Tokens.asAdmin().get(PATH + "/facets").jsonPath().getLong("total");

        // Then
        assertThat(total).isBetween(before, database.count("select count(*) from ledger"));
    }

    @Test
    void extractsForSpreadsheetsWhatTheyShowAndDoNotRunWithTheNamesOfPeople() {
        // Given
        three();

        // When
        Response file = get("/extract", "action=test.one&format=csv");

        // Then
        assertThat(file.contentType()).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(file.header("Content-Disposition"))
                .matches("attachment; filename=\"audit-\\d{4}-\\d{2}-\\d{2}\\.csv\"");
        String text = new String(file.asByteArray(), StandardCharsets.UTF_8);
        NamedCsvRecord row = CsvReader.builder().ofNamedCsvRecord(text.substring(1)).stream()
                .findFirst()
                .orElseThrow();
        assertThat(row.getField("action")).isEqualTo("test.one");
        assertThat(row.getField("actor")).isEqualTo("'" + person);
        assertThat(row.getField("object")).isEqualTo(object);
    }

    @Test
    void extractsTheSameAsItLists() throws IOException {
        // Given
        three();
        ObjectMapper json = new ObjectMapper();
        JsonNode listed = json.readTree(get("", "order=newest").asString()).get("items");

        // When
        String array = get("/extract", "format=json").asString();

        // Then
        assertThat(json.readTree(array)).isEqualTo(listed).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?q=x",
                "?from=yesterday",
                "?from=2026-03-02&to=2026-03-01T00:00:00Z",
                "?after=x",
                "?order=any",
                "?limit=x",
                "/facets?limit=1",
                "/extract",
                "/extract?format=xml"
            })
    void refusesWhatItDoesNotUnderstandWithAProblem(String search) {
        // When
        Response answer = Tokens.asAdmin().urlEncodingEnabled(false).get(PATH + search);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/facets", "/extract?format=csv"})
    void isForAuditorsAlone(String path) {
        assertThat(Tokens.asApprover().get(PATH + path).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/audit, 8", "/api/v1/audit/facets, 5", "/api/v1/audit/extract, 6"})
    void isDescribedWithAllItsParameters(String path, int parameters) {
        // When
        JsonPath description = RestAssured.given().get("/q/openapi?format=json").jsonPath();

        // Then
        assertThat(description.getList("paths.'" + path + "'.get.parameters.name"))
                .hasSize(parameters);
    }

    private void three() {
        record("test.one");
        record("test.two");
        record("test.two");
    }

    private void record(String action) {
        QuarkusTransaction.requiringNew().run(() -> ledger.record(person, action, object, "", Map.of()));
    }

    private Response get(String path, String search) {
        return Tokens.asAdmin()
                .urlEncodingEnabled(false)
                .get(PATH + path + "?object=" + object + (search.isEmpty() ? "" : "&" + search));
    }
}
