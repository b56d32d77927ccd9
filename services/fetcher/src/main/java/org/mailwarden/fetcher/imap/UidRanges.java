// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of UIDs as a server writes it (RFC 9051 section 9, sequence-set), kept as ranges: {@code 1:4294967295} is one range
 * and not four thousand million numbers. Pure.
 */
public final class UidRanges {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,10})(?::(\\d{1,10}))?");

    private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>();

    /**
     * Adds ranges.
     *
     * @param text ranges with commas between them
     * @return false when the text is no such thing, and nothing of it can be relied on
     */
    public boolean add(String text) {
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                return false;
            }
            long one = Long.parseLong(range.group(1));
            long other = range.group(2) == null ? one : Long.parseLong(range.group(2));
            join(Math.min(one, other), Math.max(one, other));
        }
        return true;
    }

    /** Ranges that overlap become one, so that the nearest one below a UID is the only one it can be in. */
    private void join(long first, long last) {
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(last);
        while (before != null && before.getValue() >= first) {
            first = Math.min(first, before.getKey());
            last = Math.max(last, before.getValue());
            lastByFirst.remove(before.getKey());
            before = lastByFirst.floorEntry(last);
        }
        lastByFirst.put(first, last);
    }

    /**
     * Whether a UID is in one of the ranges.
     *
     * @param uid the UID
     * @return whether it is
     */
    public boolean contains(long uid) {
        Map.Entry<Long, Long> nearest = lastByFirst.floorEntry(uid);
        return nearest != null && nearest.getValue() >= uid;
    }
}
