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
        ScanOutcome outcome = CombolistScanner.scan(file, FLEET, new Collecting());

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
        ScanOutcome outcome = CombolistScanner.scan(file, FLEET, new Collecting());

        // Then
        assertThat(outcome).isInstanceOf(ScanOutcome.NotACombolist.class);
    }

    @Test
    void candidatesAreWipedOnceTheyWereHeard() throws IOException {
        // Given
        List<byte[]> kept = new ArrayList<>();
        Collecting listener = new Collecting() {
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

    private List<String> scan(String... lines) throws IOException {
        return scan(StandardCharsets.UTF_8, lines);
    }

    private List<String> scan(Charset charset, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("list"), String.join("\n", lines) + "\n", charset);
        Collecting listener = new Collecting();
        CombolistScanner.scan(file, FLEET, listener);
        return listener.heard;
    }

    private static class Collecting implements ScanListener {

        final List<String> heard = new ArrayList<>();

        @Override
        public void found(Pair pair) {
            pair.candidates()
                    .forEach(candidate ->
                            heard.add(pair.address() + " " + new String(candidate, StandardCharsets.UTF_8)));
        }

        @Override
        public void progress(long done, long total) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    }
}
