// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSignerTest {

    @TempDir
    Path keys;

    @Test
    void saysWhatItWasToldAndNamesTheKey() {
        // Given
        TokenSigner signer = TokenSigner.loadOrCreate(keys.resolve("tokens.keyset"));

        // When
        String token = signer.sign(new TokenSigner.Claims(
                "urn:issuer",
                "audience",
                "Ab3",
                "API key ci of anna",
                List.of("analyst", "viewer"),
                Instant.ofEpochSecond(1_000),
                Instant.ofEpochSecond(1_060)));

        // Then
        String[] parts = token.split("\\.", -1);
        assertThat(decoded(parts[0])).contains("\"alg\":\"ES256\"").contains("\"kid\":\"");
        assertThat(decoded(parts[1]))
                .contains("\"iss\":\"urn:issuer\"")
                .contains("\"sub\":\"Ab3\"")
                .contains("\"preferred_username\":\"API key ci of anna\"")
                .contains("\"roles\":[\"analyst\",\"viewer\"]")
                .contains("\"exp\":1060");
    }

    @Test
    void keepsItsKeyToItselfAndTellsThePublicHalfAlone() throws IOException {
        // When
        TokenSigner signer = TokenSigner.loadOrCreate(keys.resolve("tokens.keyset"));

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("tokens.keyset"))))
                .isEqualTo("rw-------");
        assertThat(signer.publicKeys())
                .contains("\"kty\":\"EC\"")
                .contains("\"crv\":\"P-256\"")
                .doesNotContain("\"d\":");
    }

    @Test
    void hasTheSameKeyAfterARestart() {
        // Given
        String before = TokenSigner.loadOrCreate(keys.resolve("tokens.keyset")).publicKeys();

        // When
        String after = TokenSigner.loadOrCreate(keys.resolve("tokens.keyset")).publicKeys();

        // Then
        assertThat(after).isEqualTo(before);
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
