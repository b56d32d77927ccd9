// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.place.Address;
import org.mailwarden.breachwatch.place.NetworkId;

/** What people write is one thing in the judge, or refused with a sentence. */
class MarkValueTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "COUNTRY, pt, PT",
        "NETWORK, as64500, AS64500",
        "NETWORK, 198.18.4.77, 198.18.4.0/24",
        "NETWORK, 198.18.5.77/22, 198.18.4.0/22",
        "NETWORK, 192.0.2.64/27, 192.0.2.64/27",
        "NETWORK, 2a00:1:2:3::1, 2a00:1:2::/48",
        "NETWORK, 2a00:1:2:300::/56, 2a00:1:2:300::/56",
        "NETWORK, 2a00:1:2:300::/54, 2a00:1:2:0:0:0:0:0/54",
        "CLIENT, Mozilla Thunderbird/128.3.1, mozilla thunderbird"
    })
    void isKeptInOneForm(MarkKind kind, String written, String kept) {
        // When
        MarkValue value = MarkValue.of(kind, written);

        // Then
        assertThat(value.text()).isEqualTo(kept);
        assertThat(MarkValue.of(kind, value.text())).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTRY, Portugal, two letters",
        "COUNTRY, XX, two letters",
        "NETWORK, AS0, autonomous system",
        "NETWORK, AS4294967296, autonomous system",
        "NETWORK, mail.example.org, autonomous system",
        "NETWORK, 198.18.4.7/, autonomous system",
        "NETWORK, 198.18.4.7/+8, autonomous system",
        "NETWORK, 198.18.4.7/999, not /999",
        "NETWORK, 0.0.0.0/0, not /0",
        "NETWORK, 198.18.4.7/32, 198.18.4.0/24",
        "NETWORK, 2a00::/32, not /32",
        "CLIENT, 1.2.3, calls itself"
    })
    void whatCannotBeMarkedIsRefusedWithASentence(MarkKind kind, String written, String sentence) {
        assertThatThrownBy(() -> MarkValue.of(kind, written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "198.18.4.0/22, 198.18.7.255, 198.18.8.0",
        "192.0.2.0/24, 192.0.2.200, 192.0.3.1",
        "2a00:1:2::/48, 2a00:1:2:ffff::1, 2a00:1:3::1",
        "2a00:1:2:300::/56, 2a00:1:2:3ff::1, 2a00:1:2:400::1"
    })
    void aMarkedNetworkIsEveryAddressWithinItAndNoOther(String marked, String within, String beside) {
        // When
        var networks = MarkValue.of(MarkKind.NETWORK, marked).networks();

        // Then
        assertThat(networks)
                .contains(NetworkId.of(Address.parse(within).orElseThrow(), NetworkId.SITE_OF_HOUSEHOLD))
                .doesNotContain(
                        NetworkId.of(Address.parse(beside).orElseThrow(), NetworkId.SITE_OF_HOUSEHOLD),
                        NetworkId.of(Address.parse(beside).orElseThrow(), NetworkId.SITE_OF_ORGANISATION));
    }

    @Test
    void anAccountHasItsOwnMarksAndThoseOfAllUntilTheyEnd() {
        // Given
        UUID ada = UUID.randomUUID();
        TrustBook book = new TrustBook(
                List.of(
                        new TrustBook.Standing(null, MarkValue.of(MarkKind.COUNTRY, "PT"), null),
                        new TrustBook.Standing(ada, MarkValue.of(MarkKind.COUNTRY, "NZ"), NOW.plusSeconds(60)),
                        new TrustBook.Standing(ada, MarkValue.of(MarkKind.CLIENT, "mutt"), NOW)),
                NOW);

        // When
        TrustBook later = book.at(NOW.plusSeconds(60));

        // Then
        assertThat(book.of(ada).countries()).containsExactlyInAnyOrder("PT", "NZ");
        assertThat(book.of(ada).clients()).isEmpty();
        assertThat(book.of(UUID.randomUUID()).countries()).containsExactly("PT");
        assertThat(book.of(null).countries()).containsExactly("PT");
        assertThat(later.of(ada).countries()).containsExactly("PT");
    }
}
