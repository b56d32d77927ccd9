// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;

/** asyncapi.yaml is valid and tells of the topics and events that the code has, no more and no less. */
class AsyncApiTest {

    private static final Path SPECIFICATION = Path.of("src/test/resources/specifications/asyncapi-3.0.0.json");

    @Test
    void keepsToTheAsyncApiSpecification() throws Exception {
        // Given
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(SPECIFICATION), InputFormat.JSON);

        // When
        var violations = schema.validate(asyncApi().toString(), InputFormat.JSON);

        // Then
        assertThat(violations).isEmpty();
    }

    @Test
    void isRefusedBySpecificationWhenAChannelIsMalformed() throws Exception {
        // Given
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(SPECIFICATION), InputFormat.JSON);
        String broken = asyncApi().toString().replace("\"address\":\"mail.accounts\"", "\"address\":[1]");

        // When
        var violations = schema.validate(broken, InputFormat.JSON);

        // Then
        assertThat(violations).isNotEmpty();
    }

    @Test
    void everyTopicCarriesExactlyItsEvents() throws Exception {
        // Given
        Map<String, Set<String>> code = new TreeMap<>();
        Topics.ALL.forEach(topic -> code.put(topic, new TreeSet<>()));
        for (EventType event : EventType.values()) {
            code.get(event.topic()).add(event.eventName());
        }

        // When
        Map<String, Set<String>> described = new TreeMap<>();
        for (JsonNode channel : asyncApi().get("channels")) {
            Set<String> names = new TreeSet<>();
            channel.get("messages").fieldNames().forEachRemaining(names::add);
            described.put(channel.get("address").asText(), names);
        }

        // Then
        assertThat(described).isEqualTo(code);
    }

    @Test
    void everyPayloadIsTheSchemaOfItsEvent() throws Exception {
        for (EventType event : EventType.values()) {
            JsonNode message = asyncApi().get("components").get("messages").get(event.eventName());
            String file = message.get("payload").get("schema").get("$ref").asText();

            assertThat(message.get("name").asText()).isEqualTo(event.type());
            assertThat(Path.of(file).normalize())
                    .isEqualTo(Path.of("events", event.eventName() + ".schema.json"))
                    .exists();
        }
    }

    @Test
    void noSchemaIsLeftWithoutAnEvent() throws Exception {
        // Given
        List<String> known = new ArrayList<>(List.of("Finding", "Login", "Remediation"));
        for (EventType event : EventType.values()) {
            known.add(event.eventName());
        }

        // When
        List<String> present;
        try (var files = Files.list(Contract.EVENTS)) {
            present = files.map(file -> file.getFileName().toString().replace(".schema.json", ""))
                    .toList();
        }

        // Then
        assertThat(present).containsExactlyInAnyOrderElementsOf(known);
    }

    private static JsonNode asyncApi() throws Exception {
        return new YAMLMapper().readTree(Path.of("asyncapi.yaml").toFile());
    }
}
