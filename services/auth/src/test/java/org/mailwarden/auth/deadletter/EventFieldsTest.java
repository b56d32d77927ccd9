// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.auth.deadletter.EventFields.Content;
import org.mailwarden.auth.deadletter.EventFields.Field;
import org.mailwarden.auth.deadletter.EventFields.Kind;
import org.mailwarden.contracts.finding.Severity;

class EventFieldsTest {

    private record Sample(
            UUID id,
            Instant at,
            Severity severity,
            long number,
            boolean flag,
            String text,
            @Nullable String note,
            List<Inner> inner) {}

    private record Inner(UUID id, @Nullable Integer size) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "id; '\"5f3c1c8e-0000-4000-8000-000000000001\"'",
                "at; '\"2026-11-27T08:00:00Z\"'",
                "severity; '\"HIGH\"'",
                "number; 42",
                "flag; true"
            })
    void showsWhatHasTheTypeOfItsField(String name, String value) throws JsonProcessingException {
        // When, Then
        assertThat(field(name, value)).isEqualTo(new Field(name, Content.SHOWN, value.replace("\"", ""), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "id; '\"hunter2\"'",
                "id; '\"1-2-3-4-5\"'",
                "at; '\"hunter2\"'",
                "severity; '\"HUNTER2\"'",
                "severity; 1",
                "number; '\"hunter2\"'",
                "flag; '\"true\"'",
                "text; 1234",
                "inner; '\"hunter2\"'"
            })
    void tellsOfAnythingElseWhatKindItIsAlone(String name, String value) throws JsonProcessingException {
        // When
        Field found = field(name, value);

        // Then
        assertThat(found.value()).isNull();
        assertThat(found.content()).isIn(Content.NOT_AS_EXPECTED, Content.HELD_BACK);
    }

    @Test
    void holdsBackATextAndTellsWhatIsMissingAndCountsWhatTheContractDoesNotKnow() throws JsonProcessingException {
        // When
        EventFields.Found found = EventFields.of(Sample.class, new ObjectMapper().readTree("""
                {"text": "hunter2", "hunter2": 1, "inner": [{"id": "x", "other": {}}, {}]}"""));

        // Then
        assertThat(found.fields())
                .contains(
                        new Field("text", Content.HELD_BACK, null, Kind.TEXT),
                        new Field("id", Content.MISSING, null, null),
                        new Field("inner[0].id", Content.NOT_AS_EXPECTED, null, Kind.TEXT),
                        new Field("inner[1].id", Content.MISSING, null, null));
        assertThat(found.fields()).extracting(Field::name).doesNotContain("note", "inner[0].size");
        assertThat(found.unknown()).isEqualTo(2);
        assertThat(found.cut()).isFalse();
    }

    @Test
    void endsALongListAndSaysSo() throws JsonProcessingException {
        // When
        EventFields.Found found =
                EventFields.of(Sample.class, new ObjectMapper().readTree("{\"inner\": [" + "{},".repeat(99) + "{}]}"));

        // Then
        assertThat(found.cut()).isTrue();
        assertThat(found.fields()).hasSizeLessThan(100);
    }

    private static Field field(String name, String value) throws JsonProcessingException {
        return EventFields.of(Sample.class, new ObjectMapper().readTree("{\"" + name + "\": " + value + "}"))
                .fields()
                .stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
