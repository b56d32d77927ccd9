// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.description;

import java.beans.Introspector;
import java.lang.reflect.Modifier;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;

/**
 * Gives the schemas of records what the records say: which members are always there (all that are not {@code @Nullable}),
 * their order, and a name that only one class has. Of a record within a class the name begins with the one of the class,
 * without {@code Resource}: {@code LedgerResource.Shown} is {@code LedgerShown}.
 */
final class RecordSchemas {

    private static final String PREFIX = "#/components/schemas/";
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName PATH = DotName.createSimple("jakarta.ws.rs.Path");
    private static final List<DotName> DESCRIBING = Stream.of(
                    "responses.APIResponseSchema",
                    "responses.APIResponse",
                    "parameters.RequestBody",
                    "parameters.Parameter")
            .map(name -> DotName.createSimple("org.eclipse.microprofile.openapi.annotations." + name))
            .toList();
    private static final DotName UNWRAPPED = DotName.createSimple("com.fasterxml.jackson.annotation.JsonUnwrapped");
    private static final DotName IGNORED = DotName.createSimple("com.fasterxml.jackson.annotation.JsonIgnore");
    private static final DotName ZONE = DotName.createSimple("java.time.ZoneId");
    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final DotName JSON = DotName.createSimple("com.fasterxml.jackson.databind.JsonNode");
    private static final DotName DAY = DotName.createSimple("java.time.DayOfWeek");
    private static final String SECRET = "Secret";
    private static final String PAGE = "Page";

    private final IndexView index;
    private final Map<String, List<ClassInfo>> ours = new TreeMap<>();

    RecordSchemas(IndexView index) {
        this.index = index;
        Set<DotName> seen = new HashSet<>();
        index.getAnnotations(PATH).stream()
                .filter(path -> path.target().kind() == AnnotationTarget.Kind.CLASS)
                .flatMap(path -> path.target().asClass().methods().stream())
                .forEach(method -> {
                    reach(method.returnType(), seen);
                    method.parameterTypes().forEach(type -> reach(type, seen));
                });
        DESCRIBING.forEach(described -> index.getAnnotations(described).forEach(annotation -> reach(annotation, seen)));
    }

    private void reach(AnnotationInstance annotation, Set<DotName> seen) {
        annotation.values().forEach(value -> reach(value, seen));
    }

    private void reach(AnnotationValue value, Set<DotName> seen) {
        switch (value.kind()) {
            case CLASS -> reach(value.asClass(), seen);
            case NESTED -> reach(value.asNested(), seen);
            case ARRAY -> value.asArrayList().forEach(each -> reach(each, seen));
            default -> {}
        }
    }

    /** Notes the records and enums of ours that a type leads to: others may have the same name and the same members. */
    private void reach(Type type, Set<DotName> seen) {
        switch (type.kind()) {
            case PARAMETERIZED_TYPE ->
                type.asParameterizedType().arguments().forEach(argument -> reach(argument, seen));
            case ARRAY -> reach(type.asArrayType().elementType(), seen);
            default -> {}
        }
        ClassInfo known = index.getClassByName(type.name());
        if (known == null || !(known.isRecord() || known.isEnum()) || !seen.add(known.name())) {
            return;
        }
        ours.computeIfAbsent(known.simpleName(), name -> new ArrayList<>()).add(known);
        known.recordComponents().forEach(component -> reach(component.type(), seen));
    }

    /**
     * Completes schemas.
     *
     * @param found name to schema, as the scanner found them
     * @param references every reference to one of them; they follow its name
     * @return name to schema, by name
     */
    Map<String, Schema> complete(Map<String, Schema> found, List<Schema> references) {
        Map<String, String> names = new HashMap<>();
        Map<String, Schema> completed = new TreeMap<>();
        found.forEach((name, schema) -> classOf(name, schema).ifPresent(known -> {
            names.put(name, nameOf(known));
            if (known.isRecord()) {
                completeRecord(known, schema);
            }
        }));
        found.forEach((name, schema) -> {
            if (name.startsWith(PAGE) && !names.containsKey(name)) {
                completePage(name, schema, names);
            }
        });
        found.forEach((name, schema) -> {
            Schema before = completed.put(names.getOrDefault(name, name), name.equals(SECRET) ? secret() : schema);
            if (before != null) {
                throw new IllegalStateException(
                        "Two classes are described as " + names.getOrDefault(name, name) + ". Rename one of them.");
            }
        });
        references.forEach(reference -> {
            String name = reference.getRef().substring(reference.getRef().lastIndexOf('/') + 1);
            reference.setRef(PREFIX + names.getOrDefault(name, name));
        });
        return completed;
    }

    /** The class that the scanner described: of several with the name, which it numbers, the one with these members. */
    private Optional<ClassInfo> classOf(String name, Schema schema) {
        String simple = name.replaceFirst("\\d+$", "");
        List<ClassInfo> candidates = new ArrayList<>(ours.getOrDefault(name, List.of()));
        if (!simple.equals(name)) {
            candidates.addAll(ours.getOrDefault(simple, List.of()));
        }
        candidates.removeIf(known -> known.isRecord() ? !hasMembers(known, schema) : !hasValues(known, schema));
        if (candidates.size() > 1) {
            throw new IllegalStateException("It cannot be told which of " + candidates + " is described as " + name
                    + ": they have the same members. Rename one of them.");
        }
        return candidates.stream().findFirst();
    }

    private boolean hasMembers(ClassInfo known, Schema schema) {
        return schema.getProperties() != null
                && members(known).keySet().equals(schema.getProperties().keySet());
    }

    private static boolean hasValues(ClassInfo known, Schema schema) {
        return schema.getEnumeration() != null
                && new HashSet<>(known.enumConstants().stream()
                                .map(FieldInfo::name)
                                .toList())
                        .equals(new HashSet<>(schema.getEnumeration()));
    }

    private static String nameOf(ClassInfo known) {
        String full = known.name().toString();
        String[] within = full.substring(full.lastIndexOf('.') + 1).split("\\$", -1);
        String name = within[0].replaceFirst("Resource$", "");
        for (int i = 1; i < within.length; i++) {
            name = within[i].startsWith(name) ? within[i] : name + within[i];
        }
        return name;
    }

    /** Member to its type, in the order of the record; what is unwrapped brings its members, and getters come last. */
    private Map<String, Type> members(ClassInfo known) {
        Map<String, Type> members = new LinkedHashMap<>();
        for (RecordComponentInfo component : known.recordComponentsInDeclarationOrder()) {
            FieldInfo field = known.field(component.name());
            ClassInfo unwrapped = field.hasAnnotation(UNWRAPPED)
                    ? index.getClassByName(component.type().name())
                    : null;
            if (unwrapped != null) {
                members.putAll(members(unwrapped));
            } else {
                members.put(component.name(), component.type());
            }
        }
        known.methods().stream()
                .filter(method -> method.name().matches("is[A-Z].*|get[A-Z].*")
                        && method.parametersCount() == 0
                        && Modifier.isPublic(method.flags())
                        && !Modifier.isStatic(method.flags())
                        && !method.hasAnnotation(IGNORED))
                .forEach(getter -> members.put(
                        Introspector.decapitalize(getter.name().replaceFirst("^(is|get)", "")), getter.returnType()));
        return members;
    }

    private void completeRecord(ClassInfo known, Schema schema) {
        Map<String, Schema> ordered = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        List<String> asked = schema.getRequired() == null ? List.of() : schema.getRequired();
        members(known).forEach((member, type) -> {
            Schema scanned = Objects.requireNonNull(schema.getProperties().get(member));
            Schema described = notScanned(known, member, type).orElse(scanned);
            boolean nullable = type.hasAnnotation(NULLABLE);
            ordered.put(member, nullable ? orNull(described) : described);
            if (!nullable || asked.contains(member)) {
                required.add(member);
            }
        });
        schema.setProperties(ordered);
        schema.setRequired(required.isEmpty() ? null : required);
    }

    private static void completePage(String name, Schema schema, Map<String, String> names) {
        Schema items = Objects.requireNonNull(schema.getProperties().get("items"));
        Schema next = Objects.requireNonNull(schema.getProperties().get("next"));
        Map<String, Schema> ordered = new LinkedHashMap<>();
        ordered.put("items", items);
        ordered.put("next", orNull(next));
        schema.setProperties(ordered);
        schema.setRequired(List.of("items"));
        String of = items.getItems().getRef();
        if (of != null) {
            String simple = of.substring(PREFIX.length());
            names.put(name, PAGE + names.getOrDefault(simple, simple));
        }
    }

    private static Schema orNull(Schema schema) {
        if (schema.getRef() != null) {
            return OASFactory.createSchema()
                    .addAnyOf(schema)
                    .addAnyOf(OASFactory.createSchema().addType(Schema.SchemaType.NULL));
        }
        boolean told = schema.getType() == null || schema.getType().contains(Schema.SchemaType.NULL);
        return told ? schema : schema.addType(Schema.SchemaType.NULL);
    }

    /** Types of others that the scanner takes for beans. */
    private static Optional<Schema> notScanned(ClassInfo known, String member, Type type) {
        if (type.name().equals(JSON)) {
            return Optional.of(anyJson(Objects.requireNonNull(known.field(member))));
        }
        if (type.name().equals(ZONE)) {
            return Optional.of(text());
        }
        boolean days = type.kind() == Type.Kind.PARAMETERIZED_TYPE
                && type.asParameterizedType().arguments().getFirst().name().equals(DAY);
        return days
                ? Optional.of(OASFactory.createSchema()
                        .addType(Schema.SchemaType.ARRAY)
                        .items(text().enumeration(Stream.of(DayOfWeek.values())
                                .<Object>map(Enum::name)
                                .toList())))
                : Optional.empty();
    }

    /** An object with whatever members, unless an annotation says what it is. */
    private static Schema anyJson(FieldInfo field) {
        AnnotationInstance said = field.annotation(SCHEMA);
        AnnotationValue type = said == null ? null : said.value("type");
        if (type != null && !type.asEnum().equals("OBJECT")) {
            return OASFactory.createSchema().addType(Schema.SchemaType.valueOf(type.asEnum()));
        }
        Schema any = OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
        any.setAdditionalPropertiesBoolean(true);
        return any;
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }

    private static Schema secret() {
        return text().format("password").writeOnly(true);
    }
}
