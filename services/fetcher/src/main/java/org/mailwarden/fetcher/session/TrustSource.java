// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate authorities vouch for a mail server: always those of the system, and those of one more file.
 *
 * @param additionalAuthorities PEM file with CA certificates; absent for the system's alone
 */
public record TrustSource(@Nullable Path additionalAuthorities) {

    /** The authorities of the system alone. */
    public static TrustSource system() {
        return new TrustSource(null);
    }

    /**
     * The authorities of the system and those of a file.
     *
     * @param pem certificates, PEM
     * @return the source
     */
    public static TrustSource systemAnd(Path pem) {
        return new TrustSource(pem);
    }

    /**
     * Gives these authorities to an HTTP client.
     *
     * @return who decides whether a server is trusted
     * @throws IllegalStateException with a plain sentence when the file cannot be read
     */
    public TrustOptions options() {
        return TrustOptions.wrap(Trust.manager(this));
    }
}
