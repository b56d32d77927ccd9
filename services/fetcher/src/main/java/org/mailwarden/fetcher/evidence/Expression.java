// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * A regular expression of a rule, in RE2 syntax: its time is linear in the text, whatever the expression. Letters match in
 * either case, {@code ^} and {@code $} at each line. Immutable; safe for many threads.
 */
final class Expression {

    /** Names of groups that are facts. */
    static final Set<String> FACTS = Set.of("time", "place", "device", "address", "service");

    private static final int MOST_CHARACTERS = 1_000;
    /** A repeated repetition multiplies what it takes to hold the expression. */
    private static final long MOST_REPETITIONS = 1_000;

    private static final java.util.regex.Pattern COUNTED =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

    private final Pattern pattern;

    private Expression(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles.
     *
     * @param text the expression
     * @return it
     * @throws IllegalArgumentException with a sentence for the operator when it is none, or too large
     */
    @JsonCreator
    static Expression of(String text) {
        if (text.isBlank() || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("an expression has 1 to " + MOST_CHARACTERS + " characters");
        }
        java.util.regex.Matcher counted = COUNTED.matcher(text);
        long repetitions = 1;
        while (counted.find()) {
            String most = counted.group(2) == null || counted.group(2).isEmpty() ? counted.group(1) : counted.group(2);
            repetitions *= Math.max(1, Long.parseLong(most));
            if (repetitions > MOST_REPETITIONS) {
                throw new IllegalArgumentException(
                        "the repetitions of an expression multiply to more than " + MOST_REPETITIONS);
            }
        }
        try {
            Pattern pattern = Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
            if (pattern.matches("")) {
                throw new IllegalArgumentException("the expression matches everything");
            }
            for (String name : pattern.namedGroups().keySet()) {
                if (!FACTS.contains(name)) {
                    throw new IllegalArgumentException(
                            "there is no fact named " + name + ", only time, place, device," + " address and service");
                }
            }
            return new Expression(pattern);
        } catch (PatternSyntaxException | StackOverflowError none) {
            throw new IllegalArgumentException("no expression in RE2 syntax: " + none.getMessage(), none);
        }
    }

    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    /** The groups that matched, by name. */
    Optional<Matcher> find(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    Set<String> groups() {
        return pattern.namedGroups().keySet();
    }
}
