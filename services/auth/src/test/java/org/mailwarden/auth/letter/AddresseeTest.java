// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a letter may go. */
class AddresseeTest {

    @Test
    void aLetterGoesToTheRecoveryAddress() {
        // When
        Addressee addressee = Addressee.of(" anna@home.example ", "anna@example.org");

        // Then
        assertThat(addressee).isEqualTo(new Addressee.To("anna@home.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna@example.org", "ANNA@Example.ORG", " anna@example.org ", "anna+recovery@example.org"})
    void neverToTheBreachedMailbox(String recoveryAddress) {
        // When
        Addressee addressee = Addressee.of(recoveryAddress, "anna@example.org");

        // Then
        assertThat(addressee).isEqualTo(new Addressee.Nobody("The recovery address is the breached mailbox itself"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.com, thief@example.net",
                "a@example.com\r\nBcc: thief@example.net",
                "\"x\" <a@example.com>",
                "a\u202E@example.com",
                "nobody"
            })
    void neverToAnythingButOneAddress(String recoveryAddress) {
        // When
        Addressee addressee = Addressee.of(recoveryAddress, "anna@example.org");

        // Then
        assertThat(addressee).isEqualTo(new Addressee.Nobody("The recovery address is not a mail address"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "  ")
    void toNobodyWithoutARecoveryAddress(String recoveryAddress) {
        // When
        Addressee addressee = Addressee.of(recoveryAddress, "anna@example.org");

        // Then
        assertThat(addressee).isEqualTo(new Addressee.Nobody("The user has no recovery address"));
    }
}
