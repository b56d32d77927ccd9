// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.caller.ActingName;

/**
 * Puts keyed hashes in the place of people's names (pseudonymisation, GDPR article 4 (5)): the chain needs every row for
 * ever, a name need not be known for ever. Pure apart from the key.
 */
@Pure
final class Pseudonyms {

    private static final String PREFIX = "person:";
    private static final int BYTES = 16;
    private static final Pattern WRITTEN = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{22}");

    /** Actors that are no people: parts of Mailwarden, and the clients by which they call each other. */
    private static final Set<String> NOBODY = Set.of(
            "auth",
            "breach-watch",
            "fetcher",
            "console",
            "keycloak",
            "policy",
            "governor",
            "schedule",
            "operator",
            "mailwarden-auth",
            "mailwarden-breach-watch",
            "mailwarden-fetcher",
            "mailwarden-console");

    /** Keys of the payload whose values name a person. */
    private static final Set<String> PERSONAL = Set.of(
            "owner", "user", "username", "person", "requester", "approver", "address", "email", "recoveryAddress");

    private final UnaryOperator<byte[]> keyedHash;

    /**
     * Takes the hash.
     *
     * @param keyedHash always the same 16 bytes or more for the same bytes
     */
    Pseudonyms(UnaryOperator<byte[]> keyedHash) {
        this.keyedHash = keyedHash;
    }

    /**
     * A row as the ledger keeps it.
     *
     * @param names what stands behind each pseudonym in it
     */
    record Hidden(String actor, String object, String reason, Map<String, String> payload, Map<String, String> names) {}

    /** The pseudonym of a name or an address; case does not matter. */
    String of(String name) {
        byte[] hash = keyedHash.apply(name.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        // The end: a keyset may put its own mark in front.
        byte[] end = Arrays.copyOfRange(hash, hash.length - BYTES, hash.length);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(end);
    }

    /** Every pseudonym in a row. */
    static Stream<String> in(LedgerEntry row) {
        return WRITTEN.matcher(row.actor() + " " + row.object() + " " + row.reason() + " " + row.payload())
                .results()
                .map(MatchResult::group);
    }

    /** The names that are known, of those in a row. */
    static Map<String, String> named(LedgerEntry row, Map<String, String> known) {
        Map<String, String> names = new TreeMap<>(known);
        names.keySet().retainAll(in(row).toList());
        return names;
    }

    /** Hides the people of a row: its actor (of an API key, the owner), an address as its object, personal values, and the same names in the reason. */
    Hidden hide(String actor, String object, String reason, Map<String, String> payload) {
        Map<String, String> names = new TreeMap<>();
        String hiddenActor = NOBODY.contains(actor) ? actor : hidden(actor, names);
        String hiddenObject = object.indexOf('@') >= 0 ? hidden(object, names) : object;
        Map<String, String> hiddenPayload = new TreeMap<>();
        payload.forEach((key, value) ->
                hiddenPayload.put(key, PERSONAL.contains(key) && !value.isBlank() ? hidden(value, names) : value));
        String hiddenReason = reason;
        for (Map.Entry<String, String> name : names.entrySet()) {
            hiddenReason = replace(hiddenReason, name.getValue(), name.getKey());
        }
        return new Hidden(hiddenActor, hiddenObject, hiddenReason, hiddenPayload, names);
    }

    private String hidden(String name, Map<String, String> names) {
        if (name.isBlank() || name.startsWith(PREFIX) || NOBODY.contains(name)) {
            return name;
        }
        String person = ActingName.personBehind(name);
        if (!person.equals(name)) {
            return name.substring(0, name.length() - person.length()) + hidden(person, names);
        }
        String pseudonym = of(name);
        names.put(pseudonym, name.strip());
        return pseudonym;
    }

    /** Only as a whole word: the user "an" is not in the word "and". */
    private static String replace(String sentence, String name, String pseudonym) {
        return Pattern.compile("(?<![\\p{L}\\p{N}._@-])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_@-])", flags())
                .matcher(sentence)
                .replaceAll(Matcher.quoteReplacement(pseudonym));
    }

    private static int flags() {
        return Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    }
}
