// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.Fingerprint;
import org.mailwarden.kit.secret.Secret;

/**
 * A password that a source names, in memory only and wiped when closed: its SHA-1, which is compared here, and the password
 * itself where the source gives it, which Keycloak can be asked about.
 */
public final class LeakedPassword implements AutoCloseable {

    private final Fingerprint fingerprint;
    private final @Nullable Secret clear;

    private LeakedPassword(Fingerprint fingerprint, @Nullable Secret clear) {
        this.fingerprint = fingerprint;
        this.clear = clear;
    }

    /**
     * A password in clear.
     *
     * @param password not empty
     * @return the password, to be closed
     */
    public static LeakedPassword clear(String password) {
        return new LeakedPassword(Fingerprint.ofPassword(password), Secret.of(password));
    }

    /**
     * A password of which only the hash is known.
     *
     * @param sha1 40 hex digits
     * @return the password, to be closed
     * @throws IllegalArgumentException when it is no SHA-1; the message does not repeat it
     */
    public static LeakedPassword hashed(String sha1) {
        return new LeakedPassword(Fingerprint.ofHex(sha1), null);
    }

    /** Its SHA-1, closed together with this. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** The password, closed together with this; empty when only its hash is known. */
    public Optional<Secret> clear() {
        return Optional.ofNullable(clear);
    }

    /** Wipes both. */
    @Override
    public void close() {
        fingerprint.close();
        if (clear != null) {
            clear.close();
        }
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "***";
    }
}
