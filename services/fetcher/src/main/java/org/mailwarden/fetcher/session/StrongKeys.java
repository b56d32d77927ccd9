// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses certificates whose key can be broken; beside what the JDK refuses, which still takes RSA of 1024 bits. Remembers the
 * server's key in the key agreement, which JSSE shows nowhere else. For one handshake.
 */
final class StrongKeys implements AlgorithmConstraints {

    private static final int RSA_BITS = 2048;
    private static final int EC_BITS = 256;
    private static final Set<CryptoPrimitive> KEY_AGREEMENT = Set.of(CryptoPrimitive.KEY_AGREEMENT);

    private volatile @Nullable Key agreed;

    /** The server's public key in the key agreement; null before it, or when JSSE did not ask about it. */
    @Nullable
    Key agreed() {
        return agreed;
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        return true;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        // The key of a certificate is asked about for everything that it may be used for.
        if (agreed == null && primitives.equals(KEY_AGREEMENT)) {
            agreed = key;
        }
        return switch (key) {
            case RSAKey rsa -> rsa.getModulus().bitLength() >= RSA_BITS;
            case ECKey ec -> ec.getParams().getOrder().bitLength() >= EC_BITS;
            default -> true;
        };
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return permits(primitives, key);
    }
}
