// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes text of a server fit to keep: printable, short, and without the password it may echo. */
public final class ServerText {

    private static final String WITHHELD = "(text withheld: it repeats the password)";

    private final List<String> secrets;

    /**
     * Knows what must not come through.
     *
     * @param username as presented
     * @param password or token, as presented
     */
    ServerText(String username, String password) {
        this.secrets = List.of(
                squeeze(password),
                base64(password),
                base64("\0" + username + "\0" + password),
                base64("user=" + username + "\1auth=Bearer " + password + "\1\1"),
                URLEncoder.encode(password, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
    }

    /**
     * Cleans a text.
     *
     * @param text of the server; may be absent
     * @return at most 200 printable ASCII characters; empty when there is nothing to show
     */
    public String clean(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String squeezed = squeeze(text);
        for (String secret : secrets) {
            if (!secret.isEmpty() && (squeezed.contains(secret) || text.contains(secret))) {
                return WITHHELD;
            }
        }
        return printable(text, Limits.SERVER_TEXT);
    }

    /**
     * Cuts a text to printable ASCII.
     *
     * @param text any
     * @param limit characters to keep
     * @return the text
     */
    static String printable(String text, int limit) {
        String clean =
                text.replaceAll("[^\\x20-\\x7E]+", " ").replaceAll(" {2,}", " ").strip();
        return clean.length() <= limit ? clean : clean.substring(0, limit);
    }

    /** Blanks, control characters and case do not hide a password from a reader, so they do not from us. */
    private static String squeeze(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", "").toLowerCase(Locale.ROOT);
    }

    private static String base64(String text) {
        return text.equals("")
                ? ""
                : Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
