// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, by keyset: a row added meanwhile neither repeats nor hides another.
 *
 * @param items the rows
 * @param next value of {@code after} for the next page; null on the last
 * @param <T> the row
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** Rows on a page when the caller says nothing. */
    public static final int DEFAULT_LIMIT = 50;

    /** Most rows on a page. */
    public static final int MAX_LIMIT = 500;

    /** Copies the rows. */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page of rows that were asked for with one more than the limit.
     *
     * @param rows up to limit + 1 rows
     * @param limit rows on the page
     * @param key the keyset value of a row
     * @param <T> the row
     * @return the page
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> shown = rows.subList(0, limit);
        return new Page<>(shown, key.apply(shown.getLast()));
    }

    /**
     * Brings a caller's limit into bounds.
     *
     * @param limit what was asked for, may be absent
     * @return 1 to {@link #MAX_LIMIT}
     */
    public static int limit(@Nullable Integer limit) {
        return limit == null ? DEFAULT_LIMIT : Math.clamp(limit, 1, MAX_LIMIT);
    }
}
