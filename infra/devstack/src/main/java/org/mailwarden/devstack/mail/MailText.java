// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import com.icegreen.greenmail.store.StoredMessage;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;

/** Turns a stored message into what a person would read. */
final class MailText {

    private MailText() {}

    static ReceivedMail read(StoredMessage stored) {
        // Jakarta Mail finds the readers of each content type by the context class loader.
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(MailText.class.getClassLoader());
        try {
            MimeMessage message = stored.getMimeMessage();
            String subject = message.getSubject();
            String from = message.getHeader("From", ",");
            StringBuilder text = new StringBuilder();
            collect(message, "text/plain", text);
            collect(message, "text/html", text);
            return new ReceivedMail(
                    stored.getUid(), subject == null ? "" : subject, from == null ? "" : from, text.toString());
        } catch (MessagingException | IOException cause) {
            return new ReceivedMail(stored.getUid(), "", "", "");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void collect(Part part, String type, StringBuilder text) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int index = 0; index < parts.getCount(); index++) {
                collect(parts.getBodyPart(index), type, text);
            }
        } else if (part.isMimeType(type) && part.getContent() instanceof String content) {
            text.append(content).append('\n');
        }
    }
}
