// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.mailer.Mail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is handed to the mail server. That it arrives over SMTP is tried with the real one elsewhere. */
class LetterPostTest {

    private static final LetterText TEXT = new LetterText(Locale.GERMAN, "Subject", "plain key=k", "<p>key=k</p>");

    @Test
    void noMachineAnswersAndAPersonsAnswerGoesToTheHelpDesk() {
        // Given
        List<Mail> sent = new ArrayList<>();
        LetterPost post = new LetterPost(
                mails -> sent.addAll(List.of(mails)),
                "Meier \"& Co\" <x@y>\r\nBcc: thief@example.net",
                "help@example.org",
                "no-reply@example.org");

        // When
        Delivery delivery = post.send("anna@home.example", TEXT);

        // Then
        assertThat(delivery).isEqualTo(new Delivery.Accepted());
        assertThat(sent).singleElement().satisfies(mail -> {
            assertThat(mail.getTo()).containsExactly("anna@home.example");
            assertThat(mail.getFrom()).isEqualTo("no-reply@example.org");
            assertThat(mail.getHeaders().get("From"))
                    .containsExactly("\"Meier & Co xy Bcc thiefexample.net\" <no-reply@example.org>");
            assertThat(mail.getReplyTo()).isEqualTo("help@example.org");
            assertThat(mail.getHeaders().get("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getHeaders().get("Content-Language")).containsExactly("de");
            assertThat(mail.getHeaders().get("Message-ID"))
                    .singleElement()
                    .asString()
                    .endsWith("@example.org>");
        });
    }

    @Test
    void aNameWithMoreThanAsciiIsEncodedInPiecesThatAreNotTooLong() {
        // When
        String phrase = LetterPost.phrase("Universitätsklinikum Gießen und Marburg, Zentrale Informationstechnik Süd");

        // Then
        assertThat(phrase.split(" "))
                .hasSize(2)
                .allSatisfy(word -> assertThat(word)
                        .matches("=\\?UTF-8\\?B\\?[A-Za-z0-9+/=]+\\?=")
                        .hasSizeLessThanOrEqualTo(75));
    }

    @Test
    void aMailServerThatIsDownIsAFailureThatDoesNotTellTheLink() {
        // Given
        LetterPost down = new LetterPost(
                mails -> {
                    throw new IllegalStateException("could not send " + mails[0].getText());
                },
                "Ours",
                null,
                "no-reply@example.org");

        // When
        Delivery delivery = down.send("anna@home.example", TEXT);

        // Then
        assertThat(delivery).isInstanceOf(Delivery.Failed.class);
        assertThat(delivery.toString()).doesNotContain("key=");
    }
}
