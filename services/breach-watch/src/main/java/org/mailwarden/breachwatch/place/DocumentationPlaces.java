// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.util.List;

/**
 * Places for the addresses that are reserved for examples (RFC 5737, RFC 3849), so that tests and the demo can show journeys
 * without anybody's data: each /27 of 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 is a city, in this order, and so is
 * each 2001:db8:N::/48 for N = 0 to 23. Switched on only there: no such address is ever seen on the Internet.
 */
public final class DocumentationPlaces implements Places {

    private static final double RADIUS_KM = 20;
    private static final int CITIES_OF_A_RANGE = 8;

    private static final List<Place> CITIES = List.of(
            city("DE", "Berlin", 52.52, 13.40),
            city("DE", "Munich", 48.14, 11.58),
            city("FR", "Paris", 48.86, 2.35),
            city("GB", "London", 51.51, -0.13),
            city("ES", "Madrid", 40.42, -3.70),
            city("IT", "Rome", 41.90, 12.50),
            city("PL", "Warsaw", 52.23, 21.01),
            city("SE", "Stockholm", 59.33, 18.07),
            city("US", "New York", 40.71, -74.01),
            city("US", "San Francisco", 37.77, -122.42),
            city("CA", "Toronto", 43.65, -79.38),
            city("MX", "Mexico City", 19.43, -99.13),
            city("BR", "Sao Paulo", -23.55, -46.63),
            city("AR", "Buenos Aires", -34.60, -58.38),
            city("CO", "Bogota", 4.71, -74.07),
            city("CL", "Santiago", -33.45, -70.67),
            city("JP", "Tokyo", 35.68, 139.69),
            city("SG", "Singapore", 1.35, 103.82),
            city("IN", "Mumbai", 19.08, 72.88),
            city("AU", "Sydney", -33.87, 151.21),
            city("ZA", "Johannesburg", -26.20, 28.05),
            city("NG", "Lagos", 6.52, 3.38),
            city("EG", "Cairo", 30.04, 31.24),
            city("TR", "Istanbul", 41.01, 28.98));

    @Override
    public PlaceAnswer of(Address address) {
        int number = number(address);
        return number < 0 ? new PlaceAnswer.NotFound() : new PlaceAnswer.Found(CITIES.get(number));
    }

    private static int number(Address address) {
        if (!address.isIpv4()) {
            long site = address.high() >>> 16 & 0xFFFF;
            return address.high() >>> 32 == 0x2001_0DB8L && site < CITIES.size() ? (int) site : -1;
        }
        int piece = (address.ipv4() & 0xFF) >>> 5;
        return switch (address.ipv4() >>> 8) {
            case 0xC00002 -> piece;
            case 0xC63364 -> CITIES_OF_A_RANGE + piece;
            case 0xCB0071 -> 2 * CITIES_OF_A_RANGE + piece;
            default -> -1;
        };
    }

    private static Place city(String country, String name, double latitude, double longitude) {
        return new Place(
                country, name, new Position(latitude, longitude, RADIUS_KM), "table of documentation addresses");
    }
}
