// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Tokens;

/** Finding remediations, counting them, and taking them along. None of them has a step to run, so nothing changes them. */
@QuarkusTest
class RemediationSearchTest {

    private static final String PATH = "/api/v1/remediations";
    private static final int MORE_THAN_A_PAGE = 1_100;

    private final Database database;

    /** Stands in the owner's name of each remediation of one test. */
    private final String mark = "mark-" + UUID.randomUUID();

    RemediationSearchTest(EntityManager entities) {
        this.database = new Database(entities);
    }

    @AfterEach
    void remediationsGo() {
        database.run("delete from remediation where owner like '%" + mark + "'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                             | 4",
                "state=HELD                                     | 2",
                "state=HELD&state=FAILED                        | 3",
                "state=HELD&action=NOTIFY_USER                  | 0",
                "action=NOTIFY_USER                             | 1",
                "heldBy=BUDGET                                  | 1",
                "heldBy=BUDGET&heldBy=QUIET_HOURS               | 2",
                "policy=careful                                 | 1",
                "requester=ann                                  | 1",
                "requester=ann&requester=policy                 | 4",
                "plannedFrom=2026-03-03                         | 2",
                "plannedTo=2026-03-03                           | 3",
                "plannedFrom=2026-03-02&plannedTo=2026-03-03    | 2",
                "accountId=00000000-0000-0000-0000-00000000dead | 0"
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

    @Test
    void findsByAPartOfAddressOrOwnerInWhateverCase() {
        // Given
        String address = "Somebody." + UUID.randomUUID() + "@search.example";
        remediation(address, "HELD", "FORCE_RESET", "BUDGET", "default", "policy", 1);

        for (String text : List.of(address.substring(3), mark)) {
            // When
            List<String> found = Tokens.asAdmin()
                    .queryParam("text", text.toUpperCase(Locale.ROOT))
                    .get(PATH)
                    .jsonPath()
                    .getList("items.address");

            // Then
            assertThat(found).as(text).containsExactly(address);
        }
    }

    @Test
    void findsByTheOwnerThatAnAccountHasNow() {
        // Given
        remediation("moved@search.example", "HELD", "FORCE_RESET", "BUDGET", "default", "policy", 1);
        String owner = "next-" + mark;
        database.run("update remediation set owner = '" + owner + "' where owner like '%" + mark + "'");

        // When
        List<?> found =
                Tokens.asAdmin().queryParam("text", owner).get(PATH).jsonPath().getList("items");

        // Then
        assertThat(found).hasSize(1);
    }

    @Test
    void takesPercentAndUnderscoreForWhatTheyAre() {
        // Given
        remediation("plain@search.example", "HELD", "FORCE_RESET", "BUDGET", "default", "policy", 1);

        // When
        JsonPath found = Tokens.asAdmin()
                .queryParam("text", mark.replace('-', '_'))
                .get(PATH)
                .jsonPath();

        // Then
        assertThat(found.getList("items")).isEmpty();
    }

    @Test
    void countsWhatFitsByEachFacet() {
        // Given
        four();

        // When
        JsonPath facets = get("/facets", "policy=default").jsonPath();

        // Then
        assertThat(facets.getInt("total")).isEqualTo(3);
        assertThat(facets.getBoolean("more")).isFalse();
        assertThat(facets.getMap("state")).isEqualTo(Map.of("HELD", 2, "FAILED", 1));
        assertThat(facets.getMap("action")).isEqualTo(Map.of("FORCE_RESET", 3));
        assertThat(facets.getMap("heldBy")).isEqualTo(Map.of("BUDGET", 1, "QUIET_HOURS", 1));
        assertThat(facets.getMap("policy")).isEqualTo(Map.of("default", 3));
        assertThat(facets.getMap("requester")).isEqualTo(Map.of("policy", 2, "ann", 1));
    }

    @Test
    void saysWhenThereAreMoreOfATextThanAreCounted() {
        // Given
        many(RemediationLookup.MOST_COUNTED + 1);

        // When
        JsonPath facets = get("/facets", "").jsonPath();

        // Then
        assertThat(facets.getInt("total")).isEqualTo(RemediationLookup.MOST_COUNTED);
        assertThat(facets.getBoolean("more")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                                 e d c b a",
        "order=newest,                                       e d c b a",
        "order=newest&state=HELD&state=FAILED&state=EXPIRED, e d c b a",
        "order=changed,                                      a b c d e",
        "order=changed&state=HELD&state=FAILED,              a b c d e",
        "order=unchanged,                                    e d c b a",
        "order=unchanged&state=FAILED&state=HELD,            e d c b a"
    })
    void leadsFromPageToPageInEachOrderAndShowsEachOnceThoughTheListGrows(String search, String addresses) {
        // Given: one after the other planned, and changed the other way round.
        for (int i = 0; i < 5; i++) {
            UUID id = remediation(
                    (char) ('a' + i) + "@search.example",
                    i % 2 == 0 ? "HELD" : "FAILED",
                    "FORCE_RESET",
                    null,
                    "default",
                    "policy",
                    1);
            database.run("update remediation set changed_at = timestamptz '2026-02-01' - interval '1 day' * " + i
                    + " where id = '" + id + "'");
        }

        // When
        List<String> shown = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonPath page = get(
                            "",
                            "limit=2" + (search.isEmpty() ? "" : "&" + search)
                                    + (after.isEmpty() ? "" : "&after=" + after))
                    .jsonPath();
            page.<String>getList("items.address").forEach(address -> shown.add(address.substring(0, 1)));
            after = page.getString("next");
            remediation("0@search.example", "HELD", "FORCE_RESET", null, "default", "policy", 1);
        }

        // Then
        shown.removeIf("0"::equals);
        assertThat(String.join(" ", shown)).isEqualTo(addresses);
    }

    @Test
    void keepsWhatItIsOrderedByWithEveryChange() {
        // Given
        UUID id = remediation("kept@search.example", "HELD", "FORCE_RESET", "BUDGET", "default", "policy", 1);

        // When
        Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("reason", "a false alarm"))
                .post(PATH + "/" + id + "/reject")
                .then()
                .statusCode(200);

        // Then
        assertThat(database.count("select count(*) from remediation where id = '" + id
                        + "' and state = 'REJECTED' and changed_at > timestamptz '2026-03-31'"
                        + " and planned_at = timestamptz '2026-03-01T12:00:00Z' and address = 'kept@search.example'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?q=x",
                "?state=held",
                "?action=x",
                "?heldBy=x",
                "?accountId=x",
                "?plannedFrom=yesterday",
                "?plannedFrom=2026-03-02&plannedTo=2026-03-01T00:00:00Z",
                "?limit=x",
                "?after=7",
                "?order=changed&after=newest.0.7",
                "?order=changed&after=changed.999999999999999999.7",
                "?order=x",
                "?text=%00",
                "/facets?limit=1",
                "/export",
                "/export?format=xml"
            })
    void refusesWhatItDoesNotUnderstandWithAProblem(String search) {
        // When
        Response answer = Tokens.asAdmin().urlEncodingEnabled(false).get(PATH + search);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).isNotBlank();
    }

    @Test
    void exportsForSpreadsheetsWhatTheyShowAndDoNotRun() {
        // Given
        UUID id = remediation("=1+1@search.example", "HELD", "FORCE_RESET", "BUDGET", "default", "@ann", 1);

        // When
        Response file = get("/export", "format=csv");

        // Then
        assertThat(file.contentType()).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(file.header("Content-Disposition"))
                .matches("attachment; filename=\"remediations-\\d{4}-\\d{2}-\\d{2}\\.csv\"");
        String text = new String(file.asByteArray(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFFid,action,state,");
        NamedCsvRecord row = CsvReader.builder().ofNamedCsvRecord(text.substring(1)).stream()
                .findFirst()
                .orElseThrow();
        assertThat(row.getField("id")).isEqualTo(id.toString());
        assertThat(row.getField("address")).isEqualTo("'=1+1@search.example");
        assertThat(row.getField("requester")).isEqualTo("'@ann");
        assertThat(row.getField("plannedAt")).isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void exportsTheSameAsItLists() throws IOException {
        // Given
        four();
        ObjectMapper json = new ObjectMapper();
        JsonNode listed = json.readTree(get("", "state=HELD").asString()).get("items");

        // When
        String array = get("/export", "state=HELD&format=json").asString();
        String lines = get("/export", "state=HELD&format=ndjson").asString();

        // Then
        assertThat(json.readTree(array)).isEqualTo(listed).hasSize(2);
        List<JsonNode> read = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            read.add(json.readTree(line));
        }
        assertThat(read).containsExactlyElementsOf(listed);
    }

    @Test
    void exportsMoreThanAPageHoldsAndEachOnce() {
        // Given
        many(MORE_THAN_A_PAGE);

        // When
        String lines = get("/export", "format=ndjson").asString();

        // Then
        assertThat(lines.lines().distinct()).hasSize(MORE_THAN_A_PAGE);
    }

    @Test
    void handsNothingOutToWhoeverMayNotSee() {
        // When
        int status = Tokens.asService()
                .queryParam("format", "csv")
                .get(PATH + "/export")
                .statusCode();

        // Then
        assertThat(status).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/remediations, 12", "/api/v1/remediations/facets, 9", "/api/v1/remediations/export, 10"})
    void isDescribedWithAllItsParameters(String path, int parameters) {
        // When
        JsonPath description = RestAssured.given().get("/q/openapi?format=json").jsonPath();

        // Then
        List<String> names = description.getList("paths.'" + path + "'.get.parameters.name");
        assertThat(names).hasSize(parameters).contains("state", "heldBy", "plannedFrom", "text");
        assertThat(description.getList(
                        "paths.'" + path + "'.get.parameters.find { it.name == 'state' }.schema.items.enum"))
                .contains("HELD");
    }

    /** Two held ones, one that failed, and one that is done, planned on four days in a row. */
    private void four() {
        remediation("one@search.example", "HELD", "FORCE_RESET", "BUDGET", "default", "policy", 1);
        remediation("two@search.example", "HELD", "FORCE_RESET", "QUIET_HOURS", "default", "ann", 2);
        remediation("three@search.example", "FAILED", "FORCE_RESET", null, "default", "policy", 3);
        remediation("four@search.example", "VERIFIED", "NOTIFY_USER", null, "careful", "policy", 4);
    }

    private UUID remediation(
            String address, String state, String action, String heldBy, String policy, String requester, int day) {
        UUID id = UUID.randomUUID();
        insert(
                "cast('" + id + "' as uuid)",
                address,
                state,
                action,
                heldBy == null ? "null" : "'" + heldBy + "'",
                policy,
                requester,
                day,
                1);
        return id;
    }

    private void many(int number) {
        insert(
                "gen_random_uuid()",
                "x@many.example",
                "VERIFIED",
                "FORCE_RESET",
                "null",
                "default",
                "policy",
                1,
                number);
    }

    private void insert(
            String id,
            String address,
            String state,
            String action,
            String heldBy,
            String policy,
            String requester,
            int day,
            int number) {
        String at = "timestamptz '2026-03-0" + day + "T12:00:00Z'";
        String text = "'2026-03-0" + day + "T12:00:00Z'";
        database.run("insert into remediation (id, account_id, owner, credential_version, action, state, snapshot,"
                + " requester, policy, hold_code, address, planned_at, changed_at)"
                + " select id, account, 'owner-" + mark + "', 1, '" + action + "', '" + state
                + "', cast(json_build_object('remediationId', id, 'accountId', account, 'address', '" + address
                + "', 'owner', 'owner-" + mark + "', 'credentialVersion', 1, 'findings', json_build_array(),"
                + " 'action', '" + action + "', 'mode', 'PROPOSE', 'policy', '" + policy + "', 'state', '" + state
                + "', 'requiredActions', json_build_array(), 'evidence', json_build_array(), 'plannedAt', " + text
                + ", 'changedAt', " + text + ") as text), '" + requester + "', '" + policy + "', " + heldBy + ", '"
                + address + "', " + at + ", " + at + " from (select " + id
                + " as id, gen_random_uuid() as account from generate_series(1, " + number + ")) made");
    }

    private Response get(String path, String search) {
        return Tokens.asAdmin()
                .urlEncodingEnabled(false)
                .get(PATH + path + "?text=" + mark + (search.isEmpty() ? "" : "&" + search));
    }
}
