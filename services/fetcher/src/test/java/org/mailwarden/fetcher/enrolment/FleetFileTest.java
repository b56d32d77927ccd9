// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.fetcher.enrolment.FleetFile.Read;
import org.mailwarden.kit.secret.SecretAccess;

class FleetFileTest {

    private static final String HEADER = "address,protocol,host,port,security,password,folders\n";

    @Test
    void readsQuotedFieldsWithTheirLineNumbers() {
        // When
        Read.Rows rows =
                rows(HEADER + "a@x.test,IMAP,h,993,TLS,\"p\"\"w,\n;d \",INBOX|Sent\n\nb@x.test,IMAP,h,,TLS,q,\n");

        // Then
        assertThat(rows.rows()).extracting(FleetRow::line).containsExactly(2, 5);
        FleetRow first = rows.rows().getFirst();
        assertThat(first.password().revealString(SecretAccess.because("test"))).isEqualTo("p\"w,\n;d ");
        assertThat(first.settings()).containsEntry("folders", "INBOX|Sent").doesNotContainKey("password");
        assertThat(rows.rows().getLast().settings()).doesNotContainKeys("port", "folders");
        assertThat(rows.toString()).doesNotContain("p\"w");
    }

    @Test
    void takesTheFilesOfSpreadsheets() {
        // When
        Read.Rows rows = rows("\uFEFFAddress;PROTOCOL;host;security;Password\r\nü@x.test;IMAP;h;TLS;päss\r\n");

        // Then
        assertThat(rows.rows()).hasSize(1);
        assertThat(rows.rows().getFirst().address()).isEqualTo("ü@x.test");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "address,protocol,host\\na,b,c | column-missing | 'security'",
                "address,protocol,host,security,pasword\\na,b,c,d,e | column-unknown | always the header",
                "address,address,protocol,host,security\\na,b,c,d,e | column-twice | 'address'",
                "address,protocol,host,security\\n | file-empty | no row",
                "a@x.test,IMAP,h,TLS\\n | column-unknown | always the header",
                "address,protocol,host,security\\n\"a\"b,c,d,e\\n | csv-malformed | quotation mark"
            })
    void saysWhatIsWrongWithTheWholeFile(String file, String code, String words) {
        // When
        Read read = FleetFile.read(file.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(read).isInstanceOfSatisfying(Read.Unusable.class, unusable -> {
            assertThat(unusable.code()).isEqualTo(code);
            assertThat(unusable.sentence()).contains(words);
        });
    }

    @Test
    void refusesAnotherCharsetAndWhatIsTooLarge() {
        assertThat(code((HEADER + "ü@x.test,IMAP,h,,TLS,p,").getBytes(Charset.forName("windows-1252"))))
                .isEqualTo("not-utf-8");
        assertThat(code(new byte[FleetFile.MOST_BYTES + 1])).isEqualTo("file-too-large");
        assertThat(code((HEADER + "a@x.test,IMAP,h,,TLS,p,\n".repeat(FleetFile.MOST_ROWS + 1))
                        .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("too-many-rows");
    }

    @Test
    void setsAsideARowWithTooFewOrTooManyFields() {
        // When
        Read.Rows rows = rows(HEADER + "a@x.test,IMAP\nb@x.test,IMAP,h,,TLS,p,,,\nc@x.test,IMAP,h,,TLS,p,\n");

        // Then
        assertThat(rows.malformed()).containsOnlyKeys(2, 3);
        assertThat(rows.malformed().get(2)).contains("2 fields", "7");
        assertThat(rows.rows()).extracting(FleetRow::line).containsExactly(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|calc", "%x", "\uFF1D1"})
    void letsNoSpreadsheetCalculateTheOutcome(String address) {
        // When
        String file = OutcomeFile.write(List.of(new RowResult(2, address, RowOutcome.FAILED, address)));

        // Then
        assertThat(file).contains("\"'" + address + "\",\"FAILED\",\"'" + address + "\"");
    }

    private static String code(byte[] file) {
        return ((Read.Unusable) FleetFile.read(file)).code();
    }

    private static Read.Rows rows(String file) {
        return (Read.Rows) FleetFile.read(file.getBytes(StandardCharsets.UTF_8));
    }
}
