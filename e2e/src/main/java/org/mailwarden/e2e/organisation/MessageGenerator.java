// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.organisation;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.Random;

/**
 * Makes mail as fleets have it: several charsets, nested multiparts, attachments, long threads, odd headers. The same seed
 * makes the same mail.
 */
public final class MessageGenerator {

    private static final List<String> SUBJECTS = List.of(
            "Minutes of Tuesday's meeting",
            "Rechnung für März – bitte prüfen",
            "Réunion reportée à jeudi",
            "Отчёт за третий квартал",
            "会議の議事録について",
            "Zażółć gęślą jaźń: termin",
            "Lunch?",
            "Your parcel is on its way",
            "[ticket 48213] printer on floor 3",
            "Quarterly figures, final");
    private static final List<String> CHARSETS =
            List.of("UTF-8", "ISO-8859-1", "windows-1252", "ISO-8859-2", "KOI8-R", "ISO-2022-JP", "US-ASCII");
    private static final List<String> SENTENCES = List.of(
            "Please have a look before Friday.",
            "Grüße aus dem Büro, und vielen Dank für die schnelle Antwort.",
            "Voilà le document demandé, à compléter.",
            "Пожалуйста, подтвердите получение.",
            "ご確認をお願いいたします。",
            "Proszę o potwierdzenie terminu spotkania.",
            "The figures in column D still need a second pair of eyes.");

    private final Random random;
    private final Session session = Session.getInstance(new Properties());
    private final List<String> thread = new ArrayList<>();
    private int number;

    /**
     * Makes a generator.
     *
     * @param seed same seed, same mail
     */
    public MessageGenerator(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Numbers the messages from here on, where another generator numbers its own.
     *
     * @param first number of the next message
     * @return this
     */
    public MessageGenerator startingAt(int first) {
        number = first;
        return this;
    }

    /**
     * Makes the next message.
     *
     * @param to whom it is for
     * @param from who wrote it
     * @return the message, with a Message-ID that no other has
     */
    public MimeMessage next(Person to, Person from) {
        try {
            int kind = number++ % 10;
            MimeMessage message =
                    new IdentifiedMessage(session, "<demo-" + number + "@" + SampleOrganisation.DOMAIN + ">");
            String charset = CHARSETS.get(random.nextInt(CHARSETS.size()));
            message.setFrom(new InternetAddress(from.address(), from.fullName(), "UTF-8"));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(to.address(), to.fullName(), "UTF-8"));
            message.setSubject(SUBJECTS.get(random.nextInt(SUBJECTS.size())), "UTF-8");
            message.setSentDate(Date.from(Instant.now().minus(random.nextInt(90 * 24), ChronoUnit.HOURS)));
            headers(message, kind);
            body(message, kind, charset);
            message.saveChanges();
            return message;
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new IllegalStateException("A sample message could not be made", e);
        }
    }

    private void headers(MimeMessage message, int kind) throws MessagingException {
        if (kind == 3 || kind == 7) {
            thread.add("<demo-" + number + "@" + SampleOrganisation.DOMAIN + ">");
            if (thread.size() > 1) {
                message.setHeader("In-Reply-To", thread.get(thread.size() - 2));
                int from = Math.max(0, thread.size() - 60);
                message.setHeader(
                        "References", MimeUtility.fold(12, String.join(" ", thread.subList(from, thread.size() - 1))));
            }
        }
        message.addHeader(
                "Received",
                "from relay.example (relay.example [192.0.2." + random.nextInt(255) + "]) by mx."
                        + SampleOrganisation.DOMAIN);
        if (kind == 5) {
            message.addHeader("X-Odd-Header", "  spaces,   tabs\tand\r\n\tfolding  ");
            message.addHeader("X-Empty", "");
            message.addHeader("List-Unsubscribe", "<mailto:leave@lists.example>, <https://lists.example/leave?x=1>");
        }
    }

    private void body(MimeMessage message, int kind, String charset) throws MessagingException {
        switch (kind) {
            case 0, 1, 2, 3 -> message.setText(text(charset), charset);
            case 4, 5, 6 -> message.setContent(alternative(charset));
            case 7, 8 -> message.setContent(mixed(charset));
            default -> message.setContent(forwarded(charset));
        }
    }

    private MimeMultipart alternative(String charset) throws MessagingException {
        MimeMultipart alternative = new MimeMultipart("alternative");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text(charset), charset);
        MimeBodyPart html = new MimeBodyPart();
        html.setText("<html><body><p>" + text("UTF-8") + "</p></body></html>", "UTF-8", "html");
        alternative.addBodyPart(plain);
        alternative.addBodyPart(html);
        return alternative;
    }

    private MimeMultipart mixed(String charset) throws MessagingException {
        MimeMultipart mixed = new MimeMultipart("mixed");
        MimeBodyPart nested = new MimeBodyPart();
        nested.setContent(alternative(charset));
        mixed.addBodyPart(nested);
        byte[] content = new byte[500 + random.nextInt(8000)];
        random.nextBytes(content);
        MimeBodyPart attachment = new MimeBodyPart();
        attachment.setDataHandler(new DataHandler(new ByteArrayDataSource(content, "application/pdf")));
        attachment.setFileName("Übersicht " + number + ".pdf");
        mixed.addBodyPart(attachment);
        return mixed;
    }

    private MimeMultipart forwarded(String charset) throws MessagingException {
        MimeMessage inner = new MimeMessage(session);
        inner.setSubject("Fwd: " + SUBJECTS.get(random.nextInt(SUBJECTS.size())), "UTF-8");
        inner.setContent(mixed(charset));
        inner.saveChanges();
        MimeMultipart outer = new MimeMultipart("mixed");
        MimeBodyPart note = new MimeBodyPart();
        note.setText(text(charset), charset);
        MimeBodyPart forwarded = new MimeBodyPart();
        forwarded.setContent(inner, "message/rfc822");
        outer.addBodyPart(note);
        outer.addBodyPart(forwarded);
        return outer;
    }

    private String text(String charset) {
        StringBuilder text = new StringBuilder();
        int sentences = 2 + random.nextInt(12);
        for (int i = 0; i < sentences; i++) {
            text.append(SENTENCES.get(random.nextInt(SENTENCES.size()))).append(i % 3 == 2 ? "\r\n\r\n" : "\r\n");
        }
        // What the charset cannot say becomes a question mark, as it does in the mail of careless senders.
        Charset encoding = Charset.forName(charset);
        return new String(text.toString().getBytes(encoding), encoding);
    }

    /** Keeps its own Message-ID: Jakarta Mail would make another on saveChanges. */
    private static final class IdentifiedMessage extends MimeMessage {

        private final String id;

        IdentifiedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
