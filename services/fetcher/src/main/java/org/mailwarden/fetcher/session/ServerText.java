// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes text of a server fit to keep: printable, short, and without the password it may echo. */
public final class ServerText {

    private static final String WITHHELD = "(text withheld: it repeats the password)";

    private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;?]*[@-~]");
    private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/_-]{4,}");

    private final List<String> secrets;

    /**
     * Knows what must not come through.
     *
     * @param password or token, as presented
     */
    ServerText(String password) {
        String squeezed = squeeze(password);
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        this.secrets = List.of(
                squeezed,
                new StringBuilder(squeezed).reverse().toString(),
                HexFormat.of().formatHex(bytes),
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
        String searched = squeeze(text) + "\n" + squeeze(decoded(text));
        boolean repeats = secrets.stream().anyMatch(secret -> !secret.isEmpty() && searched.contains(secret));
        return repeats ? WITHHELD : printable(text, Limits.SERVER_TEXT);
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
        return COLOUR.matcher(text)
                .replaceAll("")
                .replaceAll("[\\s\\p{Cntrl}]+", "")
                .toLowerCase(Locale.ROOT);
    }

    /** What stands in the text as base64, wherever it begins: a password comes with names around it in every sign-in. */
    private static String decoded(String text) {
        StringBuilder found = new StringBuilder();
        ENCODED.matcher(text).results().forEach(run -> {
            String standard = run.group().replace('-', '+').replace('_', '/');
            for (int from = 0; from < 4 && standard.length() - from >= 4; from++) {
                int whole = (standard.length() - from) / 4 * 4;
                int rest = (standard.length() - from) % 4;
                String part = standard.substring(from, from + whole + (rest == 1 ? 0 : rest));
                found.append(new String(Base64.getDecoder().decode(part), StandardCharsets.UTF_8))
                        .append('\n');
            }
        });
        return found.toString();
    }
}
