// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnDomainsTest {

    @Test
    void areThoseOfTheFleetButNoPublicProviders() {
        List<String> addresses = Stream.of("fleet.example", "gmail.com")
                .flatMap(domain -> Stream.of("a", "b", "c", "d", "e", "odd@").map(name -> name + "@" + domain))
                .toList();
        assertThat(OwnDomains.of(addresses, List.of())).containsExactly("fleet.example");
    }

    @Test
    void areNotThoseOfAProviderThatAFewOfTheFleetHaveAccountsAt() {
        assertThat(OwnDomains.of(
                        List.of("a@mail.example", "b@mail.example", "c@mail.example", "d@mail.example", "odd"),
                        List.of()))
                .isEmpty();
    }

    @Test
    void areWhateverTheOperatorListsToo() {
        assertThat(OwnDomains.of(List.of("c@gmail.com"), List.of("Old.Example", "gmail.com")))
                .containsExactlyInAnyOrder("old.example", "gmail.com");
    }
}
