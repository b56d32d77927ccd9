// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Recognises content that was seen before without keeping it: HMAC-SHA-256 under a key of a file (Tink), so that what is
 * stored cannot be matched against guesses without that file. Safe for use by many threads.
 */
public final class KeyedHash {

    private final Mac mac;

    private KeyedHash(Mac mac) {
        this.mac = mac;
    }

    /**
     * Loads the keyset of a file, making it (mode 0600) when there is none.
     *
     * @param keysetFile the key file
     * @return the hash
     * @throws IllegalStateException when others may read the file, or it is no keyset
     */
    public static KeyedHash loadOrCreate(Path keysetFile) {
        try {
            return new KeyedHash(KeysetFile.loadOrCreate(keysetFile, PredefinedMacParameters.HMAC_SHA256_256BITTAG)
                    .getPrimitive(RegistryConfiguration.get(), Mac.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keyset " + keysetFile + " cannot hash", e);
        }
    }

    /**
     * Hashes.
     *
     * @param content anything
     * @return 37 bytes, the same for the same content and key
     */
    public byte[] of(byte[] content) {
        try {
            return mac.computeMac(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not hash", e);
        }
    }
}
