// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

/** What is known of the place of an address. */
public sealed interface PlaceAnswer {

    /**
     * It is known.
     *
     * @param place where
     */
    record Found(Place place) implements PlaceAnswer {}

    /** Those who were asked do not know it. */
    record NotFound() implements PlaceAnswer {}

    /**
     * Nobody could be asked: nothing may be concluded.
     *
     * @param reason why, a plain sentence
     */
    record CouldNotAsk(String reason) implements PlaceAnswer {}
}
