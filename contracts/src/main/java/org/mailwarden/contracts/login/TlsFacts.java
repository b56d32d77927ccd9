// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.login;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What protected a connection.
 *
 * @param protocol for instance {@code TLSv1.3}
 * @param cipherSuite the JSSE name of the cipher suite
 * @param certificateSha256 lower-case hex SHA-256 of the server's certificate (DER)
 * @param certificateNotAfter end of the certificate's validity; absent when unknown
 */
public record TlsFacts(
        String protocol,
        String cipherSuite,
        String certificateSha256,
        @Nullable Instant certificateNotAfter) {}
