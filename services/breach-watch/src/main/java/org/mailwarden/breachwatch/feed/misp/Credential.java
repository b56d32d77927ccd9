// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.misp;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.Fingerprint;
import org.mailwarden.breachwatch.feed.LeakedPassword;

/**
 * A MISP object "credential", version 4 (template a27e98c9-9b0e-414c-8076-d201e039ca09): requires a password or a user
 * name, may hold several passwords. Pure.
 *
 * @param uuid of the object
 * @param address its user name, when that is a mail address; lower case
 * @param passwords to be closed. Empty when it holds none that can be compared
 * @param stolen whether malware on a device took it
 */
record Credential(String uuid, String address, List<LeakedPassword> passwords, boolean stolen) {

    private static final String NAME = "credential";
    private static final int LONGEST_ADDRESS = 320;
    private static final int MOST_PASSWORDS = 100;

    /** Reads an object; empty when it is another kind, was deleted, or is about no mail address. */
    static Optional<Credential> of(JsonNode object) {
        if (!NAME.equals(object.path("name").asText()) || object.path("deleted").asBoolean()) {
            return Optional.empty();
        }
        String user = null;
        String type = "unknown";
        String origin = "unknown";
        String format = "unknown";
        List<String> values = new ArrayList<>();
        for (JsonNode attribute : object.path("Attribute")) {
            if (attribute.path("deleted").asBoolean()) {
                continue;
            }
            String value = attribute.path("value").asText();
            switch (attribute.path("object_relation").asText()) {
                case "username" -> user = value;
                case "type" -> type = value;
                case "origin" -> origin = value;
                case "format" -> format = value;
                case "password" -> values.add(value);
                default -> {
                    // Text and notifications say nothing that is compared.
                }
            }
        }
        String address = user == null ? "" : user.strip().toLowerCase(Locale.ROOT);
        if (address.indexOf('@') <= 0 || address.length() > LONGEST_ADDRESS) {
            return Optional.empty();
        }
        List<LeakedPassword> passwords = new ArrayList<>();
        if (type.equals("password") || type.equals("unknown")) {
            for (String value : values.subList(0, Math.min(MOST_PASSWORDS, values.size()))) {
                LeakedPassword password = password(value, format);
                if (password != null) {
                    passwords.add(password);
                }
            }
        }
        return Optional.of(new Credential(
                uuid(object.path("uuid").asText()),
                address,
                passwords,
                origin.equals("malware-analysis") || origin.equals("memory-analysis")));
    }

    /** It becomes a key: what is no UUID, whatever it is, becomes one. */
    private static String uuid(String text) {
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        }
    }

    private static @Nullable LeakedPassword password(String value, String format) {
        if (value.isEmpty() || format.equals("encrypted")) {
            return null;
        }
        boolean hash = value.length() == 2 * Fingerprint.LENGTH
                && value.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        // A hash of another kind cannot be compared; of a text of an unknown format, forty hex digits are a hash.
        if (hash && !format.equals("clear-text")) {
            return LeakedPassword.hashed(value);
        }
        return format.equals("hashed") ? null : LeakedPassword.clear(value);
    }
}
