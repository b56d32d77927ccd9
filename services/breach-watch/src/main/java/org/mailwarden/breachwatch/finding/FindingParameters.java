// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.export.Export;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;

/**
 * Reads the parameters of a search. What is not understood is refused with a sentence, a problem, 400: a filter that was
 * misspelt and passed over would show, or export, what was not meant.
 */
final class FindingParameters {

    /** What a search can be narrowed by. */
    static final List<String> FILTER = List.of(
            "kind",
            "state",
            "severity",
            "closedAs",
            "owner",
            "assignee",
            "source",
            "accountId",
            "raisedFrom",
            "raisedTo",
            "text");

    private static final int MOST_VALUES = 100;
    private static final int LONGEST_VALUE = 500;
    private static final int SHORTEN = 40;

    private final Map<String, List<String>> parameters;

    /**
     * Takes the parameters of a request.
     *
     * @param parameters as sent
     * @param others names that are known beside those of the filter
     */
    FindingParameters(Map<String, List<String>> parameters, String... others) {
        this.parameters = parameters;
        Set<String> known = Stream.concat(FILTER.stream(), Arrays.stream(others))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (Map.Entry<String, List<String>> sent : parameters.entrySet()) {
            if (!known.contains(sent.getKey())) {
                throw refused("'" + shown(sent.getKey()) + "' is no parameter here. There are: "
                        + String.join(", ", known) + ".");
            }
            if (sent.getValue().size() > MOST_VALUES) {
                throw refused("'" + sent.getKey() + "' is there more than " + MOST_VALUES + " times.");
            }
            for (String value : sent.getValue()) {
                if (value.length() > LONGEST_VALUE || !PlainText.isName(value)) {
                    throw refused("A value of '" + sent.getKey() + "' is longer than " + LONGEST_VALUE
                            + " characters, or has control characters in it.");
                }
            }
        }
    }

    /** Which findings are meant. */
    FindingFilter filter() {
        Instant from = moment("raisedFrom", Moments::from);
        Instant before = moment("raisedTo", Moments::until);
        if (from != null && before != null && from.isAfter(before)) {
            throw refused("'raisedFrom' is later than 'raisedTo'. Exchange them.");
        }
        return new FindingFilter(
                constants("kind", FindingKind.values()),
                constants("state", FindingState.values()),
                constants("severity", Severity.values()),
                constants("closedAs", Disposition.values()),
                Set.copyOf(values("owner")),
                Set.copyOf(values("assignee")),
                Set.copyOf(values("source")),
                accounts(),
                from,
                before,
                single("text").filter(text -> !text.isEmpty()).orElse(null));
    }

    /** In which order they are wanted: the newest first unless said otherwise. */
    FindingOrder order() {
        return single("order")
                .map(name -> oneOf("order", name, Arrays.asList(FindingOrder.values()), FindingOrder::parameter))
                .orElse(FindingOrder.NEWEST);
    }

    /** How many are wanted on a page; brought into bounds. */
    int limit() {
        return single("limit")
                .map(text -> {
                    try {
                        return Page.limit(Integer.valueOf(text));
                    } catch (NumberFormatException e) {
                        throw refused("'limit' is a whole number from 1 to " + Page.MAX_LIMIT + ".");
                    }
                })
                .orElse(Page.DEFAULT_LIMIT);
    }

    /** Behind which place of the list they are wanted; absent for its beginning. */
    @Nullable
    FindingCursor after(FindingOrder order) {
        return single("after")
                .map(text -> FindingCursor.of(text, order).orElseThrow(Problems::invalidAfter))
                .orElse(null);
    }

    /** As what they are wanted. */
    Export.Format format() {
        List<Export.Format> formats = Arrays.asList(Export.Format.values());
        return single("format")
                .map(name -> oneOf("format", name, formats, Export.Format::parameter))
                .orElseThrow(() -> refused("Say the format: " + names(formats, Export.Format::parameter) + "."));
    }

    private <E extends Enum<E>> Set<E> constants(String parameter, E[] all) {
        Set<E> constants = new LinkedHashSet<>();
        values(parameter).forEach(name -> constants.add(oneOf(parameter, name, Arrays.asList(all), Enum::name)));
        return constants;
    }

    private static <T> T oneOf(String parameter, String name, List<T> all, Function<T, String> naming) {
        return all.stream()
                .filter(value -> naming.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> refused("'" + shown(name) + "' is no value of '" + parameter + "'. There are: "
                        + names(all, naming) + "."));
    }

    private static <T> String names(List<T> all, Function<T, String> naming) {
        return all.stream().map(naming).collect(Collectors.joining(", "));
    }

    private Set<UUID> accounts() {
        return values("accountId").stream()
                .map(text -> {
                    try {
                        return UUID.fromString(text);
                    } catch (IllegalArgumentException e) {
                        throw refused("'" + shown(text) + "' is no account id. Take it from 'accountId' of a finding.");
                    }
                })
                .collect(Collectors.toSet());
    }

    private @Nullable Instant moment(String parameter, Function<String, Optional<Instant>> reading) {
        return single(parameter)
                .map(text -> reading.apply(text)
                        .orElseThrow(() -> refused("'" + parameter
                                + "' is a day, 2026-11-26, or a time with its offset, 2026-11-26T10:15:30Z (in an"
                                + " address a + is written %2B).")))
                .orElse(null);
    }

    private Optional<String> single(String parameter) {
        List<String> values = values(parameter);
        if (values.size() > 1) {
            throw refused("'" + parameter + "' is there more than once. Say it once.");
        }
        return values.stream().findFirst();
    }

    private List<String> values(String parameter) {
        return parameters.getOrDefault(parameter, List.of());
    }

    private static String shown(String text) {
        String plain = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.length() <= SHORTEN ? plain : plain.substring(0, SHORTEN) + "…";
    }

    private static RuntimeException refused(String sentence) {
        return Problems.of(400, "invalid-search", sentence);
    }
}
