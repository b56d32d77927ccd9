// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.util.List;

/** Knows the places of addresses. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface Places {

    /** Where an address is; never throws. */
    PlaceAnswer of(Address address);

    /**
     * Asks one after the other; the first who knows answers. When nobody knows and one of them could not be asked, the
     * answer is that nobody could.
     *
     * @param places in the order of trust
     */
    static Places firstOf(List<Places> places) {
        List<Places> all = List.copyOf(places);
        return address -> {
            PlaceAnswer answer = new PlaceAnswer.NotFound();
            for (Places one : all) {
                PlaceAnswer said = one.of(address);
                if (said instanceof PlaceAnswer.Found) {
                    return said;
                }
                if (said instanceof PlaceAnswer.CouldNotAsk) {
                    answer = said;
                }
            }
            return answer;
        };
    }
}
