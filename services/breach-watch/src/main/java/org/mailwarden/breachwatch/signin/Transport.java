// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginObservation;

/** What protected the password on its way. */
public enum Transport {
    /** Nothing. */
    CLEAR,
    /** TLS of a version that is broken (RFC 8996, RFC 7568). */
    BROKEN_TLS,
    /** TLS. */
    TLS,
    /** The source does not tell. */
    UNKNOWN;

    private static final Set<String> BROKEN = Set.of("SSLV2", "SSLV2HELLO", "SSLV3", "TLSV1", "TLSV1.0", "TLSV1.1");

    static Transport of(Login login) {
        LoginObservation seen = login.observed();
        String protocol = login.tls() != null ? login.tls().protocol() : seen == null ? null : seen.tlsProtocol();
        if (protocol != null && BROKEN.contains(protocol.toUpperCase(Locale.ROOT))) {
            return BROKEN_TLS;
        }
        if (login.tls() != null || protocol != null) {
            return TLS;
        }
        if (seen == null || seen.secured() == null) {
            return UNKNOWN;
        }
        return seen.secured() ? TLS : sendsNoPassword(login.mechanism()) ? UNKNOWN : CLEAR;
    }

    /** Mechanisms that prove the password without sending it (RFC 5802, RFC 4752, RFC 4422). */
    private static boolean sendsNoPassword(@Nullable String mechanism) {
        if (mechanism == null) {
            return false;
        }
        String name = mechanism.toUpperCase(Locale.ROOT);
        return name.startsWith("SCRAM-") || name.equals("GSSAPI") || name.equals("EXTERNAL");
    }
}
