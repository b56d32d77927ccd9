// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail address whose domain may be asked about. Pure.
 *
 * @param local the part before the @
 * @param domain the part after it, in the form of the DNS (RFC 5890)
 */
record MailAddress(String local, String domain) {

    private static final Pattern LABELS =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");

    /** Reads an address; empty when it is none, or its domain could not stand in the DNS. */
    static Optional<MailAddress> of(@Nullable String text) {
        String given = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        int at = given.lastIndexOf('@');
        if (at < 1 || at > 64 || given.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            return Optional.empty();
        }
        try {
            String domain = IDN.toASCII(given.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
            return domain.length() <= 253 && LABELS.matcher(domain).matches()
                    ? Optional.of(new MailAddress(given.substring(0, at), domain))
                    : Optional.empty();
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    String whole() {
        return local + "@" + domain;
    }
}
