// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the TLS context of a {@link TrustSource}. */
final class Trust {

    private Trust() {}

    /**
     * Reads the authorities.
     *
     * @throws IllegalStateException with a plain sentence when the file cannot be read
     */
    static SSLContext context(TrustSource source) {
        return context(manager(source));
    }

    /** Makes the context in which a given judge decides. */
    static SSLContext context(X509ExtendedTrustManager judge) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {judge}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has TLS", impossible);
        }
    }

    /**
     * Reads the authorities.
     *
     * @throws IllegalStateException with a plain sentence when the file cannot be read
     */
    static X509ExtendedTrustManager manager(TrustSource source) {
        try {
            return judge(store(source.additionalAuthorities()));
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(
                    "The certificate authorities for mail servers cannot be read (" + source.additionalAuthorities()
                            + "): give a PEM file with at least one CA certificate",
                    failure);
        }
    }

    private static KeyStore store(@Nullable Path pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate authority : judge(null).getAcceptedIssuers()) {
            store.setCertificateEntry("system-" + number++, authority);
        }
        if (pem != null) {
            try (InputStream in = Files.newInputStream(pem)) {
                Collection<? extends Certificate> added =
                        CertificateFactory.getInstance("X.509").generateCertificates(in);
                if (added.isEmpty()) {
                    throw new IOException("no certificate in the file");
                }
                for (Certificate authority : added) {
                    store.setCertificateEntry("configured-" + number++, authority);
                }
            }
        }
        return store;
    }

    private static X509ExtendedTrustManager judge(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager");
    }
}
