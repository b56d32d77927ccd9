// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.place.NetworkId;
import org.mailwarden.breachwatch.place.Origin;
import org.mailwarden.breachwatch.place.Place;

/**
 * What people marked as expected, for one account or for all. It silences what is new or far, never guesses.
 *
 * @param countries two letters each
 * @param networks by prefix or by autonomous system
 * @param clients families, see {@link Client}
 */
public record Trusted(Set<String> countries, Set<NetworkId> networks, Set<String> clients) {

    /** Nothing is marked. */
    public static final Trusted NOTHING = new Trusted(Set.of(), Set.of(), Set.of());

    /** Copies the sets. */
    public Trusted {
        countries = Set.copyOf(countries);
        networks = Set.copyOf(networks);
        clients = Set.copyOf(clients);
    }

    boolean country(Place place) {
        return countries.contains(place.country());
    }

    boolean network(Origin origin) {
        return networks.contains(origin.network()) || networks.contains(origin.prefix());
    }

    boolean client(@Nullable Client client) {
        return client != null && clients.contains(client.family());
    }
}
