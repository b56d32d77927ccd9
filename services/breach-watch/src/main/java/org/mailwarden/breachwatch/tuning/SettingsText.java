// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings as JSON: what is asked to change is laid over what holds, and every misspelt name is told. Pure. */
public final class SettingsText {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    /** Below {@code detectors} and each of them there is nothing that could be deeper. */
    private static final int DEEPEST = 4;

    /** Policies name many accounts; every version of the settings has them whole. */
    private static final int LONGEST_VALUE = 500;

    private SettingsText() {}

    /** Writes settings down. */
    public static String written(SettingsDocument settings) {
        return JSON.valueToTree(settings).toString();
    }

    /**
     * Reads what was written down.
     *
     * @param text of {@link #written}
     */
    public static SettingsDocument read(String text) {
        try {
            return JSON.readValue(text, SettingsDocument.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Settings of detectors that cannot be read", e);
        }
    }

    /**
     * Lays changes over settings (RFC 7396): what is left out stays, a list is replaced, {@code null} goes back to what holds
     * where nobody set anything.
     *
     * @param before what holds
     * @param changes an object with what is to be other; absent for nothing
     * @return the settings, checked
     * @throws IllegalArgumentException with a plain sentence for people when they cannot be
     */
    public static SettingsDocument changed(SettingsDocument before, @Nullable JsonNode changes) {
        if (changes == null || changes.isNull()) {
            return before;
        }
        if (!changes.isObject()) {
            throw new IllegalArgumentException("'settings' is an object with what is to be changed.");
        }
        ObjectNode whole = JSON.valueToTree(before);
        lay(whole, (ObjectNode) changes, JSON.valueToTree(SettingsDocument.DEFAULTS), 0);
        try {
            SettingsDocument read = JSON.treeToValue(whole, SettingsDocument.class);
            return SettingsDocument.of(read.settings()).with(checked(read));
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    "There is no setting '" + path(e) + "'. GET logins/settings shows them all.");
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(
                    "'" + path(e) + "' is not of the kind that belongs there. GET logins/settings shows what does.");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The settings cannot be read.");
        }
    }

    private static List<SettingsDocument.Policy> checked(SettingsDocument read) {
        read.checkPolicies();
        SettingsDocument ofAll = read.with(List.of());
        read.policies().forEach(policy -> ofPolicy(ofAll, policy));
        return read.policies();
    }

    /** What holds for the accounts of a policy. */
    static SettingsDocument ofPolicy(SettingsDocument ofAll, SettingsDocument.Policy policy) {
        if (policy.settings().has("policies")) {
            throw new IllegalArgumentException(
                    "Policy '" + policy.name() + "' has policies of its own. Set them beside it.");
        }
        try {
            return changed(ofAll, policy.settings());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Policy '" + policy.name() + "': " + e.getMessage());
        }
    }

    private static void lay(ObjectNode target, ObjectNode changes, @Nullable JsonNode defaults, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("No setting is that deep. GET logins/settings shows them all.");
        }
        changes.properties().forEach(change -> {
            JsonNode now = target.get(change.getKey());
            JsonNode normal = defaults == null ? null : defaults.get(change.getKey());
            if (change.getValue().isNull() && normal != null) {
                target.set(change.getKey(), normal);
            } else if (change.getValue() instanceof ObjectNode deeper && now instanceof ObjectNode below) {
                lay(below, deeper, normal, depth + 1);
            } else {
                target.set(change.getKey(), change.getValue());
            }
        });
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(one -> one.getFieldName() == null ? "[" + one.getIndex() + "]" : one.getFieldName())
                .collect(Collectors.joining("."))
                .replaceAll("\\p{Cntrl}", "?");
        return path.length() > 100 ? path.substring(0, 100) + "…" : path;
    }

    /**
     * What is other, for people.
     *
     * @param before the settings until now
     * @param now the settings from now on
     * @return a line for each, such as {@code travel.fastestKmh: 1000, now 900}; empty when nothing is
     */
    public static List<String> differences(SettingsDocument before, SettingsDocument now) {
        Map<String, String> old = flat(before);
        List<String> lines = new ArrayList<>();
        flat(now).forEach((name, value) -> {
            if (!value.equals(old.get(name))) {
                lines.add(name + ": " + shortened(old.get(name)) + ", now " + shortened(value));
            }
        });
        return lines;
    }

    private static String shortened(@Nullable String value) {
        String text = String.valueOf(value);
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }

    private static Map<String, String> flat(SettingsDocument settings) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", JSON.valueToTree(settings), flat);
        return flat;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(part -> flatten(
                            name.isEmpty() ? part.getKey() : name + "." + part.getKey(), part.getValue(), into));
        } else {
            into.put(name, node.toString());
        }
    }
}
