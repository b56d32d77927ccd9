// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Distances on the earth, and the tables. */
class PositionTest {

    private static final Position BERLIN = new Position(52.52, 13.40, 20);
    private static final Position NEW_YORK = new Position(40.71, -74.01, 30);

    @Test
    void measuresAlongTheGreatCircle() {
        assertThat(BERLIN.distanceKm(NEW_YORK)).isCloseTo(6385, within(15.0));
        assertThat(new Position(0, 179.9, 0).distanceKm(new Position(0, -179.9, 0)))
                .isCloseTo(22, within(1.0));
        assertThat(new Position(90, 0, 0).distanceKm(new Position(-90, 77, 0))).isCloseTo(20_015, within(5.0));
    }

    @Test
    void takesBothUncertaintiesFromTheDistance() {
        assertThat(BERLIN.leastDistanceKm(NEW_YORK)).isCloseTo(6335, within(15.0));
        assertThat(BERLIN.leastDistanceKm(new Position(48, 11, 5000))).isZero();
    }

    @Test
    void refusesWhatIsNoPointOnTheEarth() {
        assertThatThrownBy(() -> new Position(91, 0, 0)).hasMessageContaining("latitude of -90 to 90");
        assertThatThrownBy(() -> new Position(0, Double.NaN, 0)).hasMessageContaining("longitude");
        assertThatThrownBy(() -> new Position(0, 0, -1)).hasMessageContaining("radius");
    }

    @Test
    void knowsTheMiddleOfNearlyEveryCountry() {
        assertThat(java.util.Arrays.stream(Locale.getISOCountries())
                        .filter(code -> Countries.position(code) != null)
                        .count())
                .isGreaterThan(190);
    }

    @Test
    void givesEachDocumentationNetworkACityOfItsOwn() {
        DocumentationPlaces places = new DocumentationPlaces();

        assertThat(places.of(address("192.0.2.1"))).asString().contains("Berlin");
        assertThat(places.of(address("198.51.100.1"))).asString().contains("New York");
        assertThat(places.of(address("203.0.113.255"))).asString().contains("Istanbul");
        assertThat(places.of(address("2001:db8:10::1"))).asString().contains("Tokyo");
        assertThat(places.of(address("2001:db8:18::1"))).isInstanceOf(PlaceAnswer.NotFound.class);
        assertThat(places.of(address("8.8.8.8"))).isInstanceOf(PlaceAnswer.NotFound.class);
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
