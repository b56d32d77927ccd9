// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnDomainsTest {

    @Test
    void areThoseOfTheFleetButNoPublicProviders() {
        assertThat(OwnDomains.of(List.of("a@fleet.example", "b@fleet.example", "c@gmail.com", "odd"), List.of()))
                .containsExactly("fleet.example");
    }

    @Test
    void areWhateverTheOperatorListsToo() {
        assertThat(OwnDomains.of(List.of("c@gmail.com"), List.of("Old.Example", "gmail.com")))
                .containsExactlyInAnyOrder("old.example", "gmail.com");
    }
}
