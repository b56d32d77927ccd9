// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.RegistryConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** Seals bytes for one reader with HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM). Safe for use by many threads. */
public final class HpkeSealer {

    private final HybridEncrypt encrypt;

    private HpkeSealer(HybridEncrypt encrypt) {
        this.encrypt = encrypt;
    }

    /**
     * Loads the reader's public key.
     *
     * @param publicKeysetFile the file the reader wrote
     * @return the sealer
     * @throws IOException when the file is not there (yet)
     * @throws IllegalStateException when it is no public key
     */
    public static HpkeSealer load(Path publicKeysetFile) throws IOException {
        try {
            return new HpkeSealer(KeysetFile.loadPublic(publicKeysetFile)
                    .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The public key " + publicKeysetFile + " cannot seal", e);
        }
    }

    /**
     * Seals.
     *
     * @param clear the content
     * @param contextInfo what the envelope is bound to
     * @return the envelope, 53 bytes longer
     */
    public byte[] seal(byte[] clear, String contextInfo) {
        try {
            return encrypt.encrypt(clear, contextInfo.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not seal", e);
        }
    }
}
