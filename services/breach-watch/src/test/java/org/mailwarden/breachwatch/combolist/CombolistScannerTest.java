// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CombolistScannerTest {

    private static final Set<String> FLEET = Set.of("ada@sample.example", "o'neil@sample.example");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "ada@sample.example:secret1~secret1",
                "ADA@Sample.Example;secret1~secret1",
                "ada@sample.example|secret1~secret1",
                "ada@sample.example,secret1~secret1",
                "https://portal.example:8443/login:ada@sample.example:secret1~secret1",
                "android://QUJD==@com.app/:ada@sample.example:secret1~secret1",
                "mailto:ada@sample.example:secret1~secret1",
                "\"ada@sample.example\":secret1~secret1",
                "'ada@sample.example':secret1~secret1",
                "ada%40sample.example:secret1~secret1",
                "other@elsewhere.example:x ada@sample.example:secret1~secret1",
                "»ada@sample.example:secret1~secret1",
                "ada@sample.example:with:colon@and space~with:colon@and space",
                "ada@sample.example:secret1:Germany:2020~secret1",
            })
    void findsTheFleetsAddressWithItsPassword(String line, String password) throws IOException {
        assertThat(scan(line)).contains("ada@sample.example " + password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@sample.example",
                "ada@sample.example:",
                "ada@sample.example:[NOT_SAVED]",
                "xada@sample.example:secret1",
                "ada@sample.example.evil:secret1",
                "ada@samples.example:secret1",
                "dada@sample.example:secret1",
            })
    void findsNothingWhereThereIsNoPairOfTheFleet(String line) throws IOException {
        assertThat(scan(line, "stranger@elsewhere.example:x")).isEmpty();
    }

    @Test
    void takesAByteOrderMarkAtAnyLineLoneReturnsAndSixteenBitText() throws IOException {
        assertThat(scan("\uFEFFada@sample.example:a\r\uFEFFo'neil@sample.example:b"))
                .contains("ada@sample.example a", "o'neil@sample.example b");
        assertThat(scan(StandardCharsets.UTF_16, "ada@sample.example:a")).contains("ada@sample.example a");
    }

    @Test
    void longRubbishBeforeALineDoesNotHideTheNext() throws IOException {
        assertThat(scan("x".repeat(200_000), "ada@sample.example:a")).contains("ada@sample.example a");
    }

    @Test
    void fileOfJunkIsRefusedWithASentence() throws IOException {
        // Given
        byte[] junk = new byte[500_000];
        new Random(3).nextBytes(junk);
        Path file = Files.write(folder.resolve("junk"), junk);

        // When
        ScanOutcome outcome = CombolistScanner.scan(file, FLEET, new Collected());

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ScanOutcome.NotACombolist.class,
                        refused -> assertThat(refused.sentence()).contains("one pair a line"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Dear colleagues,\nthe minutes are attached.\n", "user:pass\nother;pass\n"})
    void textWithoutAnyAddressIsRefusedTooHoweverShort(String text) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("text"), text);

        // When
        ScanOutcome outcome = CombolistScanner.scan(file, FLEET, new Collected());

        // Then
        assertThat(outcome).isInstanceOf(ScanOutcome.NotACombolist.class);
    }

    @Test
    void candidatesAreWipedOnceTheyWereHeard() throws IOException {
        // Given
        List<byte[]> kept = new ArrayList<>();
        Collected listener = new Collected() {
            @Override
            public void found(Pair pair) {
                kept.addAll(pair.candidates());
            }
        };

        // When
        CombolistScanner.scan(
                Files.writeString(folder.resolve("list"), "ada@sample.example:secret1\n"), FLEET, listener);

        // Then
        assertThat(kept).isNotEmpty().allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            nullValues = "none",
            value = {
                "ada@sample.example:secret1~EMAIL_PASSWORD~none~secret1",
                "ada@sample.example : secret1~EMAIL_PASSWORD~none~secret1",
                "ada@sample.example;secret1~EMAIL_PASSWORD~none~secret1",
                "ada@sample.example|secret1~EMAIL_PASSWORD~none~secret1",
                "ada@sample.example,secret1~EMAIL_PASSWORD~none~secret1",
                "ada@sample.example\tsecret1~EMAIL_PASSWORD~none~secret1",
                "ada@sample.example secret1~EMAIL_PASSWORD~none~secret1",
                "ada@sample.example:pa:ss@wo rd\"~EMAIL_PASSWORD~none~pa:ss@wo rd\"",
                "\"ada@sample.example\",\"secret1\",\"Ada\"~EMAIL_PASSWORD~none~secret1",
                "ada@sample.example:secret1 | Country = DE~EMAIL_PASSWORD~none~secret1",
                "https://portal.example/login:ada@sample.example:secret1~URL_LOGIN_PASSWORD~portal.example~secret1",
                "https://Portal.Example:8443/a?b=c:ada@sample.example:secret1~URL_LOGIN_PASSWORD~portal.example~secret1",
                "https://portal.example|ada@sample.example|secret1~URL_LOGIN_PASSWORD~portal.example~secret1",
                "https://portal.example ada@sample.example secret1~URL_LOGIN_PASSWORD~portal.example~secret1",
                "android://QUJD==@com.app/:ada@sample.example:secret1~URL_LOGIN_PASSWORD~com.app~secret1",
                "portal.example/login:ada@sample.example:secret1~URL_LOGIN_PASSWORD~portal.example~secret1",
                "portal.example:8443:ada@sample.example:secret1~URL_LOGIN_PASSWORD~portal.example~secret1",
                "ada@sample.example:secret1:https://portal.example/x~URL_LOGIN_PASSWORD~portal.example~secret1",
                "Login: ada@sample.example Password: secret1~EMAIL_PASSWORD~none~secret1",
                "1,Ada,ada@sample.example,secret1~EMAIL_PASSWORD~none~secret1",
                "my.secret:ada@sample.example:Ada~EMAIL_PASSWORD~none~Ada",
            })
    void tellsTheFormAndTheSiteOfARecordAndReadsItsPassword(String line, String form, String site, String password)
            throws IOException {
        Collected heard = heard(line.replace("\\t", "\t"));
        assertThat(heard.shown)
                .singleElement()
                .asString()
                .startsWith("1 ada@sample.example " + form + " " + site + " ");
        assertThat(heard.heard).contains("ada@sample.example " + password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "URL: https://portal.example/login\nUsername: ada@sample.example\nPassword: secret1\n====",
                "Host: portal.example\r\nLogin: ada@sample.example\r\nPassword: secret1",
                "SOFT: Chrome\nURL: https://portal.example\nUSER: ada@sample.example\nPASS: secret1",
                "hostname=portal.example\nuser=ada@sample.example\npass=secret1",
            })
    void readsABlockOfAStealerLog(String block) throws IOException {
        Collected heard = heard(block);
        assertThat(heard.shown).singleElement().asString().contains("BLOCK portal.example CLEAR");
        assertThat(heard.heard).contains("ada@sample.example secret1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Username: ada@sample.example\n====\nPassword: secret1",
                "Username: ada@sample.example\nUsername: other\nPassword: secret1",
                "Username: ada@sample.example",
            })
    void takesNoPasswordFromTheNextBlock(String block) throws IOException {
        assertThat(heard(block).heard).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ada@sample.example, NO_PASSWORD",
        "ada@sample.example:, NO_PASSWORD",
        "ada@sample.example&x=1, NO_SEPARATOR",
        "ada@sample.example:[NOT_SAVED], NOT_SAVED",
        "ada@sample.example:NULL, PLACEHOLDER",
        "ada@sample.example:********, PLACEHOLDER",
        "==== banner ====, NO_ADDRESS",
        "somebody:secret, NO_ADDRESS",
        "ada@sample.example:5f4dcc3b5aa765d61d8327deb882cf99, OTHER_HASH",
    })
    void countsWhatLedToNothingByReason(String line, Reject reason) throws IOException {
        assertThat(outcome("stranger@elsewhere.example:x", line).rejects())
                .containsExactly(java.util.Map.entry(reason, 1L));
    }

    @Test
    void countsARepeatedRecordAndHearsItOnce() throws IOException {
        String line = "ada@sample.example:secret1\n";
        assertThat(heard(line.repeat(47)).shown).hasSize(1);
        assertThat(outcome(line.repeat(47)).rejects()).containsEntry(Reject.DUPLICATE, 46L);
    }

    @Test
    void handsOutTheHashThatStandsForAPassword() throws IOException {
        // Given
        List<String> hashes = new ArrayList<>();
        Collected listener = new Collected() {
            @Override
            public void found(Pair pair) {
                pair.hashes()
                        .forEach(hash -> hashes.add(java.util.HexFormat.of().formatHex(hash)));
            }
        };

        // When
        CombolistScanner.scan(
                Files.writeString(
                        folder.resolve("list"), "ada@sample.example:5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8\n"),
                FLEET,
                listener);

        // Then
        assertThat(hashes).containsExactly("5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8");
    }

    @Test
    void foldsTagsAlwaysAndSubdomainsWhenAsked() throws IOException {
        Path file = Files.writeString(folder.resolve("list"), "ada+shop@sample.example:a\nada@mail.sample.example:b\n");
        Collected usual = new Collected();
        Collected folded = new Collected();
        CombolistScanner.scan(file, FLEET, usual);
        CombolistScanner.scan(file, FLEET, new Folding(true, true), folded);
        assertThat(usual.heard).containsExactly("ada@sample.example a");
        assertThat(folded.heard).containsExactly("ada@sample.example a", "ada@sample.example b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@b\u00fccher.example", "ADA@B\u00dcCHER.EXAMPLE", "ada@xn--bcher-kva.example"})
    void findsADomainWithLettersBeyondAsciiInBothOfItsForms(String spelled) throws IOException {
        for (String fleet : List.of("ada@b\u00fccher.example", "ada@xn--bcher-kva.example")) {
            Collected heard = new Collected();
            CombolistScanner.scan(
                    Files.writeString(folder.resolve("list"), spelled + ":secret1\n"), Set.of(fleet), heard);
            assertThat(heard.heard).containsExactly(fleet + " secret1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://site.example/?email=ada@sample.example|secret1",
                "\uFEFFada@sample.example:secret1",
                "\u00abada@sample.example\u00bb:secret1",
                "%22ada@sample.example%22:secret1\n'ada@sample.example':secret1",
                "Write to ada@sample.example.:secret1",
                "a\0d\0a\0@\0sample.example:secret1",
            })
    void findsAnAddressWithWhateverIsGluedToIt(String line) throws IOException {
        assertThat(scan(line)).contains("ada@sample.example secret1");
    }

    @Test
    void readsSixteenBitTextWithoutAMark() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(scan(charset, "\u00e9ada@sample.example:p\u00e4ss")).contains("ada@sample.example p\u00e4ss");
        }
    }

    @Test
    void tellsTheHashAndTheProgressOfALargeFile() throws Exception {
        // Given
        byte[] text = MadeUpText.of(5, 3_000_000);
        Path file = Files.write(folder.resolve("list"), text);
        Collected heard = new Collected();

        // When
        ScanOutcome outcome = CombolistScanner.scan(file, FLEET, heard);

        // Then
        byte[] expected = java.security.MessageDigest.getInstance("SHA-256").digest(text);
        assertThat(((ScanOutcome.Scanned) outcome).sha256())
                .isEqualTo(java.util.HexFormat.of().formatHex(expected));
        assertThat(heard.progress).isSorted().endsWith((long) text.length);
    }

    @Test
    void stopsWhenAsked() throws IOException {
        Path file = Files.write(folder.resolve("list"), MadeUpText.of(6, 3_000_000));
        Collected stopping = new Collected() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThat(CombolistScanner.scan(file, FLEET, stopping)).isEqualTo(new ScanOutcome.Cancelled());
        assertThat(stopping.progress).hasSize(1);
    }

    private Collected heard(String text) throws IOException {
        Collected heard = new Collected();
        CombolistScanner.scan(Files.writeString(folder.resolve("list"), text), FLEET, heard);
        return heard;
    }

    private ScanOutcome.Scanned outcome(String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("list"), String.join("\n", lines));
        return (ScanOutcome.Scanned) CombolistScanner.scan(file, FLEET, new Collected());
    }

    private List<String> scan(String... lines) throws IOException {
        return scan(StandardCharsets.UTF_8, lines);
    }

    private List<String> scan(Charset charset, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("list"), String.join("\n", lines) + "\n", charset);
        Collected listener = new Collected();
        CombolistScanner.scan(file, FLEET, listener);
        return listener.heard;
    }
}
