// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.kit.secret.Secret;

class FingerprintTest {

    private static final String ADDRESS = "lieselotte.quirnbach@kraehwinkel.example";

    @ParameterizedTest
    @CsvSource({
        "password, 0",
        "quirnbach7, 1",
        "Lieselotte.Quirnbach1, 1",
        "kraehwinkel, 0",
        "zwiebelfisch77, 1",
        "Vfgtr4-Qwzza9-Mknur2, 4"
    })
    void countsWhatStandsInAddressAndNameAsGuessedFirst(String password, int strongest) {
        assertThat(strength(password, ADDRESS, "zwiebelfisch")).isLessThanOrEqualTo(strongest);
    }

    @Test
    void leavesAStrongPasswordStrong() {
        assertThat(strength("Vfgtr4-Qwzza9-Mknur2", ADDRESS, null)).isEqualTo(4);
    }

    @Test
    void countsANameOfSomebodyElseAsAnyOtherWord() {
        assertThat(strength("Lieselotte.Quirnbach1", "somebody@else.example", null))
                .isGreaterThan(strength("Lieselotte.Quirnbach1", ADDRESS, null));
    }

    @Test
    @Timeout(10)
    void isDoneInTimeWithAPasswordAndAnAddressOfThousandsOfCharacters() {
        assertThat(strength("aB3$".repeat(2000), "a".repeat(5000) + "@example.org", "b".repeat(5000)))
                .isBetween(0, 4);
    }

    private static int strength(String password, String address, @Nullable String owner) {
        try (Secret secret = Secret.of(password)) {
            return Fingerprint.of(secret, address, owner, 1).strength();
        }
    }
}
