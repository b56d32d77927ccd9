// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Mails like those of a real mailbox: 2 to 60 KB with many small ones, a quarter plain text, some with an HTML half, some
 * with a file. The same seed makes the same mails.
 */
public final class MailRecipe {

    private static final double SMALLEST = 2_000;
    private static final double LARGEST = 60_000;
    private static final int PLAIN = 25;
    private static final int ALTERNATIVE = 45;
    private static final String[] WORDS = {
        "the",
        "report",
        "für",
        "quarter",
        "meeting",
        "über",
        "delivery",
        "invoice",
        "please",
        "naïve",
        "find",
        "below",
        "numbers",
        "café",
        "team",
        "Monday",
        "attached",
        "contract",
        "version",
        "thanks"
    };

    private final long seed;

    /**
     * Fixes the seed.
     *
     * @param seed of everything
     */
    public MailRecipe(long seed) {
        this.seed = seed;
    }

    /**
     * Writes a mail.
     *
     * @param number which one
     * @return the raw message with bare line feeds, as a Maildir keeps it
     */
    public byte[] mail(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        double size = SMALLEST * Math.pow(LARGEST / SMALLEST, random.nextDouble());
        StringBuilder mail = new StringBuilder((int) size + 2_000);
        headers(mail, number, random);
        int kind = random.nextInt(100);
        if (kind < PLAIN) {
            mail.append("Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n");
            prose(mail, size, random);
        } else if (kind < PLAIN + ALTERNATIVE) {
            alternative(mail, size, number, random);
        } else {
            mixed(mail, size, number, random);
        }
        return mail.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void headers(StringBuilder mail, int number, SplittableRandom random) {
        int hops = 1 + random.nextInt(3);
        for (int hop = hops; hop > 0; hop--) {
            mail.append(String.format(
                    Locale.ROOT,
                    "Received: from relay%d.sender.example (relay%d.sender.example [192.0.2.%d])\n\tby mx.sample.example"
                            + " with ESMTPS id %x;\n\tMon, 2 Nov 2026 09:%02d:%02d +0000\n",
                    hop,
                    hop,
                    hop,
                    random.nextInt(),
                    number % 60,
                    hop));
        }
        byte[] signature = new byte[256];
        random.nextBytes(signature);
        mail.append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=s1;\n")
                .append("\th=from:to:subject:date:message-id; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=;\n\tb=")
                .append(Base64.getEncoder().encodeToString(signature).replaceAll("(.{70})", "$1\n\t "))
                .append("\nAuthentication-Results: mx.sample.example;\n\tdkim=pass header.d=sender.example;\n")
                .append("\tspf=pass smtp.mailfrom=sender.example\n")
                .append("From: =?UTF-8?Q?J=C3=B6rg_Sender?= <sender" + number % 97 + "@sender.example>\n")
                .append("To: Reader <reader@sample.example>, Second <second@sample.example>\n")
                .append("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?= number " + number + "\n")
                .append("Message-ID: <" + number + "." + Long.toHexString(random.nextLong()) + "@sender.example>\n")
                .append("Date: Mon, 2 Nov 2026 09:00:00 +0000\nMIME-Version: 1.0\n");
    }

    private static void alternative(StringBuilder mail, double size, int number, SplittableRandom random) {
        String boundary = "=_alt_" + number;
        mail.append("Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\n\n--" + boundary
                + "\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n");
        prose(mail, size / 3, random);
        mail.append("\n--" + boundary
                + "\nContent-Type: text/html; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n<html><body><p>\n");
        prose(mail, size - mail.length(), random);
        mail.append("</p></body></html>\n--" + boundary + "--\n");
    }

    private static void mixed(StringBuilder mail, double size, int number, SplittableRandom random) {
        String boundary = "=_mix_" + number;
        mail.append("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\n\n--" + boundary
                + "\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n");
        prose(mail, Math.min(1_500, size / 3), random);
        mail.append("\n--" + boundary + "\nContent-Type: application/pdf; name=\"report.pdf\"\n"
                + "Content-Disposition: attachment; filename=\"report-" + number
                + ".pdf\"\nContent-Transfer-Encoding: base64\n\n");
        byte[] content = new byte[Math.max(600, (int) ((size - mail.length()) * 0.73))];
        random.nextBytes(content);
        mail.append(Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(content))
                .append("\n--" + boundary + "--\n");
    }

    private static void prose(StringBuilder mail, double characters, SplittableRandom random) {
        int end = mail.length() + (int) characters;
        int line = 0;
        while (mail.length() < end) {
            String word = WORDS[random.nextInt(WORDS.length)];
            line += word.length() + 1;
            mail.append(word).append(line > 70 ? '\n' : ' ');
            line = line > 70 ? 0 : line;
        }
        mail.append('\n');
    }
}
