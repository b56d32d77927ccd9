// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Hands letters to the mail server. Blocking: one SMTP exchange. */
@ApplicationScoped
class LetterPost {

    private final Mailer mailer;
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
        this.from = "\"" + SafeText.name(organisation).replace("@", "") + "\" <" + address + ">";
        this.domain = address.substring(address.lastIndexOf('@') + 1);
        this.replyTo = replyTo;
        if (!Addressee.isAddress(address) || (replyTo != null && !Addressee.isAddress(replyTo))) {
            throw new IllegalArgumentException(
                    "quarkus.mailer.from and mailwarden.auth.letters.reply-to are one plain mail address each");
        }
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
                .setFrom(from)
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
