// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {

    @TempDir
    Path keys;

    @Test
    void sealedBytesOpenAtTheirPlaceAfterARestart() {
        // Given
        byte[] sealed = AeadSealer.loadOrCreate(keys.resolve("a")).seal("clear".getBytes(UTF_8), "account|1");

        // When
        byte[] opened = AeadSealer.loadOrCreate(keys.resolve("a")).open(sealed, "account|1");

        // Then
        assertThat(new String(opened, UTF_8)).isEqualTo("clear");
    }

    @Test
    void sealedBytesMovedToAnotherPlaceDoNotOpen() {
        AeadSealer sealer = AeadSealer.loadOrCreate(keys.resolve("a"));
        byte[] sealed = sealer.seal("clear".getBytes(UTF_8), "account|1");

        assertThatThrownBy(() -> sealer.open(sealed, "account|2")).isInstanceOf(SealBroken.class);
    }

    @Test
    void keyFileIsReadableByItsOwnerAlone() throws IOException {
        // When
        AeadSealer.loadOrCreate(keys.resolve("a"));

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("a"))))
                .isEqualTo("rw-------");
    }

    @Test
    void keyFileThatOthersMayReadStopsTheStart() throws IOException {
        // Given
        AeadSealer.loadOrCreate(keys.resolve("a"));
        Files.setPosixFilePermissions(keys.resolve("a"), PosixFilePermissions.fromString("rw-r-----"));

        // When / Then
        assertThatThrownBy(() -> AeadSealer.loadOrCreate(keys.resolve("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void envelopeOpensForItsReaderInItsContextOnly() throws IOException {
        // Given
        HpkeOpener reader = HpkeOpener.loadOrCreate(keys.resolve("private"), keys.resolve("public"));
        HpkeOpener stranger = HpkeOpener.loadOrCreate(keys.resolve("private2"), keys.resolve("public2"));

        // When
        byte[] envelope = HpkeSealer.load(keys.resolve("public")).seal("clear".getBytes(UTF_8), "account|1");

        // Then
        assertThat(new String(reader.open(envelope, "account|1"), UTF_8)).isEqualTo("clear");
        assertThatThrownBy(() -> reader.open(envelope, "account|2")).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> stranger.open(envelope, "account|1")).isInstanceOf(SealBroken.class);
    }

    @Test
    void equalContentDoesNotShowInEnvelopes() throws IOException {
        HpkeOpener.loadOrCreate(keys.resolve("private"), keys.resolve("public"));
        HpkeSealer sealer = HpkeSealer.load(keys.resolve("public"));

        assertThat(sealer.seal("clear".getBytes(UTF_8), "c")).isNotEqualTo(sealer.seal("clear".getBytes(UTF_8), "c"));
    }

    @Test
    void aSignatureHoldsForTheSignedContentAlone() {
        // Given
        byte[] content = "row 1000".getBytes(UTF_8);
        byte[] signature = Ed25519Signer.loadOrCreate(keys.resolve("s")).sign(content);

        // When
        byte[] publicKey = Ed25519Signer.loadOrCreate(keys.resolve("s")).publicKey();

        // Then
        assertThat(Ed25519Signer.signed(publicKey, signature, content)).isTrue();
        assertThat(Ed25519Signer.signed(publicKey, signature, "row 1001".getBytes(UTF_8)))
                .isFalse();
        assertThat(Ed25519Signer.signed(
                        Ed25519Signer.loadOrCreate(keys.resolve("other")).publicKey(), signature, content))
                .isFalse();
    }
}
