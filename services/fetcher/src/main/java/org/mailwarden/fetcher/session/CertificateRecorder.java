// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Remembers the certificate of a server before it is judged, so that a refusal can say whose it was. */
final class CertificateRecorder extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager judge;
    private volatile @Nullable CertificateFacts seen;

    CertificateRecorder(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** The certificate of the server; absent before it was shown. */
    @Nullable
    CertificateFacts seen() {
        return seen;
    }

    private void remember(X509Certificate[] chain) {
        if (chain.length > 0) {
            seen = CertificateFacts.of(chain[0]);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        remember(chain);
        judge.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        remember(chain);
        judge.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("A host name belongs to every check");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("Only servers are checked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("Only servers are checked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("Only servers are checked");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
