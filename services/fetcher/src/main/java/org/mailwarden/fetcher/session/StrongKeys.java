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

/** Refuses certificates whose key can be broken; beside what the JDK refuses, which still takes RSA of 1024 bits. */
final class StrongKeys implements AlgorithmConstraints {

    private static final int RSA_BITS = 2048;
    private static final int EC_BITS = 256;

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        return true;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
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
