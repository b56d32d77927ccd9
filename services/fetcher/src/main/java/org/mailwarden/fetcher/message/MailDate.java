// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a Date header (RFC 5322 sections 3.3 and 4.3, the obsolete zone names among them). */
final class MailDate {

    private static final Pattern DATE = Pattern.compile(
            "(?:[A-Za-z]{2,9}\\.?\\s*,?\\s*)?(\\d{1,2})[\\s-]+([A-Za-z]{3})[a-z]{0,6}[\\s-]+(\\d{2,4})\\s+"
                    + "(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?:\\s*([+-]\\d{4}|[A-Za-z]{1,5}))?.*");

    private static final Map<String, String> ZONES = Map.of(
            "EST", "-0500", "EDT", "-0400", "CST", "-0600", "CDT", "-0500", "MST", "-0700", "MDT", "-0600", "PST",
            "-0800", "PDT", "-0700", "CET", "+0100", "CEST", "+0200");

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d MMM ")
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern(" H:mm:ss xx")
            .toFormatter(Locale.ROOT);

    private static final int HEADER_CHARACTERS = 200;

    private MailDate() {}

    static @Nullable Instant read(String header) {
        Matcher date = DATE.matcher(HeaderText.clean(header, HEADER_CHARACTERS));
        if (!date.matches()) {
            return null;
        }
        String second = date.group(6) == null ? "00" : date.group(6).equals("60") ? "59" : date.group(6);
        String text = date.group(1) + " " + date.group(2) + " " + year(date.group(3)) + " " + date.group(4) + ":"
                + date.group(5) + ":" + second + " " + zone(date.group(7));
        try {
            return OffsetDateTime.parse(text, FORMAT).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /** RFC 5322 section 4.3: two digits below 50 are of this century, three digits count from 1900. */
    private static String year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 2) {
            year += year < 50 ? 2000 : 1900;
        } else if (digits.length() == 3) {
            year += 1900;
        }
        return "%04d".formatted(year);
    }

    private static String zone(@Nullable String zone) {
        if (zone == null) {
            return "+0000";
        }
        return zone.length() == 5 && !Character.isLetter(zone.charAt(0))
                ? zone
                : ZONES.getOrDefault(zone.toUpperCase(Locale.ROOT), "+0000");
    }
}
