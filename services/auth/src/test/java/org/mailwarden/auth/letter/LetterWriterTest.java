// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What letters say, and what cannot break out of them. */
class LetterWriterTest {

    private static final String LINK = "http://127.0.0.1/realms/mailwarden/login-actions/action-token?key=k&x=1";
    private static final Instant UNTIL = Instant.parse("2026-11-01T10:00:00Z");
    private static final House HOUSE = new House(
            "Meier & Söhne <AG>", "+49 30 1234", URI.create("https://example.org/mail?a=1&b=2"), ZoneId.of("UTC"));

    @ParameterizedTest
    @EnumSource(Letter.class)
    void everyLetterSaysInEveryLanguageWhatHappenedWhatToDoAndHowToKnowItIsGenuine(Letter letter) {
        // Given
        LetterWriter writer = new LetterWriter(Words.read(null, "en"), HOUSE);
        String link = letter.withLink() ? LINK : null;

        // When
        Stream<LetterText> texts = Stream.of("en", "de").map(language -> writer.write(letter, language, facts(link)));

        // Then
        assertThat(texts).allSatisfy(text -> {
            assertThat(text.subject()).isNotBlank().doesNotContain("{", "\n");
            assertThat(text.plain()).contains("+49 30 1234", "https://example.org/mail?a=1&b=2", "Meier & Söhne <AG>");
            assertThat(text.plain() + text.html()).doesNotContain("{", "NOT_FOUND");
            assertThat(text.html())
                    .contains("+49 30 1234", "https://example.org/mail?a=1&amp;b=2", "Meier &amp; Söhne &lt;AG&gt;")
                    .contains("<html lang=\"" + text.language().toLanguageTag() + "\" dir=\"ltr\">");
            assertThat(text.plain().contains(LINK)).isEqualTo(letter.withLink());
            assertThat(text.html().contains("href=\"" + LINK.replace("&", "&amp;")))
                    .isEqualTo(letter.withLink());
        });
    }

    @Test
    void everyLanguageOfOursHasTheSameWords() {
        // Given
        Words words = Words.read(null, "en");

        // When
        var german = words.keys(Locale.GERMAN);

        // Then
        assertThat(german).isEqualTo(words.keys(Locale.ENGLISH));
    }

    @Test
    void nothingRemoteIsLoadedAndNobodyIsFollowed() {
        // Given
        LetterWriter writer = new LetterWriter(Words.read(null, "en"), HOUSE);

        // When
        String html = writer.write(Letter.RESET, null, facts(LINK)).html();

        // Then
        assertThat(html.toLowerCase(Locale.ROOT))
                .doesNotContain("<img", "<script", "<link", "<iframe", "url(", "@import", "src=", "background=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b onmouseover=alert(1)>anna</b>",
                "\"><a href=\"http://evil.example/x\">set your password here</a>",
                "anna\r\nBcc: thief@example.net\r\n\r\nhttp://evil.example",
                "anna\u202Egro.elpmaxe\u202C",
                "anna\u2066\u200F\u061C\u2028new paragraph",
                "{reset.subject} {organisation} {#each}{/each}"
            })
    void aHostileNameOrAddressChangesNothingOfTheLetter(String hostile) {
        // Given
        LetterWriter writer = new LetterWriter(Words.read(null, "en"), HOUSE);
        LetterText tame = writer.write(Letter.NOTICE, "en", new LetterWriter.Facts("N", "A", null, null, null, 0));

        // When
        LetterText text =
                writer.write(Letter.NOTICE, "en", new LetterWriter.Facts(hostile, hostile, null, null, null, 0));

        // Then
        assertThat(text.subject()).isEqualTo(tame.subject());
        assertThat(text.plain().lines().count()).isEqualTo(tame.plain().lines().count());
        assertThat(tags(text.html())).isEqualTo(tags(tame.html()));
        assertThat(text.plain() + text.html())
                .doesNotContain("http://evil", "\u202E", "\u2066", "\u200F", "\u061C", "\u2028", "{");
    }

    @Test
    void whatSettingsSayIsEscapedToo() {
        // Given
        House house = new House("<i>House</i>", "<script>alert(1)</script>", null, ZoneId.of("UTC"));
        LetterWriter writer = new LetterWriter(Words.read(null, "en"), house);

        // When
        String html = writer.write(Letter.RESET, "en", facts(LINK)).html();

        // Then
        assertThat(html).doesNotContain("<script>", "<i>").contains("&lt;script&gt;", "&lt;i&gt;House");
    }

    @ParameterizedTest
    @CsvSource({"de,de", "de-AT,de", "de_CH,de", "DE,de", "fr,en", "'',en", "x!y,en"})
    void thePersonsLanguageIsTakenOrTheConfiguredOne(String wanted, String taken) {
        // Given
        Words words = Words.read(null, "en");

        // When
        Locale language = words.language(wanted);

        // Then
        assertThat(language.toLanguageTag()).isEqualTo(taken);
    }

    @Test
    void datesAreWrittenInTheLanguageAndTheConfiguredTimeZone() {
        // Given
        House berlin = new House("Ours", null, null, ZoneId.of("Europe/Berlin"));
        LetterWriter writer = new LetterWriter(Words.read(null, "en"), berlin);

        // When
        String plain = writer.write(Letter.RESET, "de", facts(LINK)).plain();

        // Then
        assertThat(plain).contains("1. November 2026").contains("11:00 MEZ");
    }

    @Test
    void anOperatorLaysFurtherLanguagesAndOtherWordsInAFolder(@TempDir Path folder) throws Exception {
        // Given
        Files.writeString(
                folder.resolve("words_fr.properties"),
                "greeting=Bonjour {name},\nreset.subject=Nouveau mot de passe\n");
        Files.writeString(folder.resolve("words_de.properties"), "greeting=Moin {name},\n");
        LetterWriter writer = new LetterWriter(Words.read(folder, "fr"), HOUSE);

        // When
        LetterText french = writer.write(Letter.RESET, "it", facts(LINK));
        LetterText german = writer.write(Letter.RESET, "de", facts(LINK));

        // Then
        assertThat(french.subject()).isEqualTo("Nouveau mot de passe");
        assertThat(french.plain()).startsWith("Bonjour anna,").contains("The link works once");
        assertThat(german.plain()).startsWith("Moin anna,").contains("Der Link gilt einmal");
    }

    @ParameterizedTest
    @CsvSource({
        "words_fr.properties, reset.subjet=x, reset.subjet",
        "words_fr.properties, reset.subject={adress}, {adress}",
        "french.properties, reset.subject=x, words_fr.properties"
    })
    void aMistakeInSuchAFileIsToldAtTheStart(String name, String line, String told, @TempDir Path folder)
            throws Exception {
        // Given
        Files.writeString(folder.resolve(name), line);

        // When
        var reading = assertThatThrownBy(() -> Words.read(folder, "en"));

        // Then
        reading.isInstanceOf(IllegalArgumentException.class).hasMessageContaining(told);
    }

    private static String tags(String html) {
        return html.replaceAll(">[^<]*<", "><");
    }

    private static LetterWriter.Facts facts(String link) {
        return new LetterWriter.Facts("anna", "anna@example.org", link, link == null ? null : UNTIL, UNTIL, 3);
    }
}
