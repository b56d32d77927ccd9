// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition in SQL on the rows of a table, made of parts that all have to hold, with the values of its parameters. What is
 * empty or absent asks for nothing. For one thread.
 */
public final class SearchCondition {

    private final String table;
    private final List<String> parts = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * A condition that every row fits.
     *
     * @param table what the table is called in the query
     */
    public SearchCondition(String table) {
        this.table = table;
    }

    /**
     * Asks for any of some values.
     *
     * @param column the column; the parameter is called as it is
     * @param allowed the values, constants by their names; the empty text stands for rows that have none
     * @return this
     */
    public SearchCondition anyOf(String column, Set<?> allowed) {
        if (allowed.isEmpty()) {
            return this;
        }
        Set<Object> present = allowed.stream()
                .map(value -> value instanceof Enum<?> constant ? constant.name() : value)
                .filter(value -> !value.equals(""))
                .collect(Collectors.toSet());
        List<String> either = new ArrayList<>();
        if (!present.isEmpty()) {
            either.add(table + "." + column + " in (:" + column + ")");
            values.put(column, present);
        }
        if (present.size() < allowed.size()) {
            either.add(table + "." + column + " is null");
        }
        parts.add("(" + String.join(" or ", either) + ")");
        return this;
    }

    /**
     * Asks for what lies between two times.
     *
     * @param column the column; the parameters are called as it is, with From and Before behind
     * @param from then or later; absent for no such bound
     * @param before earlier than that; absent for no such bound
     * @return this
     */
    public SearchCondition between(String column, @Nullable Instant from, @Nullable Instant before) {
        if (from != null) {
            that(table + "." + column + " >= :" + column + "From", column + "From", from);
        }
        if (before != null) {
            that(table + "." + column + " < :" + column + "Before", column + "Before", before);
        }
        return this;
    }

    /**
     * Asks for something else.
     *
     * @param sql a condition without parameters
     * @return this
     */
    public SearchCondition that(String sql) {
        parts.add(sql);
        return this;
    }

    /**
     * Asks for something else.
     *
     * @param sql a condition with one parameter
     * @param parameter its name
     * @param value its value
     * @return this
     */
    public SearchCondition that(String sql, String parameter, Object value) {
        parts.add(sql);
        values.put(parameter, value);
        return this;
    }

    /**
     * Asks for what stands behind a place in a list.
     *
     * @param rank the column by which the list is ordered, the greatest first
     * @param name the column by which it is ordered then
     * @param place the place; absent for the beginning of the list
     * @return this
     */
    public SearchCondition behind(String rank, String name, @Nullable RankedCursor place) {
        if (place != null) {
            parts.add("(%1$s.%2$s < :behindRank or %1$s.%2$s = :behindRank and %1$s.%3$s > :behindName)"
                    .formatted(table, rank, name));
            values.put("behindRank", place.rank());
            values.put("behindName", place.name());
        }
        return this;
    }

    /**
     * The pattern of a text that stands somewhere in another, for {@code like} with {@code escape '!'} on a text in lower
     * case.
     *
     * @param text in whatever case
     * @return the pattern
     */
    public static String containing(String text) {
        return "%" + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    }

    /** What stands after "where". */
    public String sql() {
        return parts.isEmpty() ? "true" : String.join(" and ", parts);
    }

    /** The value of each parameter. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }
}
