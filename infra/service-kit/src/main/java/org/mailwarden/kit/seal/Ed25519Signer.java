// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.PredefinedSignatureParameters;
import com.google.crypto.tink.subtle.Ed25519Verify;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Signs with Ed25519 (RFC 8032, Tink) under a key of a file. The signatures are the plain 64 bytes, so that any other
 * program can check them too. Safe for use by many threads.
 */
public final class Ed25519Signer {

    private final PublicKeySign signer;
    private final byte[] publicKey;

    private Ed25519Signer(PublicKeySign signer, byte[] publicKey) {
        this.signer = signer;
        this.publicKey = publicKey;
    }

    /**
     * Loads the key of a file, making it (mode 0600) when there is none.
     *
     * @param keysetFile the key file
     * @return the signer
     * @throws IllegalStateException when others may read the file, or it holds no such key
     */
    @AccessesPartialKey
    public static Ed25519Signer loadOrCreate(Path keysetFile) {
        try {
            KeysetHandle keys = KeysetFile.loadOrCreate(keysetFile, PredefinedSignatureParameters.ED25519WithRawOutput);
            Ed25519PublicKey open =
                    (Ed25519PublicKey) keys.getPublicKeysetHandle().getPrimary().getKey();
            return new Ed25519Signer(
                    keys.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class),
                    open.getPublicKeyBytes().toByteArray());
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IllegalStateException("The keyset " + keysetFile + " cannot sign", e);
        }
    }

    /**
     * Signs.
     *
     * @param content anything
     * @return 64 bytes
     */
    public byte[] sign(byte[] content) {
        try {
            return signer.sign(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not sign", e);
        }
    }

    /**
     * The public half, which is no secret.
     *
     * @return 32 bytes
     */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /**
     * Checks a signature.
     *
     * @param publicKey 32 bytes
     * @param signature what {@link #sign} is said to have returned
     * @param content what is said to have been signed
     * @return whether the holder of the private half signed exactly this
     */
    public static boolean signed(byte[] publicKey, byte[] signature, byte[] content) {
        try {
            new Ed25519Verify(publicKey).verify(signature, content);
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException notSigned) {
            return false;
        }
    }
}
