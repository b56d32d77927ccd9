// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.seal;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Seals streams of any length with AES-256-GCM in segments of 4 KiB (Tink streaming AEAD), bound to the place they belong
 * to. What is read back is checked segment by segment, and a stream that was cut short does not end well. Safe for use by
 * many threads.
 */
public final class StreamSealer {

    static {
        try {
            StreamingAeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink could not be set up", e);
        }
    }

    private final StreamingAead aead;

    private StreamSealer(KeysetHandle key) throws GeneralSecurityException {
        this.aead = key.getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
    }

    /**
     * Makes a new key.
     *
     * @return the key in clear, to be sealed at once and then wiped
     */
    public static byte[] newKey() {
        try {
            return TinkProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_4KB),
                    InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No key could be made", e);
        }
    }

    /**
     * Seals and opens with a key.
     *
     * @param key what {@link #newKey} returned; not kept
     * @return the sealer
     */
    public static StreamSealer of(byte[] key) {
        try {
            return new StreamSealer(TinkProtoKeysetFormat.parseKeyset(key, InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            throw new SealBroken("This is no key of ours", e);
        }
    }

    /**
     * Seals what is written.
     *
     * @param sealed takes the sealed bytes; closed with the result
     * @param place what the content is bound to
     * @return takes the clear bytes; whole only once it is closed
     * @throws IOException when the sealed bytes cannot be written
     */
    public OutputStream seal(OutputStream sealed, String place) throws IOException {
        try {
            return aead.newEncryptingStream(sealed, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not seal", e);
        }
    }

    /**
     * Opens what is read.
     *
     * @param sealed what {@link #seal} wrote; closed with the result
     * @param place the same place
     * @return the clear bytes; reading them throws when key or place are others, or the bytes were changed or cut
     * @throws IOException when the sealed bytes cannot be read
     */
    public InputStream open(InputStream sealed, String place) throws IOException {
        try {
            return aead.newDecryptingStream(sealed, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not open", e);
        }
    }
}
