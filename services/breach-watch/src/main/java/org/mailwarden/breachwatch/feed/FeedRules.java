// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a feed's configuration must be like. Pure; each method says what is wrong in a sentence, or nothing. */
final class FeedRules {

    /** How often a feed is read that is not read by itself. */
    static final String NEVER = "never";

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,99}");
    private static final Set<String> TAKEN = Set.of("combolist", "kinds", "unknown-addresses");
    private static final int LONGEST_VALUE = 4000;
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(31);

    private FeedRules() {}

    static Optional<String> id(@Nullable String id) {
        return id != null && ID.matcher(id).matches() && !TAKEN.contains(id)
                ? Optional.empty()
                : Optional.of("The 'id' of a feed is 1 to 63 lower-case letters, digits and hyphens, and none of "
                        + String.join(", ", TAKEN.stream().sorted().toList()) + ".");
    }

    static Optional<String> name(String name) {
        return NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "The 'name' of a feed has 1 to 100 letters, digits, spaces, dots, dashes or underscores.");
    }

    static Optional<String> settings(List<FeedSetting> known, Map<String, String> values, Set<String> secrets) {
        Set<String> open =
                known.stream().filter(s -> !s.secret()).map(FeedSetting::name).collect(Collectors.toSet());
        Set<String> sealed = known.stream()
                .filter(FeedSetting::secret)
                .map(FeedSetting::name)
                .collect(Collectors.toSet());
        if (!open.containsAll(values.keySet()) || !sealed.containsAll(secrets)) {
            return Optional.of("This kind of feed has the settings " + sorted(open) + " and the secrets "
                    + sorted(sealed) + ", and no others.");
        }
        if (values.values().stream().anyMatch(value -> value.length() > LONGEST_VALUE)) {
            return Optional.of("A setting has at most " + LONGEST_VALUE + " characters.");
        }
        return known.stream()
                .filter(FeedSetting::required)
                .filter(s -> s.secret()
                        ? !secrets.contains(s.name())
                        : values.getOrDefault(s.name(), "").isBlank())
                .findFirst()
                .map(s -> "The " + (s.secret() ? "secret" : "setting") + " '" + s.name() + "' is missing. "
                        + s.description());
    }

    static Optional<String> pace(@Nullable String every) {
        return every == null || every.equals(NEVER) || every(every).isPresent()
                ? Optional.empty()
                : Optional.of("'every' is an ISO 8601 duration from PT5M to P31D, for instance PT1H, or \"never\".");
    }

    /** How often, read from ISO 8601; empty for what is no such duration, as "never" is none. */
    static Optional<Duration> every(String text) {
        try {
            Duration every = Duration.parse(text);
            return every.compareTo(SHORTEST) >= 0 && every.compareTo(LONGEST) <= 0
                    ? Optional.of(every)
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String sorted(Set<String> names) {
        return names.isEmpty() ? "(none)" : names.stream().sorted().collect(Collectors.joining(", "));
    }
}
