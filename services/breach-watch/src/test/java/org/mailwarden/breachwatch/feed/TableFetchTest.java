// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.credential.Fingerprint;
import org.mailwarden.breachwatch.feed.table.TableFeed;
import org.mailwarden.breachwatch.feed.web.Documents;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.breachwatch.support.Person;

/** Tables, read by their mapping. */
class TableFetchTest extends FeedFetchContract {

    private volatile String table = "";
    private volatile LoopbackServer.@Nullable Script fault;
    private final LoopbackServer server = LoopbackServer.start((request, out) -> {
        LoopbackServer.Script script = fault;
        if (script != null) {
            script.answer(request, out);
        } else {
            LoopbackServer.send(out, 200, Map.of(), table.getBytes(StandardCharsets.UTF_8));
        }
    });
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "location",
            server.uri() + "/leaks",
            "format",
            "json",
            "address",
            "who.mail",
            "password",
            "pw",
            "sha1",
            "hash",
            "date",
            "day"));

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    Feed feed() {
        return new TableFeed(new Documents(http, null, CLOCK));
    }

    @Override
    Map<String, String> settings() {
        return settings;
    }

    @Override
    void plant(List<String> addresses) {
        table = addresses.stream()
                .map(address -> "{\"who\": {\"mail\": \"" + address + "\"}, \"pw\": \"" + PASSWORD + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    void answerWith(LoopbackServer.@Nullable Script script) {
        fault = script;
    }

    @Test
    void readsObjectsALineAsWellAsAnArray() {
        // Given
        table = "{\"who\": {\"mail\": \" A@Fleet.example\"}, \"pw\": \"" + PASSWORD
                + "\", \"day\": \"2026-04-05T00:00:00Z\"}\n"
                + "{\"who\": {\"mail\": \"b@fleet.example\"}, \"hash\": \"" + Person.sha1(PASSWORD) + "\"}\n"
                + "{\"who\": {\"mail\": \"c@fleet.example\"}, \"hash\": \"abc\"}\n{\"other\": 1}\n";

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        assertThat(heard.addresses).containsExactly("a@fleet.example", "b@fleet.example", "c@fleet.example");
        Fingerprint expected = Fingerprint.ofPassword(PASSWORD);
        assertThat(heard.exposures.subList(0, 2))
                .allSatisfy(exposure -> assertThat(((Exposure.Password) exposure)
                                .password()
                                .fingerprint()
                                .matches(expected))
                        .isTrue());
        assertThat(heard.exposures.getFirst().on()).isEqualTo(LocalDate.parse("2026-04-05"));
        assertThat(heard.exposures.getLast()).isInstanceOf(Exposure.Breach.class);
    }

    @Test
    void readsCsvByItsHeader() {
        // Given
        settings.putAll(Map.of("format", "csv", "separator", ";", "address", "Mail", "password", "Pass"));
        settings.keySet().removeAll(List.of("sha1", "date"));
        table = "\uFEFFmail;note;pass\r\na@fleet.example;x;\"" + PASSWORD + "\"\r\nshort\r\nb@fleet.example;y;"
                + PASSWORD + ";more";

        // When
        Heard heard = readToTheEnd(feed(), null, Integer.MAX_VALUE);

        // Then
        assertThat(heard.addresses).containsExactly("a@fleet.example", "b@fleet.example");
    }

    @Test
    void saysWhichColumnIsMissing() {
        settings.putAll(Map.of("format", "csv", "address", "email"));
        table = "mail,pw,hash,day\na@fleet.example,x,,\n";

        assertThat(fetch(feed(), null, new Heard()))
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        refused -> assertThat(refused.sentence()).contains("'email'", "mapping"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "12", "\"text\"", "[1]", "[[[\"deep\"]]]"})
    void refusesJsonThatIsNoTable(String other) {
        table = other;

        assertThat(fetch(feed(), null, new Heard())).isInstanceOf(Fetched.Refused.class);
    }

    @Test
    void doesNotRepeatAFieldThatIsTooLong() {
        settings.putAll(Map.of("format", "csv", "address", "mail"));
        settings.keySet().removeAll(List.of("sha1", "date", "password"));
        table = "mail\n\"" + (PASSWORD + " ").repeat(10_000);

        assertThat(fetch(feed(), null, new Heard()))
                .isInstanceOfSatisfying(
                        Fetched.Unavailable.class,
                        unavailable -> assertThat(unavailable.sentence())
                                .contains("too long")
                                .doesNotContain(PASSWORD));
    }

    @Test
    void keepsOfAnObjectOnlyTheColumnsOfItsMappingAndRefusesOneWithoutEnd() {
        // Given
        String row =
                "{\"who\": {\"x\": [{\"mail\": \"not@fleet.example\"}], \"mail\": \"a@fleet.example\"}, \"note\": \""
                        + "x".repeat(100_000) + "\"}";
        table = "[" + row + ", {\"rows\": [" + (row + ",").repeat(20) + "1]}]";
        Heard heard = new Heard();

        // When
        Fetched fetched = fetch(feed(), null, heard);

        // Then
        assertThat(heard.addresses).containsExactly("a@fleet.example");
        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        refused -> assertThat(refused.sentence()).contains("1024 KiB", "an object a line"));
    }

    @Test
    void takesATableThatEndsWithinAnObjectForACutOne() {
        table = "[{\"who\": {\"mail\": \"a@fleet.example\"}}, {\"who\": {\"mail\": \"b@fleet.example\"";

        assertThat(fetch(feed(), null, new Heard())).isInstanceOf(Fetched.Unavailable.class);
    }
}
