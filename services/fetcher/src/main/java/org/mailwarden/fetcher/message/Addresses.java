// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.MailAddress;
import org.mailwarden.fetcher.session.Limits;

/**
 * Reads the address headers of one message. The parser is quadratic in addresses, groups and open brackets, so they are
 * counted before it sees any, over all headers of the message: two thousand headers cost no more than one.
 */
final class Addresses {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s<>,;\"()]+");

    private int charactersLeft = Limits.ADDRESS_CHARACTERS;
    private int addressesLeft = Limits.ADDRESSES;
    private int groupsLeft = Limits.ADDRESS_GROUPS;
    private boolean cut;

    /**
     * The mailboxes of one kind of header.
     *
     * @param kept the first ones
     * @param count how many there are
     */
    static final class Mailboxes {

        private final int limit;
        private final List<MailAddress> kept = new ArrayList<>();
        private int count;

        Mailboxes(int limit) {
            this.limit = limit;
        }

        private void add(@Nullable String address, InternetAddress parsed) {
            if (add(address) && kept.size() == count) {
                kept.set(count - 1, new MailAddress(name(parsed), kept.getLast().address()));
            }
        }

        private boolean add(@Nullable String address) {
            String clean = address == null ? "" : HeaderText.clean(address, Limits.ONE_ADDRESS_CHARACTERS + 1);
            if (clean.isEmpty() || clean.length() > Limits.ONE_ADDRESS_CHARACTERS) {
                return false;
            }
            if (count++ < limit) {
                kept.add(new MailAddress(null, clean));
            }
            return true;
        }

        /** The library's own decoder of names looks for a provider in every jar each time it is called. */
        private static @Nullable String name(InternetAddress parsed) {
            String whole = parsed.toString();
            int end = whole.lastIndexOf(" <");
            String phrase = end <= 0 ? "" : whole.substring(0, end).strip();
            if (phrase.length() > 1 && phrase.startsWith("\"") && phrase.endsWith("\"")) {
                phrase =
                        ESCAPE.matcher(phrase.substring(1, phrase.length() - 1)).replaceAll("$1");
            }
            String clean = HeaderText.clean(HeaderText.decoded(phrase), Limits.NAME_CHARACTERS);
            return clean.isEmpty() ? null : clean;
        }

        List<MailAddress> kept() {
            return kept;
        }

        int count() {
            return count;
        }

        boolean isCut() {
            return count > kept.size();
        }
    }

    /** Whether the headers hold more than the limits allow to parse. */
    boolean isCut() {
        return cut;
    }

    /** Characters that the parser may still be given. */
    int charactersLeft() {
        return charactersLeft;
    }

    void read(Field field, Mailboxes into) {
        if (charactersLeft == 0 || addressesLeft <= 0) {
            cut = true;
            return;
        }
        String header = HeaderText.raw(field, Limits.HEADER_BYTES);
        int end = end(header);
        cut |= end < header.length();
        charactersLeft -= end;
        parse(header.substring(0, end), into);
    }

    private int end(String header) {
        int brackets = 0;
        int limit = Math.min(header.length(), charactersLeft);
        addressesLeft--;
        for (int i = 0; i < limit; i++) {
            char c = header.charAt(i);
            boolean tooMany = switch (c) {
                case ',' -> --addressesLeft < 0;
                case '(', '<' -> ++brackets > Limits.ADDRESSES;
                case '[', ':' -> --groupsLeft < 0;
                default -> false;
            };
            if (tooMany) {
                return i;
            }
        }
        return limit;
    }

    private static void parse(String text, Mailboxes into) {
        InternetAddress[] parsed;
        try {
            parsed = InternetAddress.parseHeader(text, false);
            for (InternetAddress address : parsed) {
                if (address.isGroup()) {
                    InternetAddress[] members = address.getGroup(false);
                    for (InternetAddress member : members == null ? new InternetAddress[0] : members) {
                        into.add(member.getAddress(), member);
                    }
                } else {
                    into.add(address.getAddress(), address);
                }
            }
        } catch (AddressException | RuntimeException unreadable) {
            Stream.of(SEPARATORS.split(text))
                    .filter(word -> word.indexOf('@') > 0)
                    .forEach(into::add);
        }
    }
}
