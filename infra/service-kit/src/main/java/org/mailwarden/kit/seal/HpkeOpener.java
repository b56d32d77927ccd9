// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HpkeParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** Opens what {@link HpkeSealer} sealed. Safe for use by many threads. */
public final class HpkeOpener {

    private final HybridDecrypt decrypt;

    private HpkeOpener(HybridDecrypt decrypt) {
        this.decrypt = decrypt;
    }

    /**
     * Loads the key pair, making it when there is none, and writes the public key for the sealers.
     *
     * @param privateKeysetFile private keyset, mode 0600
     * @param publicKeysetFile where the public keyset is written
     * @return the opener
     * @throws IllegalStateException when others may read the private keyset, or it is no keyset
     */
    public static HpkeOpener loadOrCreate(Path privateKeysetFile, Path publicKeysetFile) {
        try {
            HpkeParameters parameters = HpkeParameters.builder()
                    .setVariant(HpkeParameters.Variant.TINK)
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .build();
            KeysetHandle keys = KeysetFile.loadOrCreate(privateKeysetFile, parameters);
            KeysetFile.writePublic(publicKeysetFile, keys.getPublicKeysetHandle());
            return new HpkeOpener(keys.getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keyset " + privateKeysetFile + " cannot open", e);
        }
    }

    /**
     * Opens.
     *
     * @param sealed the envelope
     * @param contextInfo what it must be bound to
     * @return the content
     * @throws SealBroken when it was sealed for another reader or another place, or was changed
     */
    public byte[] open(byte[] sealed, String contextInfo) {
        try {
            return decrypt.decrypt(sealed, contextInfo.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new SealBroken("An envelope does not open at " + contextInfo, e);
        }
    }
}
