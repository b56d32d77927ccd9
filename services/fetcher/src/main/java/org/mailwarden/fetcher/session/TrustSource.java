// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
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
     * Makes the TLS context of these authorities, for other connections than those to mail servers.
     *
     * @return the context
     * @throws IllegalStateException with a plain sentence when the file cannot be read
     */
    public SSLContext context() {
        return Trust.context(this);
    }
}
