// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.mail.AttachedFile;
import org.mailwarden.contracts.mail.BodyPart;

/** What is told of the parts of a mail, and how its attachments are hashed. */
class AttachmentTest {

    @Test
    void tellsTheEntitiesInTheirOrderWithWhatIsDeclaredAndHowLargeTheyAre() throws IOException {
        ParsedMessage message = read("""
                Content-Type: multipart/mixed; boundary=A

                --A
                Content-Type: text/plain; charset="UTF-8"
                Content-Transfer-Encoding: 8bit;

                12345
                --A
                Content-Type: message/rfc822
                Content-Disposition: attachment

                Content-Type: text/html; charset=iso-8859-1

                <p>
                --A--
                """);

        assertThat(message.structure())
                .containsExactly(
                        new BodyPart(0, "multipart/mixed", null, null, null),
                        new BodyPart(1, "text/plain", "utf-8", "8bit", 5L),
                        new BodyPart(1, "message/rfc822", null, null, null),
                        new BodyPart(2, "text/html", "iso-8859-1", null, 3L));
        assertThat(message.attachedFiles()).containsExactly(new AttachedFile(null, "message/rfc822", null, null));
        assertThat(message.attachments()).isEqualTo(1);
        assertThat(message.parts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "base64|aGVsbG8NCg==",
                "BASE64|aGVs bG8N%nCg==",
                "quoted-printable|=68ello=0D=0A",
                "x-uuencode|begin 644 a%n':&5L;&\\-\"@  %n`%nend",
            })
    void hashesTheDecodedContent(String encoding, String content) throws IOException {
        AttachedFile file = attachment(encoding, content.replace("%n", "\n"));

        assertThat(file.sha256()).isEqualTo(sha256("hello\r\n"));
        assertThat(file.size()).isEqualTo(7);
    }

    @Test
    void doesNotClaimAHashOfWhatCannotBeDecoded() throws IOException {
        AttachedFile file = attachment("x-uuencode", "no uuencode at all");

        assertThat(file.sha256()).isNull();
    }

    @Test
    void keepsNoLineOfAnEncodedAttachmentInMemory() throws IOException {
        AttachedFile file = attachment("quoted-printable", " ".repeat(1_000_000));

        assertThat(file.sha256()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filename=plain.pdf|plain.pdf",
                "filename=\"a b.pdf\"|a b.pdf",
                "filename*=utf-8''%C3%BC.pdf|ü.pdf",
                "filename*0=a; filename*1=b; filename*2=.pdf|ab.pdf",
                "filename*1=b; filename*0=a|ab",
                "filename*0*=iso-8859-1''%FC; filename*1=.pdf|ü.pdf",
                "filename*0=a; filename*2=c|a",
                "filename*=no-such-charset''x%41|xA",
                "filename*=%zz%4|%zz%4",
                "filename*0=\"=?utf-8?Q?=C3=BC_\"; filename*1=\"b.pdf?=\"|ü b.pdf",
                "filename*=x-JISAutoDetect''x%41|xA",
                "filename=\"=?utf-8?Q?=C3?= =?utf-8?Q?=BC.pdf?=\"|ü.pdf",
                "filename=\"=?utf-8?Q?=C3=BC?=.pdf\"|ü.pdf",
                "filename=\"a\u202Efdp.exe\"|a fdp.exe",
                "filename=\"../../etc/passwd\"|../../etc/passwd",
            })
    void readsFileNamesAsTheyAreWritten(String parameter, String name) throws IOException {
        ParsedMessage message = read("Content-Disposition: attachment; " + parameter + "\n\nx");

        assertThat(message.attachedFiles()).extracting(AttachedFile::name).containsExactly(name);
    }

    @Test
    void putsNoMoreThanSixtyFourPiecesOfANameTogether() throws IOException {
        StringBuilder field = new StringBuilder("Content-Disposition: attachment");
        for (int i = 0; i < 500; i++) {
            field.append(";\n filename*").append(i).append("=x");
        }

        ParsedMessage message = read(field + "\n\nx");

        assertThat(message.attachedFiles()).extracting(AttachedFile::name).containsExactly("x".repeat(64));
    }

    @Test
    void marksNamesAndListsThatAreCut() throws IOException {
        StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=A\n\n");
        for (int i = 0; i < 150; i++) {
            mail.append("--A\nContent-Disposition: attachment; filename=\"")
                    .append("n".repeat(130))
                    .append("\"\n\nx\n");
        }

        ParsedMessage message = read(mail + "--A--\n");

        assertThat(message.attachments()).isEqualTo(150);
        assertThat(message.attachedFiles()).hasSize(50);
        assertThat(message.structure()).hasSize(100);
        assertThat(message.truncated()).containsExactly("attachedFiles", "attachedFiles.name", "structure");
        assertThat(message.quarantined()).isFalse();
    }

    @Test
    void hashesTheWholeMailAsItWasSent() throws IOException {
        ParsedMessage message = read("Subject: x\n\nhello\r\n");

        assertThat(message.sha256()).isEqualTo(sha256("Subject: x\n\nhello\r\n"));
        assertThat(message.headerSize()).isEqualTo(12);
    }

    private static AttachedFile attachment(String encoding, String content) throws IOException {
        return read("Content-Disposition: attachment\nContent-Transfer-Encoding: " + encoding + "\n\n" + content)
                .attachedFiles()
                .getFirst();
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(MeasuredInput.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ParsedMessage read(String mail) throws IOException {
        byte[] raw = mail.getBytes(StandardCharsets.UTF_8);
        InputStream in = new ByteArrayInputStream(raw);
        return MessageReader.read(in, raw.length);
    }
}
