// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an address, where it is valid, and which network it belongs to. */
class AddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "010.1.1.1",
                "0x7f.1.1.1",
                "3232235521",
                "1.2.3.4 ",
                "1.2.3.4:993",
                "[::1]",
                "::g",
                "1:2:3:4:5:6:7:8:9",
                "1.2.3.99999999999",
                "-1.2.3.4",
                "::1%aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void takesNothingElseForAnAddress(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void bearsAbsentAndEndlessTexts() {
        assertThat(Address.parse(null)).isEmpty();
        assertThat(Address.parse("1".repeat(10_000_000))).isEmpty();
        assertThat(Address.parse(":".repeat(10_000_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
        "2001:DB8::7, 2001:db8:0:0:0:0:0:7"
    })
    void readsAnAddressInEveryWayItIsWritten(String written, String read) {
        assertThat(Address.parse(written)).get().hasToString(read);
    }

    @ParameterizedTest
    @CsvSource({"64:ff9b::c000:207, 192.0.2.7", "2002:c000:207::1, 192.0.2.7", "2001:0:1:2:3:4:3fff:fdf8, 192.0.2.7"})
    void findsTheClientBehindATranslator(String written, String client) {
        assertThat(Address.parse(written).orElseThrow().behindTranslator()).hasToString(client);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.32.0.1, PUBLIC",
        "192.168.7.7, PRIVATE",
        "100.64.0.1, SHARED",
        "100.127.255.255, SHARED",
        "100.128.0.1, PUBLIC",
        "127.0.0.1, LOOPBACK",
        "::1, LOOPBACK",
        "169.254.1.1, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "fd00::1, PRIVATE",
        "192.0.2.1, DOCUMENTATION",
        "198.51.100.1, DOCUMENTATION",
        "203.0.113.1, DOCUMENTATION",
        "2001:db8::1, DOCUMENTATION",
        "3fff:1::1, DOCUMENTATION",
        "0.1.2.3, RESERVED",
        "224.0.0.1, RESERVED",
        "255.255.255.255, RESERVED",
        "198.18.0.1, RESERVED",
        "192.0.0.1, RESERVED",
        "::, RESERVED",
        "ff02::1, RESERVED",
        "1::1, RESERVED",
        "2a00:1450::1, PUBLIC"
    })
    void knowsWhereAnAddressIsValid(String address, Scope scope) {
        assertThat(Scope.of(Address.parse(address).orElseThrow())).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "81.2.69.142, 48, 81.2.69.0/24, 81.2.0.0/16",
        "192.0.2.77, 48, 192.0.2.64/27, 192.0.2.64/27",
        "2a00:1450:7:89ab::1, 48, 2a00:1450:7::/48, 2a00:1450::/48",
        "2a00:1450:7:89ab::1, 56, 2a00:1450:7:8900::/56, 2a00:1450::/48"
    })
    void namesTheNetworkOfAnAddressAndWhatIsAroundIt(String address, int prefix, String network, String around) {
        NetworkId id = NetworkId.of(Address.parse(address).orElseThrow(), prefix);

        assertThat(id).hasToString(network);
        assertThat(id.neighbourhood()).hasToString(around);
    }

    @Test
    void keepsNetworksOfDifferentKindsApart() {
        assertThat(NetworkId.ofProvider(64500))
                .hasToString("AS64500")
                .isEqualTo(NetworkId.ofProvider(64500).neighbourhood());
        assertThat(NetworkId.of(Address.parse("2a00:1450:7:8900::1").orElseThrow(), 56))
                .isNotEqualTo(NetworkId.of(Address.parse("2a00:1450:7:8900::1").orElseThrow(), 48));
    }
}
