// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {

    private static final Map<String, List<String>> NAMES = Map.of(
            "mail.public.test", List.of("198.41.0.4", "2001:503:ba3e::2:30"),
            "intranet.test", List.of("10.20.0.5"),
            "half.test", List.of("198.41.0.4", "192.168.0.1"),
            "mixed.test", List.of("198.41.0.4", "::1"),
            "metadata.test", List.of("169.254.169.254"),
            "loop.test", List.of("127.0.0.1"),
            "nowhere.test", List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Loopback and "this host", in every spelling a resolver somewhere takes.
                "127.0.0.1",
                "127.0.0.53",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "127.1",
                "127.0.1",
                "0",
                "2130706433",
                "017700000001",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "0x7f000001",
                "0X7F.1",
                "127.0.0.01",
                "127.0.0.1.",
                "::1",
                "::",
                "0:0:0:0:0:0:0:1",
                "::127.0.0.1",
                // IPv4 in IPv6.
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::ffff:0:10.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::10.0.0.1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2002:c0a8:101::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                // Private, shared, link-local, metadata.
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "192.168.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "169.254.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "fd00:ec2::254",
                // Multicast, broadcast, reserved, documentation, benchmarks.
                "224.0.0.1",
                "239.255.255.250",
                "255.255.255.255",
                "240.0.0.1",
                "ff02::1",
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "198.18.0.1",
                "192.88.99.1",
                "2001:db8::1",
                "3fff::1",
                // More than a host.
                "[::1]",
                "fe80::1%lo",
                "user@198.41.0.4",
                "198.41.0.4:993",
                "198.41.0.4/",
                "http://198.41.0.4",
                "198.41.0.4#x",
                "198.41.0.4\r\nx",
                // Names that lead there.
                "intranet.test",
                "metadata.test",
                "loop.test",
                "half.test",
                "mixed.test",
                ""
            })
    void refusesWhatIsNotOnThePublicInternetAlwaysWithTheSameWords(String host) {
        // Given
        Egress egress = egress();

        // When / Then
        assertThatExceptionOfType(EgressRefused.class)
                .isThrownBy(() -> egress.resolve(host))
                .withMessage(EgressRefused.SENTENCE)
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "198.41.0.4",
                "172.32.0.1",
                "172.15.255.255",
                "100.128.0.1",
                "11.0.0.1",
                "2001:503:ba3e::2:30",
                "2a00:1450:4001::1",
                "64:ff9b::c629:4",
                "mail.public.test"
            })
    void allowsThePublicInternet(String host) throws Exception {
        // Given
        Egress egress = egress();

        // When
        List<InetAddress> addresses = egress.resolve(host);

        // Then
        assertThat(addresses).isNotEmpty();
    }

    @Test
    void allowsAPrivateNetworkThatTheOperatorLists() throws Exception {
        // Given
        Egress egress = egress("10.20.0.0/16", "fd12::/16", "127.0.0.0/8");

        // When
        List<InetAddress> addresses = egress.resolve("intranet.test");

        // Then
        assertThat(addresses).containsExactly(InetAddress.ofLiteral("10.20.0.5"));
        assertThat(egress.resolve("fd12:3456::1")).hasSize(1);
        assertThat(egress.resolve("::ffff:127.0.0.1")).hasSize(1);
        assertThatExceptionOfType(EgressRefused.class).isThrownBy(() -> egress.resolve("10.21.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "fd00:ec2::254", "224.0.0.1", "0.0.0.0", "255.255.255.255", "127.1"})
    void keepsMetadataAndOddFormsClosedHoweverWideTheListIs(String host) {
        // Given
        Egress egress = egress("0.0.0.0/0", "::/0");

        // When / Then
        assertThatExceptionOfType(EgressRefused.class).isThrownBy(() -> egress.resolve(host));
    }

    @Test
    void asksTheResolverOnceAndGivesWhatItChecked() throws Exception {
        // Given
        List<String> answers = new ArrayList<>(List.of("198.41.0.4", "127.0.0.1"));
        Egress egress = new Egress(List.of(), host -> List.of(InetAddress.ofLiteral(answers.removeFirst())));

        // When
        List<InetAddress> addresses = egress.resolve("rebinding.test");

        // Then
        assertThat(addresses).containsExactly(InetAddress.ofLiteral("198.41.0.4"));
        assertThat(answers).containsExactly("127.0.0.1");
    }

    @Test
    void saysThatAHostWithoutAddressIsNotKnown() {
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> egress().resolve("nowhere.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "example.org/8", "", "fd00::/129", "10.0.0.0/-1"})
    void saysHowANetworkIsWritten(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.of(text))
                .withMessageContaining("for instance 10.20.0.0/16");
    }

    private static Egress egress(String... allowed) {
        return new Egress(Stream.of(allowed).map(Network::of).toList(), EgressTest::addresses);
    }

    private static List<InetAddress> addresses(String host) throws UnknownHostException {
        List<String> known = NAMES.get(host);
        return known == null
                ? List.of(InetAddress.getAllByName(host))
                : known.stream().map(InetAddress::ofLiteral).toList();
    }
}
