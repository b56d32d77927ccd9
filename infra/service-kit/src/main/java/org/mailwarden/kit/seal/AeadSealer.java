// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Seals bytes at rest with AES-256-GCM (Tink), bound to the place they belong to. Safe for use by many threads.
 *
 * <p>Deliberately not a JPA converter: a converter sees no row identity, so it could not bind what it seals to its row.
 */
public final class AeadSealer {

    private final Aead aead;

    private AeadSealer(Aead aead) {
        this.aead = aead;
    }

    /**
     * Loads the keyset of a file, making it (mode 0600) when there is none.
     *
     * @param keysetFile the key file
     * @return the sealer
     * @throws IllegalStateException when others may read the file, or it is no keyset
     */
    public static AeadSealer loadOrCreate(Path keysetFile) {
        try {
            return new AeadSealer(KeysetFile.loadOrCreate(keysetFile, PredefinedAeadParameters.AES256_GCM)
                    .getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keyset " + keysetFile + " cannot seal", e);
        }
    }

    /**
     * Seals.
     *
     * @param clear the content
     * @param place what the content is bound to, for instance {@code account|version}
     * @return sealed bytes, 33 longer
     */
    public byte[] seal(byte[] clear, String place) {
        try {
            return aead.encrypt(clear, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not seal", e);
        }
    }

    /**
     * Opens.
     *
     * @param sealed what {@link #seal} returned
     * @param place the same place
     * @return the content
     * @throws SealBroken when key or place are others, or the bytes were changed
     */
    public byte[] open(byte[] sealed, String place) {
        try {
            return aead.decrypt(sealed, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new SealBroken("Sealed bytes do not open at " + place, e);
        }
    }
}
