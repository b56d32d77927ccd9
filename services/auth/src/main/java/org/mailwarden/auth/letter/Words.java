// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of letters in every language. They are plain text: what they say stands in the HTML part escaped. Read once;
 * safe for many threads.
 */
final class Words {

    private static final Pattern FILE = Pattern.compile("words_([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*)\\.properties");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> PLACEHOLDERS =
            Set.of("name", "address", "organisation", "helpDesk", "until", "when", "count", "subject");
    private static final Locale BASE = Locale.ENGLISH;
    private static final List<String> OWN = List.of("en", "de");

    private final Map<Locale, Map<String, String>> languages;
    private final Locale standard;

    private Words(Map<Locale, Map<String, String>> languages, Locale standard) {
        this.languages = languages;
        this.standard = standard;
    }

    /**
     * Reads our own words, and over them those of a folder.
     *
     * @param folder folder with {@code words_LANGUAGE.properties}, in UTF-8; absent when there is none
     * @param standard language of people whose own has no words
     * @return the words
     * @throws IllegalArgumentException when a file has a key or a placeholder that no letter has, or cannot be read, or the
     *     standard language has no words; the sentence says what to change
     */
    static Words read(@Nullable Path folder, String standard) {
        Map<Locale, Map<String, String>> languages = new HashMap<>();
        for (String language : OWN) {
            languages.put(Locale.forLanguageTag(language), own(language));
        }
        Set<String> known = known(languages);
        if (folder != null) {
            laidOver(folder)
                    .forEach((language, words) -> languages
                            .computeIfAbsent(language, any -> new HashMap<>())
                            .putAll(words));
            languages.forEach((language, words) -> check(folder, language, words, known));
        }
        Locale chosen = tag(standard);
        if (!languages.containsKey(chosen)) {
            throw new IllegalArgumentException("mailwarden.auth.letters.language is " + standard
                    + ", but there are words in " + tags(languages.keySet()) + " only");
        }
        return new Words(languages, chosen);
    }

    /** The best language for what a person's attribute says. */
    Locale language(@Nullable String wanted) {
        if (wanted != null) {
            if (languages.containsKey(tag(wanted))) {
                return tag(wanted);
            }
            Locale general = Locale.of(tag(wanted).getLanguage());
            if (languages.containsKey(general)) {
                return general;
            }
        }
        return standard;
    }

    /** A text with its placeholders filled; what fills them is not looked at again. */
    String say(Locale language, String key, Map<String, String> facts) {
        String words = find(language, key).orElseThrow(() -> new IllegalStateException("No words for " + key));
        return PLACEHOLDER
                .matcher(words)
                .replaceAll(found -> Matcher.quoteReplacement(facts.getOrDefault(found.group(1), "")));
    }

    Optional<String> find(Locale language, String key) {
        return List.of(language, Locale.of(language.getLanguage()), BASE).stream()
                .map(languages::get)
                .filter(Objects::nonNull)
                .map(words -> words.get(key))
                .filter(Objects::nonNull)
                .findFirst();
    }

    Set<String> languages() {
        return tags(languages.keySet());
    }

    /** Keys of one language alone, without what it falls back to. */
    Set<String> keys(Locale language) {
        return Set.copyOf(languages.getOrDefault(language, Map.of()).keySet());
    }

    private static Set<String> known(Map<Locale, Map<String, String>> languages) {
        return new TreeSet<>(Objects.requireNonNull(languages.get(BASE)).keySet());
    }

    private static Set<String> tags(Set<Locale> languages) {
        Set<String> tags = new TreeSet<>();
        languages.forEach(language -> tags.add(language.toLanguageTag()));
        return tags;
    }

    private static Locale tag(String text) {
        return Locale.forLanguageTag(text.strip().replace('_', '-'));
    }

    private static Map<String, String> own(String language) {
        try (InputStream file = Objects.requireNonNull(
                Words.class.getResourceAsStream("/letters/words_" + language + ".properties"), language)) {
            return load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException cause) {
            throw new UncheckedIOException("The words of letters cannot be read", cause);
        }
    }

    private static Map<Locale, Map<String, String>> laidOver(Path folder) {
        Map<Locale, Map<String, String>> found = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.properties")) {
            for (Path file : files) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    throw new IllegalArgumentException(file + " is not named like words_fr.properties");
                }
                try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    found.put(tag(name.group(1)), load(reader));
                }
            }
        } catch (IOException cause) {
            throw new IllegalArgumentException(
                    "The folder of letters " + folder + " cannot be read: " + cause.getMessage()
                            + ". mailwarden.auth.letters.folder names it; files are in UTF-8",
                    cause);
        }
        return found;
    }

    private static Map<String, String> load(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        Map<String, String> words = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> words.put(key, properties.getProperty(key).strip()));
        return words;
    }

    private static void check(Path folder, Locale language, Map<String, String> words, Set<String> known) {
        String file = folder.resolve("words_" + language.toLanguageTag() + ".properties") + ": ";
        words.forEach((key, text) -> {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(file + "no letter has '" + key + "'. Known are " + known);
            }
            PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).forEach(name -> {
                if (!PLACEHOLDERS.contains(name)) {
                    throw new IllegalArgumentException(file + "in '" + key + "' stands {" + name
                            + "}, which nothing fills. Known are " + new TreeSet<>(PLACEHOLDERS));
                }
            });
        });
    }
}
