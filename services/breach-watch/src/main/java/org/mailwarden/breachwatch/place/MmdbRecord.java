// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what a record says in either layout. What it does not say, or says wrongly, is absent. */
final class MmdbRecord {

    /** Kilometres, where a record has coordinates and does not say how sure it is: the flat layout never does. */
    private static final double UNSTATED_RADIUS_KM = 50;

    private static final int LONGEST_NAME = 100;

    private MmdbRecord() {}

    static PlaceAnswer place(Map<?, ?> fields, String type) {
        String country = country(fields);
        if (country == null) {
            return new PlaceAnswer.NotFound();
        }
        String city = name(nested(fields.get("city"), "names", "en"), fields.get("city"));
        Position exact = city == null ? null : position(fields);
        return new PlaceAnswer.Found(new Place(
                country,
                exact == null ? null : city,
                exact == null ? Countries.position(country) : exact,
                type.length() > LONGEST_NAME ? type.substring(0, LONGEST_NAME) : type));
    }

    static OptionalLong provider(Map<?, ?> fields) {
        return fields.get("autonomous_system_number") instanceof Number number
                        && number.longValue() > 0
                        && number.longValue() <= 0xFFFF_FFFFL
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    private static @Nullable String country(Map<?, ?> fields) {
        Object code = nested(fields.get("country"), "iso_code");
        if (code == null) {
            code = nested(fields.get("registered_country"), "iso_code");
        }
        if (code == null) {
            code = fields.get("country_code");
        }
        if (!(code instanceof String text) || text.length() != 2) {
            return null;
        }
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.chars().allMatch(c -> c >= 'A' && c <= 'Z') ? upper : null;
    }

    private static @Nullable String name(@Nullable Object nested, @Nullable Object flat) {
        Object name = nested == null ? flat : nested;
        return name instanceof String text && !text.isBlank() && text.length() <= LONGEST_NAME ? text : null;
    }

    private static @Nullable Position position(Map<?, ?> fields) {
        Map<?, ?> where = fields.get("location") instanceof Map<?, ?> location ? location : fields;
        Double latitude = number(where.get("latitude"));
        Double longitude = number(where.get("longitude"));
        Double radius = number(where.get("accuracy_radius"));
        if (latitude == null || longitude == null) {
            return null;
        }
        try {
            return new Position(latitude, longitude, radius == null ? UNSTATED_RADIUS_KM : radius);
        } catch (IllegalArgumentException nowhere) {
            return null;
        }
    }

    /** ip-location-db writes coordinates as text in some of its files. */
    private static @Nullable Double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof String text && text.length() <= 20) {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException noNumber) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable Object nested(@Nullable Object value, String... path) {
        Object found = value;
        for (String key : path) {
            found = found instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return found;
    }
}
