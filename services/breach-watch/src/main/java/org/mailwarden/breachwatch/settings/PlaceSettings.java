// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.settings;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of addresses. Files of places are in MaxMind's DB format; lists are texts with one network a line. Each may be
 * absent, and is read again when it is replaced.
 */
public interface PlaceSettings {

    /** Cities of addresses. */
    Optional<Path> cityFile();

    /** Countries of addresses, asked where the file of cities does not know. */
    Optional<Path> countryFile();

    /** Autonomous systems of addresses: who provides the network. */
    Optional<Path> asnFile();

    /** Hosting networks. */
    Optional<Path> hostingList();

    /** Exits of VPNs for the public. */
    Optional<Path> vpnList();

    /** Exits of Tor. */
    Optional<Path> torList();

    /** The organisation's own gateways. */
    Optional<Path> ownEgressList();

    /** Whether the addresses that are reserved for examples (RFC 5737, RFC 3849) have cities: for demonstrations alone. */
    @WithDefault("false")
    boolean documentationNetworks();

    /** Bits that make a network of IPv6: 48 or 56. */
    @WithDefault("56")
    int ipv6Prefix();

    /** How often the files are looked at. */
    @WithDefault("30s")
    Duration lookEvery();
}
