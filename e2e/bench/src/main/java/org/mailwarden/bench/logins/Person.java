// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A member of a made-up organisation: where they live, what they use, when they are away. */
final class Person {

    final UUID account;
    final City city;
    Provider home;
    Provider mobile;
    /** Block and last byte of the line at home; it changes now and then. */
    String homeAddress = "";

    boolean worksAtOffice;
    boolean nights;
    boolean usesEgress;
    double vpnShare;
    final List<Provider> vpnExits = new ArrayList<>();
    final List<Device> devices = new ArrayList<>();
    final List<Trip> trips = new ArrayList<>();

    /** Days from and to which nobody signs in. */
    int awayFrom = Integer.MAX_VALUE;

    int awayTo = Integer.MAX_VALUE;

    int password = 1;
    int passwordChange = Integer.MAX_VALUE;
    boolean passwordKnownToAttackers;

    Person(UUID account, City city, Provider home, Provider mobile) {
        this.account = account;
        this.city = city;
        this.home = home;
        this.mobile = mobile;
    }

    enum Sort {
        PHONE,
        LAPTOP,
        TABLET,
        DESKTOP,
        POLLER
    }

    /** Something that signs in. */
    static final class Device {
        final Sort sort;
        final String client;
        final boolean tellsClient;
        final double perDay;
        final int fromDay;
        int untilDay = Integer.MAX_VALUE;
        /** Days after a change of the password until it is told the new one. */
        int staleDays;

        boolean clear;
        boolean brokenTls;

        Device(Sort sort, String client, boolean tellsClient, double perDay, int fromDay) {
            this.sort = sort;
            this.client = client;
            this.tellsClient = tellsClient;
            this.perDay = perDay;
            this.fromDay = fromDay;
        }
    }

    /**
     * A journey, in hours since the beginning.
     *
     * @param leaves when the last sign-in at home was possible
     * @param arrives when the first one there is
     * @param goesBack when the last one there is
     * @param isBack when the first one at home is
     * @param city where to
     * @param hotel its network
     * @param local the phone's network there; the one at home when it roams by way of its own country
     */
    record Trip(
            double leaves, double arrives, double goesBack, double isBack, City city, Provider hotel, Provider local) {}
}
