// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.mail.MailAddress;
import org.mailwarden.contracts.mail.QuarantineReason;

@Timeout(120)
class MessageReaderTest {

    private static final String HEADER = """
            Message-ID: <one@example.org>
            In-Reply-To: <zero@example.org> <other@example.org>
            From: "Sam, Senior" <sam@example.org>
            To: alex@example.org, Team: kim@example.org, lee@example.org;
            Cc: chris@example.org
            Date: Mon, 2 Nov 2026 10:00:00 +0200 (EET)
            """;

    @Test
    void readsTheFactsOfAPlainMail() throws IOException {
        ParsedMessage message = read(HEADER + "Subject: Hello\n\nbody\n");

        assertThat(message.messageId()).isEqualTo("<one@example.org>");
        assertThat(message.inReplyTo()).isEqualTo("<zero@example.org>");
        assertThat(message.envelope().from()).containsExactly(new MailAddress("Sam, Senior", "sam@example.org"));
        assertThat(message.envelope().to())
                .extracting(MailAddress::address)
                .containsExactly("alex@example.org", "kim@example.org", "lee@example.org");
        assertThat(message.envelope().cc()).containsExactly(new MailAddress(null, "chris@example.org"));
        assertThat(message.truncated()).isEmpty();
        assertThat(message.subject()).isEqualTo("Hello");
        assertThat(message.date()).isEqualTo(Instant.parse("2026-11-02T08:00:00Z"));
        assertThat(message.contentType()).isEqualTo("text/plain");
        assertThat(message.parts()).isEqualTo(1);
        assertThat(message.attachments()).isZero();
        assertThat(message.quarantined()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=, Grüße",
        "=?ISO-8859-1?B?R3L832U=?=, Grüße",
        "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=, 日本",
        "=?koi8-r?B?8NLJ18XU?=, Привет",
        "=?utf-8?Q?one?= =?utf-8?Q?two?=, onetwo",
        "=?utf-8?Q?Gr=C3?= =?UTF-8?q?=BC=C3=9Fe?= =?iso-8859-1?Q?!?=, Grüße!",
        "=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=, Grüße",
        "=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=, Grüße",
        "=?us-ascii?Q?Gr=C3=BC=C3=9Fe?=, Grüße",
        "=?no-such-charset?Q?Gr=C3=BC=C3=9Fe?=, Grüße",
        "=?iso-8859-8-i?Q?=F9=EC=E5=ED?=, שלום",
        "=?cp932?B?h0A=?=, ①",
        "=?no such charset?Q?a?=, =?no such charset?Q?a?=",
        "=?utf-8?X?a?=, =?utf-8?X?a?=",
        "paid =?utf-8?Q??= twice, paid twice",
        "=?=?utf-8?q?a?= b =?utf-8?q?c?= =?utf-8?q?open, =?a b c =?utf-8?q?open",
    })
    void decodesSubjects(String encoded, String expected) throws IOException {
        assertThat(read("Subject: " + encoded + "\n\n").subject()).isEqualTo(expected);
    }

    /** Java would look for it in every jar, for each word of a hostile mail. */
    @Test
    void asksNoProviderForACharacterSetItDoesNotKnow() throws IOException {
        CountingCharsetProvider.asked().clear();

        read("""
                Subject: =?no-such-charset?Q?a?=
                From: =?no-such-charset?Q?a?= <a@example.org>
                Content-Type: text/plain; charset=no-such-charset; name*=no-such-charset''a
                Content-Disposition: attachment; filename="=?no-such-charset?Q?a?="

                Text""");

        Charset.isSupported("asked-for");
        assertThat(CountingCharsetProvider.asked()).contains("asked-for").doesNotContain("no-such-charset");
    }

    /** Some programs write one where it means nothing. */
    @Test
    void doesNotMindABoundaryOfWhatIsNoMultipart() throws IOException {
        ParsedMessage message = read("Content-Type: text/plain; boundary*0=a; boundary=\u00fc\n\nText");

        assertThat(message.quarantined()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252"})
    void readsSubjectsThatAreNotEncodedAtAll(String charset) throws IOException {
        byte[] raw = "Subject: Grüße\r\n\r\n".getBytes(Charset.forName(charset));

        ParsedMessage message = MessageReader.read(new ByteArrayInputStream(raw), raw.length);

        assertThat(message.subject()).isEqualTo("Grüße");
    }

    @Test
    void letsNoControlCharacterThrough() throws IOException {
        ParsedMessage message = read("Subject: =?utf-8?Q?a=0D=0Ab=1B[31m=E2=80=AEc?=\nFrom: a\u0007b@example.org\n\n");

        assertThat(message.subject()).isEqualTo("a b [31m c");
        assertThat(message.envelope().toString()).doesNotContain("\u0007");
    }

    @Test
    void countsPartsAndAttachmentsOfNestedMultiparts() throws IOException {
        ParsedMessage message = read("""
                Content-Type: multipart/mixed; boundary=A

                --A
                Content-Type: multipart/alternative; boundary=B

                --B
                Content-Type: text/plain

                one
                --B
                Content-Type: text/html

                two
                --B--
                --A
                Content-Type: application/pdf; name="offer.pdf"

                three
                --A
                Content-Type: text/plain
                Content-Disposition: attachment; filename*0*=utf-8''list;
                 filename*1=.txt

                four
                --A--
                """);

        assertThat(message.contentType()).isEqualTo("multipart/mixed");
        assertThat(message.parts()).isEqualTo(4);
        assertThat(message.attachments()).isEqualTo(2);
        assertThat(message.quarantined()).isFalse();
    }

    @Test
    void recognisesAMailAgainByHeaderAndSize() throws IOException {
        String mail = HEADER + "\nbody";

        assertThat(read(mail).fingerprint())
                .matches("[0-9a-f]{64}")
                .isEqualTo(read(mail).fingerprint())
                .isEqualTo(read(HEADER + "\nBODY").fingerprint())
                .isNotEqualTo(read(HEADER + "\nlonger body").fingerprint())
                .isNotEqualTo(read("X: 1\n" + mail.substring(5)).fingerprint());
    }

    @Test
    void quarantinesNestingWithoutEnd() throws IOException {
        StringBuilder mail = new StringBuilder("Subject: deep\n");
        for (int i = 0; i < 5_000; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }

        ParsedMessage message = read(mail.toString());

        assertThat(message.quarantined()).isTrue();
        assertThat(message.subject()).isEqualTo("deep");
        assertThat(message.size()).isEqualTo(mail.length());
    }

    @ParameterizedTest
    @CsvSource({"31, false", "32, true"})
    void quarantinesNestingBelowTheLimitOnly(int depth, boolean quarantined) throws IOException {
        ParsedMessage message = read("Content-Type: message/rfc822\n\n".repeat(depth) + "Subject: inner\n\nbody\n");

        assertThat(message.quarantined()).isEqualTo(quarantined);
    }

    @Test
    void quarantinesMailsInsideMailsWithoutEnd() throws IOException {
        ParsedMessage message = read("Content-Type: message/rfc822\n\n".repeat(5_000));

        assertThat(message.quarantined()).isTrue();
    }

    @Test
    void quarantinesTwoHundredThousandParts() throws IOException {
        ParsedMessage message = read("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n\n".repeat(200_000));

        assertThat(message.quarantined()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1999, ", "2500, TOO_MANY_ADDRESSES", "20000, TOO_MANY_ADDRESSES", "200000, HEADER_TOO_LONG"})
    void quarantinesTooManyRecipients(int recipients, QuarantineReason reason) throws IOException {
        StringBuilder mail = new StringBuilder("Subject: many\nTo: ");
        for (int i = 0; i < recipients; i++) {
            mail.append("user").append(i).append("@example.org,\n ");
        }

        ParsedMessage message = read(mail + "last@example.org\n\nbody");

        assertThat(message.quarantine()).isEqualTo(reason);
        if (reason != QuarantineReason.HEADER_TOO_LONG) {
            assertThat(message.envelope().to()).hasSize(50);
            assertThat(message.envelope().toCount()).isBetween(1_999, 2_000);
            assertThat(message.truncated()).contains("envelope.to");
        }
        assertThat(message.subject()).isEqualTo("many");
    }

    @Test
    void survivesAHeaderThatStartsFolded() throws IOException {
        byte[] raw = Base64.getDecoder().decode("CQANCQA4DQkADQk4DQk=");

        ParsedMessage message = MessageReader.read(new ByteArrayInputStream(raw), raw.length);

        assertThat(message.size()).isEqualTo(raw.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "\"", "<", ",", ":;", "a@", "=?utf-8?Q?", "\\"})
    void isQuickWithHostileAddresses(String piece) throws IOException {
        ParsedMessage message = read("From: " + piece.repeat(100_000) + "\nSubject: x\n\n");

        assertThat(message.subject()).isEqualTo("x");
    }

    @Test
    void neverThrowsForNoise() throws IOException {
        Random random = new Random(42);
        byte[] alphabet = "\r\n\t :;=?\"<>,@()-_ab/0\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = alphabet[random.nextInt(alphabet.length)];
            }
            InputStream head = new ByteArrayInputStream(
                    "Content-Type: multipart/a; boundary=a\nTo:".getBytes(StandardCharsets.US_ASCII));
            InputStream raw = new SequenceInputStream(head, new ByteArrayInputStream(noise));

            assertThat(MessageReader.read(raw, noise.length).parts()).isPositive();
        }
    }

    @Test
    void reportsABrokenConnectionInsteadOfHalfAMail() {
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream((HEADER + "\nbody").getBytes(StandardCharsets.US_ASCII)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection lost");
                    }
                });

        assertThatThrownBy(() -> MessageReader.read(broken, 10_000)).hasMessage("connection lost");
    }

    @Test
    void marksAMailThatWasAnnouncedButIsEmpty() throws IOException {
        assertThat(MessageReader.read(InputStream.nullInputStream(), 500).quarantined())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 2 Nov 2026 10:00:00 +0200|2026-11-02T08:00:00Z",
                "2 Nov 26 10:00 GMT|2026-11-02T10:00:00Z",
                "Sat, 31 Dec 99 23:59:60 EST|2000-01-01T04:59:59Z",
            })
    void readsDates(String date, Instant expected) throws IOException {
        assertThat(read("Date: " + date + "\n\n").date()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "31 Feb 2026 10:00:00 +0000x", "1 Foo 2026 10:00:00 +0000"})
    void leavesUnreadableDatesOut(String date) throws IOException {
        ParsedMessage message = read("Date: " + date + "\nSubject: x\n\n");

        assertThat(message.subject()).isEqualTo("x");
        assertThat(message.quarantined()).isFalse();
    }

    private static ParsedMessage read(String mail) throws IOException {
        byte[] raw = mail.getBytes(StandardCharsets.UTF_8);
        return MessageReader.read(new ByteArrayInputStream(raw), raw.length);
    }
}
