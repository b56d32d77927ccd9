// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Hands letters to the mail server. Blocking: one SMTP exchange. */
@ApplicationScoped
class LetterPost {

    /** An encoded word has at most 75 characters. */
    private static final int MOST_BYTES_OF_A_WORD = 45;

    private final Mailer mailer;
    private final String address;
    private final String from;
    private final String domain;
    private final @Nullable String replyTo;

    @Inject
    LetterPost(Mailer mailer, LetterSettings settings, @ConfigProperty(name = "quarkus.mailer.from") String address) {
        this(mailer, settings.organisation(), settings.replyTo().orElse(null), address);
    }

    /** With the sender's name and address, and where an answer goes. */
    LetterPost(Mailer mailer, String organisation, @Nullable String replyTo, String address) {
        this.mailer = mailer;
        this.address = address;
        this.from = phrase(SafeText.name(organisation).replace("@", "")) + " <" + address + ">";
        this.domain = address.substring(address.lastIndexOf('@') + 1);
        this.replyTo = replyTo;
        if (!Addressee.isAddress(address) || (replyTo != null && !Addressee.isAddress(replyTo))) {
            throw new IllegalArgumentException(
                    "quarkus.mailer.from and mailwarden.auth.letters.reply-to are one plain mail address each");
        }
    }

    /** A name before an address: quoted (RFC 5322 section 3.2.5), or encoded when it has more than ASCII (RFC 2047 section 5). */
    static String phrase(String name) {
        if (name.chars().allMatch(character -> character < 128)) {
            return "\"" + name + "\"";
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        name.codePoints().mapToObj(Character::toString).forEach(character -> {
            if (bytes(word + character).length > MOST_BYTES_OF_A_WORD) {
                words.add(word.toString());
                word.setLength(0);
            }
            word.append(character);
        });
        words.add(word.toString());
        return words.stream()
                .map(part -> "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes(part)) + "?=")
                .collect(Collectors.joining(" "));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Sends a letter.
     *
     * @param to one plain address
     * @param text the letter
     * @return {@link Delivery.Accepted} or {@link Delivery.Failed}
     */
    Delivery send(String to, LetterText text) {
        Mail mail = Mail.withText(to, text.subject(), text.plain())
                .setHtml(text.html())
                .setFrom(address)
                // The library would write the name as a comment, which mail programs show in their own ways or not at
                // all.
                .addHeader("From", from)
                // RFC 5322 section 3.6.4. The library's own would tell the name of this machine.
                .addHeader("Message-ID", "<" + UUID.randomUUID() + "@" + domain + ">")
                // RFC 3834 section 5: no machine answers, so no holiday note tells the thief that nobody reads.
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("Content-Language", text.language().toLanguageTag());
        if (replyTo != null) {
            mail.setReplyTo(replyTo);
        }
        try {
            mailer.send(mail);
            return new Delivery.Accepted();
        } catch (RuntimeException cause) {
            // Only its kind: the message of a mail error may quote the mail.
            return new Delivery.Failed(
                    "The mail server did not take the mail: " + cause.getClass().getSimpleName());
        }
    }
}
