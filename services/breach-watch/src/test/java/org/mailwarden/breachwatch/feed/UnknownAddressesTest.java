// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;

/** Leaked addresses that belong to no account: found, counted and taken along. */
@QuarkusTest
class UnknownAddressesTest {

    private static final String PATH = "/api/v1/feeds/unknown-addresses";
    private static final int MORE_THAN_A_PAGE = 1_100;

    private final Tables tables;
    private final String mark = "mark-" + UUID.randomUUID();

    UnknownAddressesTest(Tables tables) {
        this.tables = tables;
    }

    @AfterEach
    void nothingIsLeft() {
        tables.change("delete from unknown_address where address like '%" + mark + "%'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | 3",
                "feedId=one                | 2",
                "feedId=one&feedId=two     | 3",
                "feedId=three              | 0"
            })
    void findsWhatOneOfTheFeedsSaidAndCountsTheSame(String search, int found) {
        // Given
        add("'ada." + mark + "'", "one", 1);
        add("'bea." + mark + "'", "one", 1);
        add("'ada." + mark + "'", "two", 1);

        // When
        Response answer = get("", search);

        // Then
        assertThat(answer.jsonPath().getList("items")).hasSize(found);
        assertThat(get("/facets", search).jsonPath().getInt("total")).isEqualTo(found);
    }

    @Test
    void countsByFeedAndLeavesOutWhatIsAnAccountsByNow() {
        // Given
        add("'ada." + mark + "'", "one", 1);
        add("'bea." + mark + "'", "two", 1);
        UUID account = UUID.randomUUID();
        tables.change("insert into account (account_id, address, changed_at) values ('" + account + "', 'BEA." + mark
                + "', now())");

        // When
        JsonPath facets = get("/facets", "").jsonPath();

        // Then
        tables.change("delete from account where account_id = '" + account + "'");
        assertThat(facets.getInt("total")).isEqualTo(1);
        assertThat(facets.getMap("feedId")).isEqualTo(Map.of("one", 1));
    }

    @Test
    void findsByAPartOfTheAddressInWhateverCase() {
        // Given
        add("'ada." + mark + "'", "one", 1);

        // When
        List<String> found = Tokens.asApprover()
                .queryParam("text", "A." + mark.toUpperCase(java.util.Locale.ROOT))
                .get(PATH)
                .jsonPath()
                .getList("items.address");

        // Then
        assertThat(found).containsExactly("ada." + mark);
    }

    @Test
    void exportsMoreThanAPageHoldsAndEachOnce() {
        // Given
        add("n || '." + mark + "'", "one", MORE_THAN_A_PAGE);

        // When
        String lines = get("/export", "format=ndjson").asString();

        // Then
        assertThat(lines.lines().distinct()).hasSize(MORE_THAN_A_PAGE);
    }

    @Test
    void exportsForSpreadsheetsWhatTheyShowAndDoNotRun() {
        // Given
        add("'=ada." + mark + "'", "one", 1);

        // When
        Response file = get("/export", "format=csv");

        // Then
        assertThat(file.header("Content-Disposition"))
                .matches("attachment; filename=\"unknown-addresses-\\d{4}-\\d{2}-\\d{2}\\.csv\"");
        assertThat(new String(file.asByteArray(), StandardCharsets.UTF_8)).contains("\r\n'=ada." + mark + ",one,1,");
    }

    @Test
    void refusesAFormatThatThereIsNot() {
        assertThat(get("/export", "format=xml").statusCode()).isEqualTo(400);
    }

    private void add(String address, String feed, int count) {
        tables.change("insert into unknown_address (address, feed_id, first_seen_at, last_seen_at, sightings) select "
                + address + ", '" + feed + "', now(), now(), 1 from generate_series(1, " + count + ") n");
    }

    private Response get(String path, String search) {
        return Tokens.asApprover()
                .urlEncodingEnabled(false)
                .get(PATH + path + "?text=" + mark + (search.isEmpty() ? "" : "&" + search));
    }
}
