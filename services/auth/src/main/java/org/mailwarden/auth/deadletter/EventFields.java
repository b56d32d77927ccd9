// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows of a record's data what can hold no secret and no markup: ids, times, numbers, yes and no, and constants, each only
 * in a field whose record in the contracts has such a type. Of everything else it is told what kind of JSON it is, and not
 * even its length, which narrows a password down; a field that the record does not have is counted, since its name may be
 * anything too. For one thread.
 */
final class EventFields {

    private static final int MOST_FIELDS = 200;
    private static final int MOST_ELEMENTS = 20;

    private final List<Field> fields = new ArrayList<>();
    private int unknown;
    private boolean cut;

    private EventFields() {}

    /** What is told of a field. */
    public enum Content {
        /** Its value is shown. */
        SHOWN,
        /** It may say anything, as its field may, so that it is not shown. */
        HELD_BACK,
        /** It is there and is not what the contract says. */
        NOT_AS_EXPECTED,
        /** The contract wants it, and it is not there. */
        MISSING
    }

    /** A kind of JSON. */
    public enum Kind {
        /** A text. */
        TEXT,
        /** A number. */
        NUMBER,
        /** Yes or no. */
        BOOLEAN,
        /** A list. */
        LIST,
        /** An object. */
        OBJECT
    }

    /**
     * A field of the contract.
     *
     * @param name with the names around it, for instance {@code facts[0].source}
     * @param content what is told of it
     * @param value the value; absent unless it is shown
     * @param found what kind of JSON is there instead; absent when it is shown or missing
     */
    public record Field(
            String name,
            Content content,
            @Nullable String value,
            @Nullable Kind found) {}

    /**
     * What was found.
     *
     * @param fields those of the contract, at most 200
     * @param unknown how many others there are
     * @param cut whether there are more of the contract than are listed
     */
    record Found(List<Field> fields, int unknown, boolean cut) {}

    /**
     * Looks at the data of an event.
     *
     * @param type the record that it should be
     * @param data what it is
     * @return its fields
     */
    static Found of(Class<?> type, JsonNode data) {
        EventFields fields = new EventFields();
        fields.look("", type, false, data);
        return new Found(List.copyOf(fields.fields), fields.unknown, fields.cut);
    }

    private void look(String name, Type type, boolean optional, JsonNode node) {
        if (fields.size() >= MOST_FIELDS) {
            cut = true;
        } else if (node.isNull() || node.isMissingNode()) {
            if (!optional) {
                fields.add(new Field(name, Content.MISSING, null, null));
            }
        } else if (type instanceof Class<?> wanted && wanted.isRecord() && node.isObject()) {
            lookInside(name, wanted, node);
        } else if (type instanceof ParameterizedType list && isCollection(list) && node.isArray()) {
            lookAtEach(name, list.getActualTypeArguments()[0], node);
        } else {
            fields.add(value(name, type, node));
        }
    }

    private void lookInside(String name, Class<?> type, JsonNode node) {
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            look(
                    name.isEmpty() ? component.getName() : name + "." + component.getName(),
                    component.getGenericType(),
                    isOptional(component.getAnnotatedType()),
                    node.path(component.getName()));
        }
        Set<String> known =
                Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
        node.fieldNames().forEachRemaining(field -> unknown += known.contains(field) ? 0 : 1);
    }

    private void lookAtEach(String name, Type element, JsonNode node) {
        cut = cut || node.size() > MOST_ELEMENTS;
        for (int place = 0; place < Math.min(node.size(), MOST_ELEMENTS); place++) {
            look(name + "[" + place + "]", element, false, node.get(place));
        }
    }

    private static Field value(String name, Type type, JsonNode node) {
        if (isHarmless(type, node)) {
            return new Field(name, Content.SHOWN, node.asText(), null);
        }
        boolean isText = type == String.class && node.isTextual();
        return new Field(
                name,
                isText || type instanceof ParameterizedType ? Content.HELD_BACK : Content.NOT_AS_EXPECTED,
                null,
                kind(node));
    }

    private static Kind kind(JsonNode node) {
        if (node.isTextual()) {
            return Kind.TEXT;
        }
        if (node.isNumber()) {
            return Kind.NUMBER;
        }
        if (node.isBoolean()) {
            return Kind.BOOLEAN;
        }
        return node.isArray() ? Kind.LIST : Kind.OBJECT;
    }

    private static boolean isHarmless(Type type, JsonNode node) {
        if (!(type instanceof Class<?> wanted)) {
            return false;
        }
        if (wanted == UUID.class) {
            return node.isTextual() && DeadLetterHeaders.id(node.asText()).isPresent();
        }
        if (wanted == Instant.class) {
            return node.isTextual() && isTime(node.asText());
        }
        if (wanted.isEnum()) {
            return node.isTextual()
                    && Arrays.stream(wanted.getEnumConstants())
                            .anyMatch(constant -> ((Enum<?>) constant).name().equals(node.asText()));
        }
        if (wanted == boolean.class || wanted == Boolean.class) {
            return node.isBoolean();
        }
        return isNumeric(wanted) && node.isNumber();
    }

    private static boolean isTime(String text) {
        try {
            // As it stands, and not as it is understood: a reader may look for it.
            return text.length() <= 40 && Instant.parse(text) != null;
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private static boolean isNumeric(Class<?> type) {
        return Number.class.isAssignableFrom(type) || type.isPrimitive() && type != char.class && type != boolean.class;
    }

    private static boolean isCollection(ParameterizedType type) {
        return type.getRawType() instanceof Class<?> raw && Collection.class.isAssignableFrom(raw);
    }

    private static boolean isOptional(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }
}
