// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.recovery;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of the mail, as plain text and as HTML. */
record RecoveryText(
        Letter letter,
        String username,
        String address,
        @Nullable Instant expiresAt,
        @Nullable String link) {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    String subject() {
        return letter.subject();
    }

    String plain() {
        String about = link == null || expiresAt == null ? "" : """

                %s

                The link works once, until %s. Do not forward it: whoever opens it can take your account.
                """.formatted(link, WHEN.format(expiresAt));
        return """
                Hello %s,

                %s
                %s
                Nobody will ever ask you for your password or for a link.
                """.formatted(username, letter.opening(address), about);
    }

    String html() {
        String about = link == null || expiresAt == null
                ? ""
                : """
                <p><a href="%s">%s</a></p>
                <p>The link works once, until %s. Do not forward it: whoever opens it can take your account.</p>
                """.formatted(escape(link), escape(letter.label()), escape(WHEN.format(expiresAt)));
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%s</title></head><body>
                <p>Hello %s,</p>
                <p>%s</p>
                %s<p>Nobody will ever ask you for your password or for a link.</p>
                </body></html>
                """.formatted(escape(subject()), escape(username), escape(letter.opening(address)), about);
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
