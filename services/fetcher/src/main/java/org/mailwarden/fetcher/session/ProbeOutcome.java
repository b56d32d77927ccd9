// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.TlsFacts;

/** What a server shows to somebody who does not sign in. */
public sealed interface ProbeOutcome {

    /**
     * It answers as it should, inside TLS with a certificate that is trusted for its name.
     *
     * @param tls what protects the connection
     * @param certificate what the server is known by; absent when it resumed a session
     * @param capabilities what it offers before sign-in, upper case
     */
    record Answered(TlsFacts tls, @Nullable CertificateFacts certificate, List<String> capabilities)
            implements ProbeOutcome {

        /** Copies the list. */
        public Answered {
            capabilities = List.copyOf(capabilities);
        }
    }

    /**
     * It does not.
     *
     * @param failure the kind of trouble
     * @param sentence plain sentence with what to do next, at most 200 printable characters
     * @param certificate the certificate it showed; absent when it showed none
     * @param elsewhere whether another port or security may help
     */
    record Failed(
            LoginFailure failure, String sentence, @Nullable CertificateFacts certificate, boolean elsewhere)
            implements ProbeOutcome {}
}
