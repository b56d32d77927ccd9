// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

class NewPasswordTest {

    private static final SecretAccess LOOK = SecretAccess.because("look at it in a test");

    @Test
    void hasAtLeast128RandomBitsInGroupsThatCanBeTyped() {
        // When
        String text = text(new SecureRandom());

        // Then
        assertThat(text).matches("[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){6}");
        assertThat(28 * Math.log(31) / Math.log(2)).isGreaterThan(128);
    }

    @Test
    void isAnotherOneEachTime() {
        SecureRandom random = new SecureRandom();

        assertThat(text(random)).isNotEqualTo(text(random));
    }

    /** SHA-512 over "pass" and the salt "salt", computed with another program. */
    @Test
    void isHashedAsDovecotTakesIt() {
        // When
        String hash =
                DovecotHash.ssha512("pass".getBytes(StandardCharsets.UTF_8), "salt".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(hash)
                .isEqualTo(
                        "{SSHA512}cGS5SkKWZQ/PWvQvJaQfXnAAD7FAuqVmI8302iorwl8NtRaPV7Hr2WsQxAc3wacyhZByZfYZrIWygc0vxfQgfXNhbHQ=");
        assertThat(new String(Base64.getDecoder().decode(hash.substring(9)), StandardCharsets.ISO_8859_1))
                .hasSize(68)
                .endsWith("salt");
    }

    private static String text(SecureRandom random) {
        try (Secret made = NewPassword.from(random)) {
            return made.revealString(LOOK);
        }
    }
}
