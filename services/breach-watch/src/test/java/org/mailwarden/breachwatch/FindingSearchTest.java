// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Raising;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Finding findings, counting them, and taking them along. */
@QuarkusTest
class FindingSearchTest {

    private static final int MANY = 20_000;

    @TestHTTPResource("/")
    URI service;

    private final Raising raising;
    private final Tables tables;
    private final EntityManager entities;

    /** Stands in the summary of each finding of one test. */
    private final String mark = "mark-" + UUID.randomUUID();

    FindingSearchTest(Raising raising, Tables tables, EntityManager entities) {
        this.raising = raising;
        this.tables = tables;
        this.entities = entities;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                              | 4",
                "kind=PASSWORD_WEAK                              | 2",
                "kind=PASSWORD_WEAK&kind=STEALER_LOG             | 3",
                "kind=PASSWORD_WEAK&severity=LOW                 | 1",
                "state=CLOSED                                    | 1",
                "closedAs=FACTS_CHANGED&closedAs=ACCEPTED        | 1",
                "assignee=ada                                    | 1",
                "assignee=                                       | 3",
                "assignee=ada&assignee=                          | 4",
                "source=corpus one                               | 2",
                "source=corpus one&source=list two               | 3",
                "source=corpus one&kind=STEALER_LOG              | 0",
                "raisedFrom=2020-01-01&raisedTo=2999-12-31       | 4",
                "raisedTo=2020-01-01T00:00:00Z                   | 0",
                "owner=                                          | 0"
            })
    void findsWhatFitsAnyOfTheValuesAndAllOfTheParts(String search, int found) {
        // Given
        four();

        // When
        Response answer = get("", search);

        // Then
        assertThat(answer.jsonPath().getList("items")).hasSize(found);
        assertThat(get("/facets", search).jsonPath().getInt("total")).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/findings, 16",
        "/api/v1/findings/facets, 13",
        "/api/v1/findings/export, 14",
        "/api/v1/findings/groups, 17"
    })
    void isDescribedWithAllItsParameters(String path, int parameters) {
        // When
        JsonPath description = RestAssured.given().get("/q/openapi?format=json").jsonPath();

        // Then
        List<String> names = description.getList("paths.'" + path + "'.get.parameters.name");
        assertThat(names).hasSize(parameters).contains("kind", "state", "severity", "owner", "raisedFrom", "text");
        assertThat(description.getList(
                        "paths.'" + path + "'.get.parameters.find { it.name == 'severity' }.schema.items.enum"))
                .contains("CRITICAL");
    }

    @Test
    void findsByTextInWhateverCaseAndByOwner() {
        // Given
        Person person = Person.somebody();
        raise(person, FindingKind.PASSWORD_WEAK, Severity.LOW, "detector");

        assertThat(Tokens.asApprover()
                        .get("/api/v1/findings?text=" + person.address().toUpperCase(java.util.Locale.ROOT))
                        .jsonPath()
                        .getList("items.owner"))
                .containsExactly(person.owner());
        assertThat(Tokens.asApprover()
                        .get("/api/v1/findings?owner=" + person.owner() + "&owner=nobody")
                        .jsonPath()
                        .getList("items.address"))
                .containsExactly(person.address());
    }

    @Test
    void countsWhatFitsByEachFacet() {
        // Given
        four();

        // When
        JsonPath facets = get("/facets", "severity=LOW&severity=HIGH").jsonPath();

        // Then
        assertThat(facets.getInt("total")).isEqualTo(3);
        assertThat(counts(facets, "kind")).isEqualTo(Map.of("PASSWORD_WEAK", 2, "ADDRESS_IN_BREACH", 1));
        assertThat(counts(facets, "severity")).isEqualTo(Map.of("LOW", 1, "HIGH", 2));
        assertThat(counts(facets, "state")).isEqualTo(Map.of("OPEN", 2, "CLOSED", 1));
        assertThat(counts(facets, "closedAs")).isEqualTo(Map.of("FACTS_CHANGED", 1));
        assertThat(counts(facets, "assignee")).isEqualTo(Map.of("ada", 1, "", 2));
        assertThat(counts(facets, "source")).isEqualTo(Map.of("corpus one", 2, "list two", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "a_b", "no!", "c\\d"})
    void findsByTextWhatIsWrittenAndNoPattern(String text) {
        // Given
        raising.raise(
                Person.somebody(), FindingKind.PASSWORD_WEAK, Severity.LOW, "1000 axb now cd " + mark, "detector");
        UUID meant = raising.raise(
                Person.somebody(), FindingKind.PASSWORD_WEAK, Severity.LOW, "100% a_b no! c\\d " + mark, "detector");

        // When
        List<String> found = Tokens.asApprover()
                .queryParam("text", text)
                .queryParam("limit", 500)
                .get("/api/v1/findings")
                .jsonPath()
                .getList("items.findAll { it.summary.contains('" + mark + "') }.findingId");

        // Then
        assertThat(found).containsExactly(meant.toString());
    }

    @Test
    void findsByTheTextAsItIsNowAndNotAsItWas() {
        // Given
        UUID finding =
                raising.raise(Person.somebody(), FindingKind.PASSWORD_WEAK, Severity.LOW, "was " + mark, "detector");

        // When
        tables.change("update finding set summary = 'is " + mark + "' where id = '" + finding + "'");

        // Then
        assertThat(withText("is " + mark)).containsExactly(finding.toString());
        assertThat(withText("was " + mark)).isEmpty();
    }

    private static List<String> withText(String text) {
        return Tokens.asApprover()
                .queryParam("text", text)
                .get("/api/v1/findings")
                .jsonPath()
                .getList("items.findingId");
    }

    @Test
    void countsToALimitAndSaysSoWhenThereAreMore() {
        // Given
        many();
        try {
            // When
            JsonPath searched = get("/facets", "").jsonPath();
            JsonPath dated = Tokens.asApprover()
                    .get("/api/v1/findings/facets?raisedFrom=2020-01-01")
                    .jsonPath();
            JsonPath tallied = Tokens.asApprover()
                    .get("/api/v1/findings/facets?kind=PASSWORD_WEAK")
                    .jsonPath();

            // Then
            assertThat(searched.getInt("total")).isEqualTo(1_000);
            assertThat(searched.getBoolean("more")).isTrue();
            assertThat(dated.getInt("total")).isEqualTo(10_000);
            assertThat(dated.getBoolean("more")).isTrue();
            assertThat(searched.getBoolean("sourceAtLeast")).isTrue();
            assertThat(tallied.getInt("total")).isGreaterThanOrEqualTo(MANY);
            assertThat(tallied.getBoolean("more")).isFalse();
            assertThat(tallied.getBoolean("sourceAtLeast")).isTrue();
        } finally {
            tables.change("delete from finding where summary = '" + mark + "'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "severity"})
    void leadsFromPageToPageAndShowsEachFindingOnceThoughTheListGrows(String order) {
        // Given
        List<UUID> raised = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            raised.add(raise(Person.somebody(), FindingKind.PASSWORD_WEAK, severity, "detector"));
            raised.add(raise(Person.somebody(), FindingKind.PASSWORD_WEAK, severity, "detector"));
        }

        // When
        List<String> shown = new ArrayList<>();
        List<String> severities = new ArrayList<>();
        String next = "/api/v1/findings?text=" + mark + "&limit=3&order=" + order;
        while (next != null) {
            Response page = Tokens.asApprover().urlEncodingEnabled(false).get(next);
            shown.addAll(page.jsonPath().getList("items.findingId"));
            severities.addAll(page.jsonPath().getList("items.severity"));
            String link = page.header("Link");
            assertThat(link == null).isEqualTo(page.jsonPath().getString("next") == null);
            next = link == null ? null : link.substring(1, link.indexOf('>'));
            raise(Person.somebody(), FindingKind.PASSWORD_WEAK, Severity.CRITICAL, "detector");
        }

        // Then
        assertThat(shown).hasSize(raised.size());
        assertThat(new HashSet<>(shown)).hasSize(raised.size());
        assertThat(shown).containsAll(raised.stream().map(UUID::toString).toList());
        if (order.equals("severity")) {
            assertThat(severities)
                    .isSortedAccordingTo(java.util.Comparator.<String, Severity>comparing(Severity::valueOf)
                            .reversed());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "severity"})
    void putsFindingsTogetherByAccountAndShowsEachAccountOnce(String order) {
        // Given
        Person ada = Person.somebody();
        Person bob = Person.somebody();
        raise(ada, FindingKind.PASSWORD_WEAK, Severity.LOW, "detector");
        raise(ada, FindingKind.STEALER_LOG, Severity.CRITICAL, "detector");
        raise(bob, FindingKind.STEALER_LOG, Severity.HIGH, "detector");
        raise(ada, FindingKind.TWO_FACTOR_MISSING, Severity.MEDIUM, "detector");

        // When
        List<Map<String, Object>> groups = new ArrayList<>();
        String next = "/api/v1/findings/groups?by=account&limit=1&text=" + mark + "&order=" + order;
        while (next != null) {
            Response page = Tokens.asApprover().urlEncodingEnabled(false).get(next);
            groups.addAll(page.jsonPath().getList("items"));
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }

        // Then
        assertThat(groups)
                .extracting(group -> group.get("name"), group -> group.get("findings"), group -> group.get("gravest"))
                .containsExactly(tuple(ada.address(), 3, "CRITICAL"), tuple(bob.address(), 1, "HIGH"));
        assertThat(groups.getFirst())
                .containsEntry("value", ada.accountId().toString())
                .containsEntry("owner", ada.owner());
        assertThat(get("/groups", "by=account&severity=LOW&severity=HIGH&order=" + order)
                        .jsonPath()
                        .getList("items.findings"))
                .as("only what fits is counted")
                .containsExactly(1, 1);
    }

    @Test
    void saysOfAGroupHowManyFurtherAccountsItsFindingsAreAbout() {
        // Given
        Person first = Person.somebody();
        UUID spray = raise(first, FindingKind.PASSWORD_SPRAY, Severity.HIGH, "detector");
        raise(first, FindingKind.PASSWORD_WEAK, Severity.LOW, "detector");
        tables.change("update finding set accounts = array['" + first.accountId() + "', '" + UUID.randomUUID() + "', '"
                + UUID.randomUUID() + "']::uuid[] where id = '" + spray + "'");

        // When
        JsonPath groups = get("/groups", "by=account").jsonPath();

        // Then
        assertThat(groups.getList("items.findings")).containsExactly(2);
        assertThat(groups.getList("items.further")).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/groups",
                "/groups?by=breach&order=x",
                "/groups?by=planet",
                "/groups?by=account&after=x",
                "/groups?by=breach&after=x",
                "?kind=NONE",
                "?limit=x",
                "?after=x",
                "?order=x",
                "?text=%00",
                "/facets?limit=1",
                "/facets?raisedFrom=x",
                "/export",
                "/export?format=xml",
                "/export?format=csv&after=x"
            })
    void refusesWhatItDoesNotUnderstandWithAProblem(String search) {
        Response answer = Tokens.asApprover().urlEncodingEnabled(false).get("/api/v1/findings" + search);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).isNotBlank();
    }

    @Test
    void exportsForSpreadsheetsWhatTheyShowAndDoNotRun() {
        // Given
        Person attacker =
                new Person(UUID.randomUUID(), "=HYPERLINK(\"http://x\")@fleet.example", "@SUM(1+1)*cmd|' /C calc'!A0");
        UUID id = raising.raise(
                attacker,
                FindingKind.PASSWORD_WEAK,
                Severity.LOW,
                "+1, \"quoted\"\nsecond line äöü 漢 " + mark,
                "-source");

        // When
        Response file = get("/export", "format=csv");

        // Then
        assertThat(file.contentType()).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(file.header("Content-Disposition"))
                .matches("attachment; filename=\"findings-\\d{4}-\\d{2}-\\d{2}\\.csv\"");
        String text = new String(file.asByteArray(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFFfindingId,kind,severity,");
        NamedCsvRecord row = records(text.substring(1)).getFirst();
        assertThat(row.getField("findingId")).isEqualTo(id.toString());
        assertThat(row.getField("address")).isEqualTo("'=HYPERLINK(\"http://x\")@fleet.example");
        assertThat(row.getField("owner")).isEqualTo("'@SUM(1+1)*cmd|' /C calc'!A0");
        assertThat(row.getField("summary")).isEqualTo("'+1, \"quoted\"\nsecond line äöü 漢 " + mark);
        assertThat(row.getField("sources")).isEqualTo("'-source");
        assertThat(row.getField("facts")).isEqualTo("seen in -source (-source)");
        assertThat(text.lines().findFirst().orElseThrow()).doesNotContain(" ");
        assertThat(text).endsWith("\r\n");
    }

    @Test
    void exportsTheSameAsItLists() throws IOException {
        // Given
        four();
        ObjectMapper json = new ObjectMapper();
        JsonNode listed = json.readTree(get("", "").asString()).get("items");

        // When
        String array = get("/export", "format=json").asString();
        String lines = get("/export", "format=ndjson").asString();

        // Then
        assertThat(json.readTree(array)).isEqualTo(listed);
        List<JsonNode> read = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            read.add(json.readTree(line));
        }
        assertThat(read).containsExactlyElementsOf(listed);
        assertThat(json.readTree(get("/export", "format=json&kind=BRUTE_FORCE").asString()))
                .isEmpty();
        assertThat(get("/export", "format=ndjson&kind=BRUTE_FORCE").asString()).isEmpty();
    }

    @Test
    void exportsManyAndHoldsNoTransactionForAClientThatStopsReading() throws IOException {
        // Given
        many();
        String path = "/api/v1/findings/export?format=ndjson&text=" + mark;
        try (Socket stopped = new Socket()) {
            stopped.setReceiveBufferSize(4096);
            stopped.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.getPort()));

            // When
            stopped.getOutputStream().write(request(path));
            InputStream answer = stopped.getInputStream();
            assertThat(new String(answer.readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");

            // Then
            await().during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(8))
                    .untilAsserted(() -> assertThat(transactionsOfSeconds()).isZero());
            assertThat(Tokens.asApprover().get(path).asString().lines().distinct())
                    .hasSize(MANY);
        } finally {
            tables.change("delete from finding where summary = '" + mark + "'");
        }
    }

    private static byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Tokens.approversToken()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void many() {
        tables.change(
                "insert into finding (id, kind, severity, state, account_id, address, summary, raised_at, changed_at)"
                        + " select gen_random_uuid(), 'PASSWORD_WEAK', 'LOW', 'OPEN', gen_random_uuid(),"
                        + " 'many@fleet.example', '"
                        + mark + "', now() - (n / 7) * interval '1 second', now() from generate_series(1, " + MANY
                        + ") n");
    }

    private long transactionsOfSeconds() {
        return QuarkusTransaction.requiringNew().call(() -> (Long) entities.createNativeQuery(
                        "select count(*) from pg_stat_activity where datname = current_database()"
                                + " and xact_start < clock_timestamp() - interval '2 seconds' and state <> 'idle'",
                        Long.class)
                .getSingleResult());
    }

    /** Two weak passwords, one closed and one of somebody's, a breach and an infected device. */
    private void four() {
        raising.close(
                raise(Person.somebody(), FindingKind.PASSWORD_WEAK, Severity.LOW, "corpus one, generation 1"),
                "It is strong now.");
        UUID assigned = raise(
                Person.somebody(), FindingKind.PASSWORD_WEAK, Severity.HIGH, "corpus one, generation 2", "list two");
        raise(Person.somebody(), FindingKind.ADDRESS_IN_BREACH, Severity.HIGH, "list two, line 3");
        raise(Person.somebody(), FindingKind.STEALER_LOG, Severity.CRITICAL, "log three");
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("to", "ada"))
                .post("/api/v1/findings/" + assigned + "/assign")
                .then()
                .statusCode(200);
    }

    private UUID raise(Person person, FindingKind kind, Severity severity, String... sources) {
        return raising.raise(person, kind, severity, mark, sources);
    }

    private Response get(String path, String search) {
        return Tokens.asApprover()
                .get("/api/v1/findings" + path + "?text=" + mark + (search.isEmpty() ? "" : "&" + search));
    }

    private static Map<String, Integer> counts(JsonPath facets, String facet) {
        Map<String, Integer> counts = new TreeMap<>();
        List<Map<String, Object>> listed = facets.getList(facet);
        listed.forEach(count -> counts.put((String) count.get("value"), (Integer) count.get("count")));
        return counts;
    }

    private static List<NamedCsvRecord> records(String text) {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(text)) {
            return reader.stream().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
