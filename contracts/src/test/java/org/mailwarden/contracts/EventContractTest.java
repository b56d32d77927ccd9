// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.mail.MessageReceived;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;

/** Record, schema and golden file say the same, for every event. */
class EventContractTest {

    @ParameterizedTest
    @EnumSource(EventType.class)
    void goldenFileKeepsToTheSchema(EventType event) {
        assertThat(Contract.violations(event.eventName(), golden(event))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void goldenFileIsReadIntoTheRecordAndWrittenBackUnchanged(EventType event) throws Exception {
        // Given
        JsonNode golden = golden(event);

        // When
        Object data = Contract.JSON.treeToValue(golden, event.data());

        // Then
        assertThat(Contract.JSON.readTree(Contract.JSON.writeValueAsString(data)))
                .isEqualTo(golden);
    }

    @Test
    void eventOfAnEarlierVersionIsStillRead() throws Exception {
        // Given
        JsonNode earlier = Contract.json(Contract.GOLDEN.resolve("earlier/MessageReceived.v1.1.json"));

        // When
        MessageReceived read = Contract.JSON.treeToValue(earlier, MessageReceived.class);

        // Then
        assertThat(Contract.violations("MessageReceived", earlier)).isEmpty();
        assertThat(read.subject()).isEqualTo("Minutes");
        assertThat(read.envelope()).isNull();
        assertThat(read.truncated()).isNull();
    }

    @Test
    void accountFromBeforeThereWereTagsIsStillRead() throws Exception {
        // Given
        JsonNode earlier = Contract.json(Contract.GOLDEN.resolve("earlier/AccountChanged.v1.0.json"));

        // When
        AccountChanged read = Contract.JSON.treeToValue(earlier, AccountChanged.class);

        // Then
        assertThat(Contract.violations("AccountChanged", earlier)).isEmpty();
        assertThat(read.tags()).isNull();
    }

    @Test
    void findingOfAnEarlierVersionIsStillRead() throws Exception {
        // Given
        JsonNode earlier = Contract.json(Contract.GOLDEN.resolve("earlier/FindingClosed.v1.0.json"));

        // When
        Finding read = Contract.JSON.treeToValue(earlier, Finding.class);

        // Then
        assertThat(Contract.violations("FindingClosed", earlier)).isEmpty();
        assertThat(read.closedReason()).isEqualTo("Proof holds");
        assertThat(read.closedAs()).isNull();
        assertThat(read.severityReasons()).isNull();
    }

    @Test
    void signInOfAnEarlierVersionIsStillRead() throws Exception {
        // Given
        JsonNode earlier = Contract.json(Contract.GOLDEN.resolve("earlier/LoginSucceeded.v1.1.json"));

        // When
        Login read = Contract.JSON.treeToValue(earlier, Login.class);

        // Then
        assertThat(Contract.violations("LoginSucceeded", earlier)).isEmpty();
        assertThat(read.tls().protocol()).isEqualTo("TLSv1.3");
        assertThat(read.tls().certificateNotAfter()).isNull();
    }

    @Test
    void signInFromBeforeServersToldMoreIsStillRead() throws Exception {
        // Given
        JsonNode earlier = Contract.json(Contract.GOLDEN.resolve("earlier/LoginSucceeded.v1.2.json"));

        // When
        Login read = Contract.JSON.treeToValue(earlier, Login.class);

        // Then
        assertThat(Contract.violations("LoginSucceeded", earlier)).isEmpty();
        assertThat(read.observed()).isNull();
    }

    @Test
    void signInFromBeforeItWasToldWhoseResetRetiredThePasswordIsStillRead() throws Exception {
        // Given
        JsonNode earlier = Contract.json(Contract.GOLDEN.resolve("earlier/LoginFailed.v1.3.json"));

        // When
        Login read = Contract.JSON.treeToValue(earlier, Login.class);

        // Then
        assertThat(Contract.violations("LoginFailed", earlier)).isEmpty();
        assertThat(read.observed().passwordTag()).isEqualTo("09b4");
        assertThat(read.observed().retiredOf()).isNull();
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void schemaHasExactlyTheRecordsFieldsWithTheirTypes(EventType event) {
        assertSameShape(event.eventName(), event.data(), Contract.shape(event.eventName()));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void schemaRefusesAnEventThatLostAnyRequiredField(EventType event) {
        for (JsonNode field : Contract.shape(event.eventName()).get("required")) {
            // Given
            ObjectNode without = golden(event).deepCopy();
            without.remove(field.asText());

            // When
            List<String> violations = Contract.violations(event.eventName(), without);

            // Then
            assertThat(violations).as("without %s", field).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void schemaRefusesAnEventWithAnyFieldRetyped(EventType event) {
        for (var field : Contract.shape(event.eventName()).get("properties").properties()) {
            // Given
            ObjectNode retyped = golden(event).deepCopy();
            retyped.putObject(field.getKey());

            // When
            List<String> violations = Contract.violations(event.eventName(), retyped);

            // Then
            assertThat(violations).as("%s as an object", field.getKey()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(RemediationAction.class)
    void remediationOfEachActionKeepsToTheSchema(RemediationAction action) throws Exception {
        // Given
        ObjectNode remediation = golden(EventType.REMEDIATION_VERIFIED).deepCopy();
        remediation.put("action", action.name());

        // When
        Remediation read = Contract.JSON.treeToValue(remediation, Remediation.class);

        // Then
        assertThat(Contract.violations("RemediationVerified", remediation)).isEmpty();
        assertThat(read.action()).isEqualTo(action);
    }

    @Test
    void noEventHasAFieldForASecret() {
        for (EventType event : EventType.values()) {
            Contract.shape(event.eventName())
                    .get("properties")
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(name)
                            .doesNotEndWithIgnoringCase("password")
                            .doesNotEndWithIgnoringCase("secret")
                            .doesNotEndWithIgnoringCase("token")
                            .doesNotContainIgnoringCase("sha1"));
        }
    }

    private static JsonNode golden(EventType event) {
        return Contract.json(Contract.GOLDEN.resolve(event.eventName() + ".v1.json"));
    }

    private static void assertSameShape(String where, Class<?> record, JsonNode schema) {
        Set<String> fields = new TreeSet<>();
        Set<String> required = new TreeSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            fields.add(component.getName());
            if (component.getAnnotatedType().getAnnotation(Nullable.class) == null) {
                required.add(component.getName());
            }
            JsonNode property = schema.get("properties").path(component.getName());
            assertThat(property.isMissingNode())
                    .as("%s.%s has a schema", where, component.getName())
                    .isFalse();
            assertSameType(where + "." + component.getName(), component.getGenericType(), property);
        }
        Set<String> described = new TreeSet<>();
        schema.get("properties").fieldNames().forEachRemaining(described::add);
        Set<String> demanded = new TreeSet<>();
        schema.get("required").forEach(name -> demanded.add(name.asText()));
        assertThat(described).as("fields of %s", where).isEqualTo(fields);
        assertThat(demanded).as("required fields of %s", where).isEqualTo(required);
    }

    private static void assertSameType(String where, Type type, JsonNode property) {
        String described = property.get("type").isArray()
                ? property.get("type").get(0).asText()
                : property.get("type").asText();
        switch (type) {
            case Class<?> c
            when c == String.class -> assertThat(described).as(where).isEqualTo("string");
            case Class<?> c
            when c == UUID.class ->
                assertThat(property.get("format").asText()).as(where).isEqualTo("uuid");
            case Class<?> c
            when c == Instant.class ->
                assertThat(property.get("format").asText()).as(where).isEqualTo("date-time");
            case Class<?> c
            when c == LocalDate.class ->
                assertThat(property.get("format").asText()).as(where).isEqualTo("date");
            case Class<?> c
            when c == boolean.class || c == Boolean.class ->
                assertThat(described).as(where).isEqualTo("boolean");
            case Class<?> c
            when c.isEnum() -> assertThat(enumValues(property)).as(where).isEqualTo(constants(c));
            case Class<?> c when c.isRecord() -> assertSameShape(where, c, property);
            case ParameterizedType list
            when list.getRawType() == List.class -> {
                assertThat(described).as(where).isEqualTo("array");
                assertSameType(where + "[]", list.getActualTypeArguments()[0], property.get("items"));
            }
            default -> assertThat(described).as(where).isEqualTo("integer");
        }
    }

    private static Set<String> constants(Class<?> enumeration) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(enumeration.getEnumConstants()).forEach(constant -> names.add(constant.toString()));
        return names;
    }

    private static Set<String> enumValues(JsonNode property) {
        Set<String> values = new TreeSet<>();
        property.get("enum").forEach(value -> {
            if (!value.isNull()) {
                values.add(value.asText());
            }
        });
        return values;
    }
}
