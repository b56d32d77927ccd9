// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.util.List;
import java.util.random.RandomGenerator;
import org.mailwarden.breachwatch.place.Position;

/**
 * A city of the made-up world.
 *
 * @param country two letters
 * @param name its name
 * @param position its middle
 */
record City(String country, String name, Position position) {

    static final List<City> ALL = List.of(
            city("DE", "Berlin", 52.52, 13.40),
            city("DE", "Munich", 48.14, 11.58),
            city("DE", "Hamburg", 53.55, 9.99),
            city("DE", "Cologne", 50.94, 6.96),
            city("FR", "Paris", 48.86, 2.35),
            city("FR", "Lyon", 45.76, 4.84),
            city("GB", "London", 51.51, -0.13),
            city("GB", "Manchester", 53.48, -2.24),
            city("ES", "Madrid", 40.42, -3.70),
            city("ES", "Barcelona", 41.39, 2.17),
            city("IT", "Milan", 45.46, 9.19),
            city("PL", "Warsaw", 52.23, 21.01),
            city("NL", "Amsterdam", 52.37, 4.90),
            city("SE", "Stockholm", 59.33, 18.07),
            city("US", "New York", 40.71, -74.01),
            city("US", "Chicago", 41.88, -87.63),
            city("US", "San Francisco", 37.77, -122.42),
            city("US", "Dallas", 32.78, -96.80),
            city("CA", "Toronto", 43.65, -79.38),
            city("BR", "Sao Paulo", -23.55, -46.63),
            city("IN", "Mumbai", 19.08, 72.88),
            city("IN", "Delhi", 28.61, 77.21),
            city("SG", "Singapore", 1.35, 103.82),
            city("JP", "Tokyo", 35.68, 139.69),
            city("AU", "Sydney", -33.87, 151.21),
            city("ZA", "Cape Town", -33.92, 18.42),
            city("NG", "Lagos", 6.52, 3.38),
            city("RU", "Moscow", 55.76, 37.62),
            city("VN", "Hanoi", 21.03, 105.85),
            city("ID", "Jakarta", -6.21, 106.85),
            city("TR", "Istanbul", 41.01, 28.98),
            city("UA", "Kyiv", 50.45, 30.52));

    private static City city(String country, String name, double latitude, double longitude) {
        return new City(country, name, new Position(latitude, longitude, 0));
    }

    static List<City> of(String country) {
        return ALL.stream().filter(city -> city.country().equals(country)).toList();
    }

    /** Any city of another country. */
    City abroad(RandomGenerator random) {
        List<City> others =
                ALL.stream().filter(city -> !city.country().equals(country)).toList();
        return others.get(random.nextInt(others.size()));
    }

    double kmTo(City other) {
        return position.distanceKm(other.position());
    }
}
