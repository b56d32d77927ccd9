// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.fetcher.support.Organisation;

/** Finding accounts, counting them, and taking them along. They are paused, so that nothing changes them meanwhile. */
@QuarkusTest
class AccountSearchTest {

    private static final int MORE_THAN_A_PAGE = 1_100;

    private final Organisation organisation = new Organisation();
    private final EntityManager entities;

    /** Stands in the user name of each account of one test. */
    private final String mark = "mark-" + UUID.randomUUID();

    AccountSearchTest(EntityManager entities) {
        this.entities = entities;
    }

    @AfterEach
    void accountsGo() {
        change("delete from account where username like '" + mark + "%'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                               | 4",
                "protocol=POP3                    | 1",
                "protocol=POP3&protocol=IMAP      | 4",
                "state=SUSPENDED                  | 1",
                "state=SUSPENDED&state=PAUSED     | 4",
                "state=SUSPENDED&protocol=POP3    | 0",
                "host=ONE.example                 | 3",
                "host=one.example&host=two.example| 4",
                "security=STARTTLS                | 1",
                "credentialType=OAUTH2_CLIENT     | 1",
                "owner=ada                        | 1",
                "owner=                           | 2",
                "owner=&owner=ada                 | 3",
                "tag=VIP                          | 2",
                "tag=vip&tag=board                | 3",
                "tag=                             | 1",
                "tag=&tag=board                   | 2",
                "tag=vip&protocol=POP3            | 1",
                "tag=vip&owner=                   | 1"
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
    void findsByAPartOfAddressOwnerOrUserNameInWhateverCase() {
        // Given
        String address = "Somebody." + UUID.randomUUID() + "@search.example";
        String owner = "owner-" + UUID.randomUUID();
        account(address, "IMAP", "PAUSED", "one.example", owner);

        for (String text : List.of(address.substring(3), owner.substring(4), mark)) {
            // When
            List<String> found = organisation
                    .as("mailwarden-cli")
                    .queryParam("text", text.toUpperCase(Locale.ROOT))
                    .get("/api/v1/accounts")
                    .jsonPath()
                    .getList("items.address");

            // Then
            assertThat(found).as(text).containsExactly(address);
        }
    }

    @Test
    void countsWhatFitsByEachFacet() {
        // Given
        four();

        // When
        JsonPath facets = get("/facets", "host=one.example").jsonPath();

        // Then
        assertThat(facets.getInt("total")).isEqualTo(3);
        assertThat(facets.getBoolean("more")).isFalse();
        assertThat(counts(facets, "state")).isEqualTo(Map.of("PAUSED", 3));
        assertThat(counts(facets, "protocol")).isEqualTo(Map.of("IMAP", 2, "POP3", 1));
        assertThat(counts(facets, "security")).isEqualTo(Map.of("TLS", 2, "STARTTLS", 1));
        assertThat(counts(facets, "credentialType")).isEqualTo(Map.of("PASSWORD", 2, "OAUTH2_CLIENT", 1));
        assertThat(counts(facets, "host")).isEqualTo(Map.of("one.example", 3));
        assertThat(counts(facets, "tag")).isEqualTo(Map.of("vip", 2));
    }

    @ParameterizedTest
    @CsvSource({"host, 1", "owner, 1", "tag, 2"})
    void countsTagsOfWhatFitsWhateverIsAskedFor(String parameter, int found) {
        // Given
        String value = "only-" + UUID.randomUUID();
        account("here@search.example", "IMAP", "PAUSED", value, value);
        account("there@search.example", "IMAP", "PAUSED", "other.example", "other");
        tag("here@search.example", value);
        tag("there@search.example", value);

        // When
        JsonPath facets = organisation
                .as("mailwarden-cli")
                .queryParam(parameter, value)
                .get("/api/v1/accounts/facets")
                .jsonPath();

        // Then
        assertThat(facets.getInt("total")).isEqualTo(found);
        assertThat(counts(facets, "tag")).isEqualTo(Map.of(value, found));
    }

    @Test
    void countsTagsOfEveryAccountWhereNothingIsAskedFor() {
        // Given
        String tag = "all-" + UUID.randomUUID().toString().substring(0, 8);
        account("here@search.example", "IMAP", "PAUSED", "one.example", null);
        tag("here@search.example", tag);

        // When
        JsonPath facets =
                organisation.as("mailwarden-cli").get("/api/v1/accounts/facets").jsonPath();

        // Then
        assertThat(counts(facets, "tag")).containsEntry(tag, 1);
    }

    @Test
    void countsNothingWhereNothingFits() {
        // When
        JsonPath facets = get("/facets", "").jsonPath();

        // Then
        assertThat(facets.getInt("total")).isZero();
        assertThat(facets.getList("state")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"address, a b c d e", "changed, e d c b a", "silent, e d c b a"})
    void leadsFromPageToPageInEachOrderAndShowsEachAccountOnceThoughTheListGrows(String order, String addresses) {
        // Given: one after the other changed, and polled the other way round; the last one was never polled.
        for (int i = 0; i < 5; i++) {
            UUID id = account((char) ('a' + i) + "." + mark + "@search.example", "IMAP", "PAUSED", "one.example", null);
            change("update account set changed_at = timestamptz '2026-01-01' + interval '1 day' * " + i
                    + ", last_polled_at = " + (i == 4 ? "null" : "timestamptz '2026-02-01' - interval '1 day' * " + i)
                    + " where id = '" + id + "'");
        }

        // When
        List<String> shown = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonPath page = get("", "limit=2&order=" + order + (after.isEmpty() ? "" : "&after=" + after))
                    .jsonPath();
            page.<String>getList("items.address").forEach(address -> shown.add(address.substring(0, 1)));
            after = page.getString("next");
            account("0" + UUID.randomUUID() + "@search.example", "IMAP", "PAUSED", "one.example", null);
        }

        // Then
        shown.removeIf("0"::equals);
        assertThat(String.join(" ", shown)).isEqualTo(addresses);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?q=x",
                "?state=active",
                "?limit=x",
                "?after=x",
                "?after=address.!.0.00000000-0000-0000-0000-000000000000",
                "?order=changed&after=address.YQ.0.00000000-0000-0000-0000-000000000000",
                "?order=changed&after=changed..999999999999999999.00000000-0000-0000-0000-000000000000",
                "?order=x",
                "?text=%00",
                "/facets?limit=1",
                "/export",
                "/export?format=xml"
            })
    void refusesWhatItDoesNotUnderstandWithAProblem(String search) {
        // When
        Response answer =
                organisation.as("mailwarden-cli").urlEncodingEnabled(false).get("/api/v1/accounts" + search);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).isNotBlank();
    }

    @Test
    void exportsForSpreadsheetsWhatTheyShowAndDoNotRun() {
        // Given
        UUID id = account("=HYPERLINK(\"http://x\")@search.example", "IMAP", "PAUSED", "one.example", "@SUM(1+1)*cmd");
        change("update account set tags = array['board', 'vip'] where id = '" + id + "'");

        // When
        Response file = get("/export", "format=csv");

        // Then
        assertThat(file.contentType()).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(file.header("Content-Disposition"))
                .matches("attachment; filename=\"accounts-\\d{4}-\\d{2}-\\d{2}\\.csv\"");
        String text = new String(file.asByteArray(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFFid,address,owner,");
        NamedCsvRecord row = records(text.substring(1)).getFirst();
        assertThat(row.getField("id")).isEqualTo(id.toString());
        assertThat(row.getField("address")).isEqualTo("'=HYPERLINK(\"http://x\")@search.example");
        assertThat(row.getField("owner")).isEqualTo("'@SUM(1+1)*cmd");
        assertThat(row.getField("tags")).isEqualTo("board|vip");
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
    }

    @Test
    void exportsMoreThanAPageHoldsAndEachAccountOnce() {
        // Given
        change(insert("gen_random_uuid()", "n || '@many.example'", "IMAP", "PAUSED", "one.example", "null", "n")
                + " from generate_series(1, " + MORE_THAN_A_PAGE + ") n");

        // When
        String lines = get("/export", "format=ndjson").asString();

        // Then
        assertThat(lines.lines().distinct()).hasSize(MORE_THAN_A_PAGE);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/accounts, 11", "/api/v1/accounts/facets, 8", "/api/v1/accounts/export, 9"})
    void isDescribedWithAllItsParameters(String path, int parameters) {
        // When
        JsonPath description = RestAssured.given().get("/q/openapi?format=json").jsonPath();

        // Then
        List<String> names = description.getList("paths.'" + path + "'.get.parameters.name");
        assertThat(names).hasSize(parameters).contains("state", "protocol", "host", "owner", "text");
        assertThat(description.getList(
                        "paths.'" + path + "'.get.parameters.find { it.name == 'state' }.schema.items.enum"))
                .contains("ACTIVE");
    }

    /** Two over IMAP at one server, one over POP3 there, and one at another. */
    private void four() {
        account("one@search.example", "IMAP", "PAUSED", "one.example", null);
        account("two@search.example", "POP3", "PAUSED", "one.example", "ada");
        UUID other = account("three@search.example", "IMAP", "PAUSED", "one.example", null);
        change("update account set security = 'STARTTLS', credential_type = 'OAUTH2_CLIENT' where id = '" + other
                + "'");
        account("four@search.example", "IMAP", "SUSPENDED", "two.example", "boris");
        tag("one@search.example", "vip");
        tag("two@search.example", "vip");
        tag("four@search.example", "board");
    }

    private void tag(String address, String tag) {
        change("update account set tags = array['" + tag + "'] where address = '" + address + "' and username = '"
                + mark + "'");
    }

    private UUID account(String address, String protocol, String state, String host, String owner) {
        UUID id = UUID.randomUUID();
        change(insert(
                "cast('" + id + "' as uuid)",
                "'" + address.replace("'", "''") + "'",
                protocol,
                state,
                host,
                owner == null ? "null" : "'" + owner + "'",
                "''"));
        return id;
    }

    private String insert(
            String id, String address, String protocol, String state, String host, String owner, String number) {
        return "insert into account (id, address, protocol, host, port, security, username, credential_type,"
                + " credential_version, folders, retrieval, owner, state, next_poll_at, changed_at) select " + id + ", "
                + address + ", '" + protocol + "', '" + host + "', 993, 'TLS', '" + mark + "' || " + number
                + ", 'PASSWORD', 1, 'INBOX', 'KEEP_ON_SERVER', " + owner + ", '" + state + "', now(), now()";
    }

    private void change(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(statement).executeUpdate());
    }

    private Response get(String path, String search) {
        return organisation
                .as("mailwarden-cli")
                .urlEncodingEnabled(false)
                .get("/api/v1/accounts" + path + "?text=" + mark + (search.isEmpty() ? "" : "&" + search));
    }

    private static Map<String, Integer> counts(JsonPath facets, String facet) {
        return facets.<Map<String, Object>>getList(facet).stream()
                .collect(Collectors.toMap(
                        count -> count.get("value").toString(), count -> (Integer) count.get("count")));
    }

    private static List<NamedCsvRecord> records(String text) {
        return CsvReader.builder().ofNamedCsvRecord(text).stream().toList();
    }
}
