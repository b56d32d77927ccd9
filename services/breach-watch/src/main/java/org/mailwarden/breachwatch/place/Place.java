// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The place of an address.
 *
 * @param country two letters of ISO 3166-1, upper case
 * @param city its name; absent when only the country is known
 * @param position where that is; absent when a country is not in our table
 * @param source who says so, for instance the type of the operator's file
 */
public record Place(
        String country, @Nullable String city, @Nullable Position position, String source) {

    /** Whether nothing finer than the country is known, which weakens every conclusion from distances. */
    public boolean countryOnly() {
        return city == null;
    }

    /** In words, for instance {@code Lisbon, Portugal} or {@code somewhere in Portugal}. */
    public String text() {
        String name = countryName(country);
        return city == null ? "somewhere in " + name : city + ", " + name;
    }

    /** The English name of a country; its code when the JDK knows none. */
    public static String countryName(String code) {
        String name = Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
        return name.isEmpty() ? code : name;
    }
}
