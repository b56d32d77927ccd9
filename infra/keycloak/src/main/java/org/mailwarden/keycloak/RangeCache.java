// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ranges that were read, the last used kept longest, within a bound of memory. Their age alone says whether they are still
 * good: a padded answer has no tag, so that nobody sees from a 304 what was asked before. Safe for many threads.
 */
final class RangeCache {

    /** How long a range still answers when breach-watch does not. */
    private static final Duration OLDEST = Duration.ofHours(24);

    private final long mostCharacters;
    private final Duration freshFor;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    /**
     * Makes an empty cache.
     *
     * @param mostCharacters characters, and so bytes, that all ranges together may have
     * @param freshFor how long a range is used without asking again
     */
    RangeCache(long mostCharacters, Duration freshFor) {
        this.mostCharacters = mostCharacters;
        this.freshFor = freshFor;
    }

    /** A range that is used without asking again; absent when there is none. */
    synchronized @Nullable String fresh(String prefix, long nowMillis) {
        return younger(prefix, nowMillis, freshFor);
    }

    /** A range that is used when nobody can be asked; absent when there is none of the last day. */
    synchronized @Nullable String any(String prefix, long nowMillis) {
        return younger(prefix, nowMillis, OLDEST);
    }

    /** Keeps a range, and forgets those that were not used for longest when it becomes too much. */
    synchronized void keep(String prefix, String range, long nowMillis) {
        Entry before = entries.put(prefix, new Entry(range, nowMillis));
        characters += range.length() - (before == null ? 0 : before.range().length());
        for (Iterator<Entry> oldest = entries.values().iterator(); characters > mostCharacters && oldest.hasNext(); ) {
            characters -= oldest.next().range().length();
            oldest.remove();
        }
    }

    private @Nullable String younger(String prefix, long nowMillis, Duration limit) {
        Entry entry = entries.get(prefix);
        return entry != null && nowMillis - entry.readAtMillis() <= limit.toMillis() ? entry.range() : null;
    }

    private record Entry(String range, long readAtMillis) {}
}
