// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes letters: words into one HTML and one text template. Everything that is not the template itself is plain text, which
 * the HTML template escapes. Pure once made; safe for many threads.
 */
final class LetterWriter {

    private static final String HTML = "text/html";

    private final Words words;
    private final House house;
    private final Template html;
    private final Template plain;

    LetterWriter(Words words, House house) {
        this.words = words;
        this.house = house;
        Engine engine = Engine.builder()
                .addDefaults()
                .addResultMapper(new HtmlEscaper(List.of(HTML)))
                .build();
        this.html = engine.parse(resource("letter.html"), Variant.forContentType(HTML));
        this.plain = engine.parse(resource("letter.txt"), Variant.forContentType("text/plain"));
    }

    /**
     * What a letter is written from.
     *
     * @param name the person's name; may be hostile
     * @param address address of the account; may be hostile
     * @param link the one-time link; absent in a letter without one
     * @param until when the link stops working; absent without a link
     * @param when when it happened; absent where nothing has a time
     * @param count how many people it is about
     */
    record Facts(
            String name,
            String address,
            @Nullable String link,
            @Nullable Instant until,
            @Nullable Instant when,
            int count) {

        /** Never the link. */
        @Override
        public String toString() {
            return "Facts[until=" + until + "]";
        }
    }

    /** The languages that there are words in. */
    Words words() {
        return words;
    }

    /**
     * Writes a letter.
     *
     * @param letter what it is about
     * @param wanted the reader's language as an IETF tag; absent when unknown
     * @param facts what it says
     * @return the letter
     */
    LetterText write(Letter letter, @Nullable String wanted, Facts facts) {
        return write(letter, wanted, facts, false);
    }

    /** The same, marked as an example. */
    LetterText example(Letter letter, @Nullable String wanted, Facts facts) {
        return write(letter, wanted, facts, true);
    }

    private LetterText write(Letter letter, @Nullable String wanted, Facts facts, boolean example) {
        Locale language = words.language(wanted);
        Map<String, String> fills = fills(language, facts);
        String link = facts.link();
        Map<String, Object> page = new HashMap<>();
        page.put("language", language.toLanguageTag());
        page.put("direction", say(language, "direction", fills));
        page.put("organisation", Objects.requireNonNull(fills.get("organisation")));
        String title = say(language, letter.key() + ".subject", fills);
        String subject = example ? say(language, "example", Map.of("subject", title)) : title;
        page.put("subject", subject);
        boolean named = !Objects.requireNonNull(fills.get("name")).isEmpty();
        page.put("greeting", say(language, named ? "greeting" : "greeting.without-name", fills));
        page.put("happened", paragraphs(say(language, letter.key() + ".happened", fills)));
        page.put("toDoHeading", say(language, "to-do", fills));
        page.put("toDo", paragraphs(say(language, letter.key() + ".to-do", fills)));
        page.put("link", link == null ? "" : link);
        page.put("button", link == null ? "" : say(language, letter.key() + ".button", fills));
        page.put("copy", say(language, "link.copy", fills));
        page.put("once", say(language, "link.once", fills));
        // A letter whose page asks for a password says itself how to tell it from those that steal one.
        String own = letter.key() + ".genuine";
        page.put("genuineHeading", say(language, "genuine", fills));
        page.put(
                "genuine",
                List.of(
                        say(language, words.find(language, own).isPresent() ? own : "genuine.never", fills),
                        say(language, link == null ? "genuine.doubt" : "genuine.doubt-link", fills)));
        page.put("pageLabel", say(language, "genuine.page", fills));
        page.put("page", house.genuinePage() == null ? "" : house.genuinePage().toASCIIString());
        page.put("footer", say(language, "footer", fills));
        return new LetterText(
                language, subject, plain.data(page).render(), html.data(page).render());
    }

    private Map<String, String> fills(Locale language, Facts facts) {
        Map<String, String> fills = new HashMap<>();
        fills.put("name", SafeText.name(facts.name()));
        fills.put("address", SafeText.address(facts.address()));
        fills.put("organisation", SafeText.line(house.organisation()));
        fills.put("count", Integer.toString(facts.count()));
        fills.put("helpDesk", house.helpDesk() == null ? say(language, "help-desk", Map.of()) : house.helpDesk());
        if (facts.until() != null) {
            fills.put("until", moment(language, facts.until()));
        }
        if (facts.when() != null) {
            fills.put("when", moment(language, facts.when()));
        }
        return fills;
    }

    private String moment(Locale language, Instant moment) {
        return SafeText.line(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(language)
                        .format(moment.atZone(house.zone())))
                + " " + DateTimeFormatter.ofPattern("zzz", language).format(moment.atZone(house.zone()));
    }

    private String say(Locale language, String key, Map<String, String> fills) {
        return words.say(language, key, fills);
    }

    private static List<String> paragraphs(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static String resource(String name) {
        try (InputStream file =
                Objects.requireNonNull(LetterWriter.class.getResourceAsStream("/letters/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException("The template " + name + " cannot be read", cause);
        }
    }
}
