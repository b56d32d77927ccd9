// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt came from.
 *
 * @param address the client's address, behind a translator where that shows
 * @param scope where that address is valid
 * @param prefix its network by address
 * @param provider its network by autonomous system; absent when no file tells
 * @param marks what the operator's lists say of it; empty when they say nothing
 * @param place where it is; only public addresses, and examples in tests, have a place
 */
public record Origin(
        Address address,
        Scope scope,
        NetworkId prefix,
        @Nullable NetworkId provider,
        Set<NetworkMark> marks,
        PlaceAnswer place) {

    /** The network people are used to: the provider's where it is known, since it changes less. */
    public NetworkId network() {
        return provider == null ? prefix : provider;
    }

    /** Whether the place of the address may be another than that of the person. */
    public boolean placeIsNotThePersons() {
        return !marks.isEmpty();
    }

    /** The place, when it is known and that of the person. */
    public @Nullable Place personsPlace() {
        return !placeIsNotThePersons() && place instanceof PlaceAnswer.Found(Place found) ? found : null;
    }
}
