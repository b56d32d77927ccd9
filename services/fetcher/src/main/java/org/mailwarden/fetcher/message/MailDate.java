// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
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

    private static final Map<String, Integer> ZONES = Map.of(
            "EST", -5, "EDT", -4, "CST", -6, "CDT", -5, "MST", -7, "MDT", -6, "PST", -8, "PDT", -7, "CET", 1, "CEST",
            2);

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private static final int HEADER_CHARACTERS = 200;

    /** No mail is older; a Date before it is made up. */
    private static final int FIRST_YEAR = 1970;

    private MailDate() {}

    static @Nullable Instant read(String header) {
        Matcher date = DATE.matcher(HeaderText.clean(header, HEADER_CHARACTERS));
        if (!date.matches()) {
            return null;
        }
        int year = year(date.group(3));
        int month = MONTHS.indexOf(date.group(2).toUpperCase(Locale.ROOT)) + 1;
        // A leap second is the second before it (RFC 5322 section 3.3).
        int second = date.group(6) == null ? 0 : Math.min(59, Integer.parseInt(date.group(6)));
        if (year < FIRST_YEAR || month == 0) {
            return null;
        }
        try {
            return LocalDateTime.of(
                            year,
                            month,
                            Integer.parseInt(date.group(1)),
                            Integer.parseInt(date.group(4)),
                            Integer.parseInt(date.group(5)),
                            second)
                    .toInstant(zone(date.group(7)));
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /** RFC 5322 section 4.3: two digits below 50 are of this century, three digits count from 1900. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return switch (digits.length()) {
            case 2 -> year + (year < 50 ? 2000 : 1900);
            case 3 -> year + 1900;
            default -> year;
        };
    }

    private static ZoneOffset zone(@Nullable String zone) {
        if (zone == null || zone.length() != 5 || Character.isLetter(zone.charAt(0))) {
            return ZoneOffset.ofHours(zone == null ? 0 : ZONES.getOrDefault(zone.toUpperCase(Locale.ROOT), 0));
        }
        int sign = zone.charAt(0) == '-' ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(
                sign * Integer.parseInt(zone.substring(1, 3)), sign * Integer.parseInt(zone.substring(3)));
    }
}
