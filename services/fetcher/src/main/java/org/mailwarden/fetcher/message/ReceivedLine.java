// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.ReceivedHop;
import org.mailwarden.fetcher.session.Limits;

/**
 * One Received header (RFC 5321 section 4.4), in the dialects of the usual servers: {@code from helo (host [address])},
 * {@code from host ([address] helo=name)}, {@code from unknown (HELO name) (address)}, {@code from helo (address)}.
 *
 * @param from first word of its from clause; absent when it names no client
 * @param comments comments of its from clause, which the receiving server writes
 * @param by first word of its by clause
 * @param protocol first word of its with clause
 * @param date what follows the last semicolon
 */
record ReceivedLine(
        @Nullable String from,
        List<String> comments,
        @Nullable String by,
        @Nullable String protocol,
        String date) {

    private static final Pattern ADDRESS = Pattern.compile(
            "(?i)(?<![\\w.:-])(?:IPv6:)?((?:\\d{1,3}\\.){3}\\d{1,3}|[0-9a-f]{0,4}:[0-9a-f:.]{1,40})(?![\\w:-])");

    /** The name in front of the bracketed address is the one the server looked up. */
    private static final Pattern LOOKED_UP = Pattern.compile("^([A-Za-z0-9._-]{1,255}) \\[");

    private static final Pattern HELO = Pattern.compile("(?i)(?:\\bhelo|\\behlo)[ =]([^\\s)]{1,255})");

    private static final int CHARACTERS = 2_000;

    static ReceivedLine read(String header) {
        String text = HeaderText.clean(header, CHARACTERS);
        int semicolon = text.lastIndexOf(';');
        String clause = "";
        @Nullable String from = null;
        @Nullable String by = null;
        @Nullable String protocol = null;
        List<String> comments = new ArrayList<>();
        for (Words.Word word : Words.of(semicolon < 0 ? text : text.substring(0, semicolon), "")) {
            if (word.kind() == Words.Kind.COMMENT) {
                if (clause.equals("from")) {
                    comments.add(word.text());
                }
                continue;
            }
            String lower = word.text().toLowerCase(Locale.ROOT);
            if (isClause(lower)) {
                clause = lower;
                continue;
            }
            switch (clause) {
                case "from" -> from = from == null ? word.text() : from;
                case "by" -> by = by == null ? word.text() : by;
                case "with" -> protocol = protocol == null ? word.text() : protocol;
                default -> {}
            }
        }
        return new ReceivedLine(from, comments, by, protocol, semicolon < 0 ? "" : text.substring(semicolon + 1));
    }

    private static boolean isClause(String word) {
        return switch (word) {
            case "from", "by", "via", "with", "id", "for" -> true;
            default -> false;
        };
    }

    /** Every IP address of the from clause; a public one first, since the client may give itself a name like a private one. */
    List<InetAddress> addresses() {
        List<InetAddress> found = new ArrayList<>();
        for (String comment : comments) {
            // What follows HELO is the client's own word: it comes last, but a public address in it still counts.
            Matcher helo = HELO.matcher(comment);
            if (helo.find()) {
                add(found, helo.replaceAll(" "));
            }
            add(found, comment);
        }
        if (from != null && from.startsWith("[")) {
            add(found, from);
        }
        found.sort(Comparator.comparing(Networks::isInside));
        return found;
    }

    private static void add(List<InetAddress> found, String text) {
        Matcher address = ADDRESS.matcher(text);
        while (address.find()) {
            try {
                InetAddress literal = InetAddress.ofLiteral(address.group(1));
                if (!found.contains(literal)) {
                    found.add(literal);
                }
            } catch (IllegalArgumentException bogus) {
                // 999.1.2.3 is no address.
            }
        }
    }

    /** Name that the receiving server found for the client's address; absent when none or in doubt. */
    @Nullable
    String host() {
        for (String comment : comments) {
            Matcher name = LOOKED_UP.matcher(comment);
            if (name.find()
                    && !name.group(1).equalsIgnoreCase("unknown")
                    && !comment.toLowerCase(Locale.ROOT).contains("may be forged")) {
                return name.group(1);
            }
        }
        return null;
    }

    /** Name that the client gave itself. */
    @Nullable
    String helo() {
        for (String comment : comments) {
            Matcher helo = HELO.matcher(comment);
            if (helo.find()) {
                return helo.group(1);
            }
        }
        return from;
    }

    /**
     * What is told of it.
     *
     * @param position of the header, from the top, at least 1
     * @param addresses as {@link #addresses} found them
     */
    ReceivedHop hop(int position, List<InetAddress> addresses) {
        return new ReceivedHop(
                position,
                cut(helo(), Limits.HOST_CHARACTERS),
                cut(host(), Limits.HOST_CHARACTERS),
                addresses.isEmpty() ? null : addresses.getFirst().getHostAddress(),
                cut(by, Limits.HOST_CHARACTERS),
                cut(protocol, Limits.WORD_CHARACTERS),
                MailDate.read(date));
    }

    private static @Nullable String cut(@Nullable String text, int limit) {
        return text == null || text.isEmpty() ? null : HeaderText.cut(text, limit);
    }
}
