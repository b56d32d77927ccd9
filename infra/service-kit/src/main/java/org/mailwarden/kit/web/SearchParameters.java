// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.export.Export;
import org.mailwarden.kit.search.Moments;

/**
 * The parameters of a search in a list. What is not understood is refused with a sentence, a problem, 400: a filter that was
 * misspelt and passed over would show, or export, what was not meant. Safe for use by many threads.
 */
public final class SearchParameters {

    private static final int MOST_VALUES = 100;
    private static final int LONGEST_VALUE = 500;
    private static final int SHORTEN = 40;

    private final Map<String, List<String>> parameters;

    /**
     * Takes the parameters of a request.
     *
     * @param parameters as sent
     * @param known every name that there is
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when one is not known, is there too often, or holds what nobody
     *     writes
     */
    public SearchParameters(Map<String, List<String>> parameters, Collection<String> known) {
        this.parameters = parameters;
        for (Map.Entry<String, List<String>> sent : parameters.entrySet()) {
            if (!known.contains(sent.getKey())) {
                throw refused("'" + shown(sent.getKey()) + "' is no parameter here. There are: "
                        + String.join(", ", known) + ".");
            }
            if (sent.getValue().size() > MOST_VALUES) {
                throw refused("'" + sent.getKey() + "' is there more than " + MOST_VALUES + " times.");
            }
            for (String value : sent.getValue()) {
                if (value.length() > LONGEST_VALUE || !isOneLine(value)) {
                    throw refused("A value of '" + sent.getKey() + "' is longer than " + LONGEST_VALUE
                            + " characters, or has control characters in it.");
                }
            }
        }
    }

    /** The values of a parameter; empty when it is not there. */
    public List<String> values(String parameter) {
        return parameters.getOrDefault(parameter, List.of());
    }

    /** The one value of a parameter; empty when it is not there. */
    public Optional<String> single(String parameter) {
        List<String> values = values(parameter);
        if (values.size() > 1) {
            throw refused("'" + parameter + "' is there more than once. Say it once.");
        }
        return values.stream().findFirst();
    }

    /**
     * The values of a parameter that are names of constants.
     *
     * @param parameter its name
     * @param all every constant
     * @param <E> their type
     * @return those that are named, in the order in which they are
     */
    public <E extends Enum<E>> Set<E> constants(String parameter, E[] all) {
        Set<E> constants = new LinkedHashSet<>();
        values(parameter).forEach(name -> constants.add(oneOf(parameter, name, Arrays.asList(all), Enum::name)));
        return constants;
    }

    /**
     * Finds what a value names.
     *
     * @param parameter whose value it is
     * @param name the value
     * @param all everything that may be named
     * @param naming the name of each
     * @param <T> their type
     * @return what has this name
     */
    public static <T> T oneOf(String parameter, String name, List<T> all, Function<T, String> naming) {
        return all.stream()
                .filter(value -> naming.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> refused("'" + shown(name) + "' is no value of '" + parameter + "'. There are: "
                        + names(all, naming) + "."));
    }

    /** Whether or not, as the one value of a parameter says; empty when it is not there. */
    public Optional<Boolean> truth(String parameter) {
        return single(parameter).map(text -> oneOf(parameter, text, List.of(true, false), String::valueOf));
    }

    /**
     * The ids of a parameter.
     *
     * @param parameter its name
     * @param what of what they are, and where to take them from, for the problem
     * @return those that are there
     */
    public Set<UUID> ids(String parameter, String what) {
        return values(parameter).stream()
                .map(text -> {
                    try {
                        return UUID.fromString(text);
                    } catch (IllegalArgumentException e) {
                        throw refused("'" + shown(text) + "' is no " + what);
                    }
                })
                .collect(Collectors.toSet());
    }

    /** The time from which on something is meant: a day is read as its beginning in UTC. Empty when nothing is said. */
    public Optional<Instant> from(String parameter) {
        return single(parameter).map(text -> Moments.from(text).orElseThrow(() -> noMoment(parameter)));
    }

    /** The time up to which something is meant, without it: a day is meant to its end in UTC. Empty when nothing is said. */
    public Optional<Instant> until(String parameter) {
        return single(parameter).map(text -> Moments.until(text).orElseThrow(() -> noMoment(parameter)));
    }

    private static RuntimeException noMoment(String parameter) {
        return refused(
                "'" + parameter + "' is a day, 2026-11-26, or a time with its offset, 2026-11-26T10:15:30Z (in an"
                        + " address a + is written %2B).");
    }

    /** How many rows are wanted on a page; brought into bounds. */
    public int limit() {
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

    /** As what an export is wanted. */
    public Export.Format format() {
        return format(single("format").orElse(null));
    }

    /**
     * As what an export is wanted.
     *
     * @param sent the value of the parameter; absent when it is not there
     * @return the format
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when there is none of this name
     */
    public static Export.Format format(@Nullable String sent) {
        List<Export.Format> formats = Arrays.asList(Export.Format.values());
        if (sent == null) {
            throw refused("Say the format: " + names(formats, Export.Format::parameter) + ".");
        }
        return oneOf("format", sent, formats, Export.Format::parameter);
    }

    /** A text that was sent, as a problem may show it. */
    public static String shown(String text) {
        String plain = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.length() <= SHORTEN ? plain : plain.substring(0, SHORTEN) + "…";
    }

    /** The problem of a search that is not understood. */
    public static RuntimeException refused(String sentence) {
        return Problems.of(400, "invalid-search", sentence);
    }

    private static <T> String names(List<T> all, Function<T, String> naming) {
        return all.stream().map(naming).collect(Collectors.joining(", "));
    }

    /** The database takes no NUL and no half of a surrogate pair. */
    private static boolean isOneLine(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
