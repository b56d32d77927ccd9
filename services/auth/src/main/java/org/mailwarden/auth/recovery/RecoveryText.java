// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.recovery;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The words of the mail, as plain text and as HTML. */
record RecoveryText(String username, String address, Instant expiresAt, String link) {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    String subject() {
        return "Set a new password for your mail account";
    }

    String plain() {
        return """
                Hello %s,

                the password of your mail account %s was found exposed. It has been retired, and every
                session has been signed out. To use your account again, open this link and set a new password:

                %s

                The link works once, until %s. Do not forward it: whoever opens it can take your account.
                Nobody will ever ask you for it.
                """.formatted(username, address, link, WHEN.format(expiresAt));
    }

    String html() {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%s</title></head><body>
                <p>Hello %s,</p>
                <p>the password of your mail account %s was found exposed. It has been retired, and every session has been
                signed out. To use your account again, open this link and set a new password:</p>
                <p><a href="%s">Set a new password</a></p>
                <p>The link works once, until %s. Do not forward it: whoever opens it can take your account.
                Nobody will ever ask you for it.</p>
                </body></html>
                """.formatted(
                        subject(), escape(username), escape(address), escape(link), escape(WHEN.format(expiresAt)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Never the link. */
    @Override
    public String toString() {
        return "RecoveryText[expiresAt=" + expiresAt + "]";
    }
}
