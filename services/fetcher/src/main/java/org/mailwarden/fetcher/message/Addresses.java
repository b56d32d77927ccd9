// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mailwarden.fetcher.session.Limits;

/**
 * The addresses of one header field.
 *
 * @param found bare addresses, at most 320 characters each
 * @param cut whether there were more than the limit allows to read
 */
record Addresses(List<String> found, boolean cut) {

    /** RFC 5321 section 4.5.3.1: 64 for the local part, 255 for the domain. */
    private static final int ADDRESS_CHARACTERS = 320;

    private static final Pattern SEPARATORS = Pattern.compile("[\\s<>,;\"()]+");

    static Addresses read(String header) {
        int end = end(header);
        String text = header.substring(0, end);
        return new Addresses(parse(text), end < header.length());
    }

    /** The parser is quadratic in addresses and in open brackets, so both are counted before it sees any. */
    private static int end(String header) {
        int commas = 0;
        int brackets = 0;
        int limit = Math.min(header.length(), Limits.ADDRESS_HEADER_CHARACTERS);
        for (int i = 0; i < limit; i++) {
            char c = header.charAt(i);
            if (c == ',' && ++commas >= Limits.ADDRESSES || (c == '(' || c == '<') && ++brackets >= Limits.ADDRESSES) {
                return i;
            }
        }
        return limit;
    }

    private static List<String> parse(String text) {
        List<String> found = new ArrayList<>();
        try {
            for (InternetAddress address : InternetAddress.parseHeader(text, false)) {
                if (address.isGroup()) {
                    InternetAddress[] members = address.getGroup(false);
                    for (InternetAddress member : members == null ? new InternetAddress[0] : members) {
                        add(found, member.getAddress());
                    }
                } else {
                    add(found, address.getAddress());
                }
            }
        } catch (AddressException | RuntimeException unreadable) {
            found.clear();
            Stream.of(SEPARATORS.split(text))
                    .filter(word -> word.indexOf('@') > 0)
                    .forEach(word -> add(found, word));
        }
        return found;
    }

    private static void add(List<String> found, @org.jspecify.annotations.Nullable String address) {
        String clean = address == null ? "" : HeaderText.clean(address, ADDRESS_CHARACTERS + 1);
        if (!clean.isEmpty() && clean.length() <= ADDRESS_CHARACTERS) {
            found.add(clean);
        }
    }
}
