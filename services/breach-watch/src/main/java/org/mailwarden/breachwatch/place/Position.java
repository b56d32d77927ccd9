// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

/**
 * A point on the earth, and how far from it the truth may be.
 *
 * @param latitude degrees, -90 to 90, north is positive
 * @param longitude degrees, -180 to 180, east is positive
 * @param radiusKm kilometres within which the client probably is, 0 to 20,038 (half the earth's circumference)
 */
public record Position(double latitude, double longitude, double radiusKm) {

    /** Mean radius of the earth, kilometres (WGS 84, IUGG). */
    private static final double EARTH_KM = 6371.0088;

    private static final double FARTHEST_KM = 20_038;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException with a plain sentence when it is no point on the earth
     */
    public Position {
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && radiusKm >= 0)) {
            throw new IllegalArgumentException(
                    "A position has a latitude of -90 to 90, a longitude of -180 to 180 and a"
                            + " radius of at least 0, not " + latitude + ", " + longitude + ", " + radiusKm);
        }
        radiusKm = Math.min(radiusKm, FARTHEST_KM);
    }

    /** Great-circle distance between the two points, kilometres (haversine). */
    public double distanceKm(Position other) {
        double phi = Math.toRadians(other.latitude - latitude);
        double lambda = Math.toRadians(other.longitude - longitude);
        double a = square(Math.sin(phi / 2))
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * square(Math.sin(lambda / 2));
        return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }

    /** The least the two may be apart, kilometres: the distance without both uncertainties, at least 0. */
    public double leastDistanceKm(Position other) {
        return Math.max(0, distanceKm(other) - radiusKm - other.radiusKm);
    }

    private static double square(double value) {
        return value * value;
    }
}
