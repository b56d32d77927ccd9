// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads schemas and golden files for the contract tests. */
final class Contract {

    static final Path EVENTS = Path.of("events");
    static final Path GOLDEN = Path.of("src/test/resources/golden");

    /** Strict, so that a field that a record lost is noticed. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Contract() {}

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema that describes an event's fields: its own, or the snapshot's that it refers to. */
    static JsonNode shape(String eventName) {
        JsonNode schema = json(EVENTS.resolve(eventName + ".schema.json"));
        if (!schema.has("$ref")) {
            return schema;
        }
        String snapshot = schema.get("$ref")
                .asText()
                .replace("urn:mailwarden:schema:", "")
                .replace(".v1", "");
        return json(EVENTS.resolve(snapshot + ".schema.json"));
    }

    static List<String> violations(String eventName, JsonNode data) {
        Schema schema = registry().getSchema(read(EVENTS.resolve(eventName + ".schema.json")), InputFormat.JSON);
        return schema
                .validate(
                        data.toString(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static SchemaRegistry registry() {
        Map<String, String> byId = new HashMap<>();
        try (var files = Files.list(EVENTS)) {
            files.forEach(file -> byId.put(json(file).get("$id").asText(), read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(byId));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
