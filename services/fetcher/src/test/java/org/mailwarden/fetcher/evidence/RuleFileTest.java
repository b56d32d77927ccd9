// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.fetcher.evidence.RuleFile.Read;

/** Rules of an operator: what is taken, and what is told of the rest. */
@Timeout(60)
class RuleFileTest {

    private static final String GOOD = """
            service: Cloud
            domains: [cloud.example]
            rules:
              - kind: NEW_SIGN_IN
                texts:
                  en:
                    subject: ['new sign-?in']
            """;

    private Instant now = Instant.parse("2026-11-26T10:00:00Z");

    private final Clock clock = new Clock() {

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kind: NEW_SIGN_IN     | kind: NEW_SIGNIN            | 4 | there is no kind NEW_SIGNIN
            'new sign-?in'        | 'new (sign'                 | 7 | RE2 syntax
            'new sign-?in'        | '(?P<password>x)'           | 7 | no fact named password
            'new sign-?in'        | '((a{100}){100}){100}'      | 7 | multiply
            'new sign-?in'        | '.*'                        | 7 | matches everything
            'new sign-?in'        | '(a)\\1'                    | 7 | RE2 syntax
            domains:              | domain:                     | 2 | no "domain" here
            [cloud.example]       | [com]                       | 0 | "com" under "domains"
            [cloud.example]       | ['*.cloud.example']         | 0 | no domain
            ['new sign-?in']      | []                          | 0 | no "subject"
            service: Cloud        | services: Cloud             | 1 | no "services" here
            service: Cloud        | service: [Cloud]            | 1 | a text is expected
            """)
    void tellsWhatIsWrongInAFileAndWhere(String good, String bad, int line, String reason) {
        Read read = RuleFile.read("own.yaml", GOOD.replace(good, bad));

        assertThat(read).isInstanceOfSatisfying(Read.Bad.class, told -> {
            assertThat(told.reason()).contains(reason);
            assertThat(told.line()).isEqualTo(line);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "a: &a [*a,*a]", "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{", "\u0000"})
    void takesNothingFromWhatIsNoFileOfRules(String text) {
        assertThat(RuleFile.read("own.yaml", text)).isInstanceOf(Read.Bad.class);
    }

    @Test
    void takesNothingFromAFileThatIsTooLarge() {
        assertThat(RuleFile.read("own.yaml", GOOD + "#".repeat(RuleFile.MOST_CHARACTERS)))
                .isInstanceOf(Read.Bad.class);
    }

    @Test
    void expressionThatBacktracksElsewhereCostsNoTime() {
        Expression hostile = Expression.of("(a+)+b|(a|aa)*c");

        assertThat(hostile.isIn("a".repeat(30_000))).isFalse();
    }

    @Test
    void readsARuleAgainThatWasReplacedAndKeepsTheLastGoodOne(@TempDir Path folder) throws IOException {
        // Given
        EvidenceRules rules = new EvidenceRules(Optional.of(folder), clock);
        assertThat(rules.current().knows("cloud.example")).isFalse();

        // When it comes, breaks, is mended and goes
        Files.writeString(folder.resolve("own.yaml"), GOOD);
        boolean came = later(rules).knows("mail.cloud.example");
        Files.writeString(folder.resolve("own.yaml"), GOOD + "nonsense");
        boolean stayed = later(rules).knows("cloud.example");
        int bad = rules.badFiles();
        Files.writeString(folder.resolve("own.yaml"), GOOD.replace("cloud.example", "mended.example"));
        boolean mended = later(rules).knows("mended.example");
        Files.delete(folder.resolve("own.yaml"));
        boolean gone = !later(rules).knows("mended.example");

        // Then
        assertThat(came).isTrue();
        assertThat(stayed).isTrue();
        assertThat(bad).isEqualTo(1);
        assertThat(mended).isTrue();
        assertThat(rules.badFiles()).isZero();
        assertThat(gone).isTrue();
    }

    @Test
    void oneBadFileCostsTheOthersNothing(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("bad.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Files.createDirectory(folder.resolve("folder.yaml"));
        Files.writeString(folder.resolve("own.yaml"), GOOD);

        RuleSet rules = new EvidenceRules(Optional.of(folder), clock).current();

        assertThat(rules.knows("cloud.example")).isTrue();
        assertThat(rules.knows("accounts.google.com")).isTrue();
    }

    private RuleSet later(EvidenceRules rules) {
        now = now.plus(Duration.ofSeconds(10));
        return rules.current();
    }
}
